"""Tests of the pages of things that may be the same."""
