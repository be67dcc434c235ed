"""Tests of the voice services, in their own environment."""
