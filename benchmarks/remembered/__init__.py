"""What the benchmark of memories is made of."""
