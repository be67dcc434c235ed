"""Tests of what is added to a person's words."""
