"""Tests of the pages for signed-in workers."""
