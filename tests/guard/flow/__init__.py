"""Tests of how the owner decides."""
