"""Tests of signing in to the staff door."""
