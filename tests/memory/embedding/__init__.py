"""Tests of what makes vectors."""
