"""Tests of what Kaizen remembers."""
