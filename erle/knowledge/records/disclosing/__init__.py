"""Sharing onwards: lines that somebody chose, shared with somebody for a purpose until a day, and what became of it.

A disclosure here is an act of sharing by a worker, as the law has it; what a child tells is never called that.
"""
