"""Tests of the pattern of a week."""
