"""Tests of the simulated partnership: its files, what they are to show, and the truth beside them."""
