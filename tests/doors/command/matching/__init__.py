"""Matching files from the command line."""
