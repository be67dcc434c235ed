"""Text to spoken words."""
