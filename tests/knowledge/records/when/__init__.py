"""Tests of the times that people write."""
