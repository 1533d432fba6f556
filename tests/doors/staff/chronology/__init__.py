"""Tests of the chronology: its address, its filters, its gaps, its lines, and one line alone."""
