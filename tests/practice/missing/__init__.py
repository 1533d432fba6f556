"""Tests of episodes of being missing."""
