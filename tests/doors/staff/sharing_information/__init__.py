"""Tests of sharing information by a person."""
