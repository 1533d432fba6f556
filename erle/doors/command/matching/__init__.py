"""Matching files from the command line: which rows are the same person, without a database."""
