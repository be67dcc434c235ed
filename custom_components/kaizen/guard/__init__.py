"""The guard: who may do what, how they prove it, and the record of it."""
