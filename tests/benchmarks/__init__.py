"""Tests of the benchmarks: that they run and judge, never how fast anything is."""
