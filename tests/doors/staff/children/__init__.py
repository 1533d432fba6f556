"""Tests of the pages about one child, and about a thing."""
