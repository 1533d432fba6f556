"""Sharing onwards."""
