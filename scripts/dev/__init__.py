"""What the commands in `scripts/` do once Python is there."""
