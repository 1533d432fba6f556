"""Tests of things that may be the same."""
