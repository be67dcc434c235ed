"""Tests of how a wish is proven."""
