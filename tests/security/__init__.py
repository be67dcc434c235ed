"""Tests of the safety of the house as a whole."""
