"""A real Home Assistant process, a model server of its own, and everything over the network."""
