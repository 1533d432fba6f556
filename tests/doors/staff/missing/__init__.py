"""Tests of the pages of missing children."""
