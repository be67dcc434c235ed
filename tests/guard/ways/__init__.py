"""Tests of the ways around the gate."""
