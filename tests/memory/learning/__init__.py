"""What is learned, and what is not."""
