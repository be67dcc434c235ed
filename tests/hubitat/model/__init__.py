"""Tests of the live model of a hub."""
