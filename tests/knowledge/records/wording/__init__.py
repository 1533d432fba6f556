"""Tests of words that blame a child."""
