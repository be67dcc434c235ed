"""Honest servers over loopback, for tests, benchmarks and the demo."""
