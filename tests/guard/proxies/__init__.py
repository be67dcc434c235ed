"""Tests of guarded twins."""
