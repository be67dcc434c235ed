"""Tests of setting a search up."""
