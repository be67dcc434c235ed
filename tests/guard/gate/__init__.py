"""The gate in a running house."""
