"""Tests of the Maker API client."""
