"""Doing one thing to many: rows that are chosen, one act for all of them, and Undo for some minutes after it.

A list builds on `Choosing`; what its act did can be undone where `undoers.py` says by which function.
"""
