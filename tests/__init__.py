"""Tests of Kaizen; the tree mirrors `custom_components/kaizen`."""
