"""Tests of files handed in."""
