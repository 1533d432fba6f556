"""Matching on Spark beside matching on one machine."""
