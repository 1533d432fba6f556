"""Agencies' own systems. No interface is open yet."""
