"""Tests of the benchmarks' own frame."""
