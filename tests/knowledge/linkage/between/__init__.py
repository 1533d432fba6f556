"""Tests of finding whom two partnerships both know."""
