"""Tests of what stands behind the commands in `scripts/`."""
