"""Tests of the Hubitat part."""
