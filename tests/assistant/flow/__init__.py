"""Tests of the config flow."""
