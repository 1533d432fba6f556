"""Doing one thing to many."""
