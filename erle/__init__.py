"""Erle: agencies of one area see one picture of each child at risk, decide together and act in time."""
