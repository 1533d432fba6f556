"""Letting files in from the command line: agencies' files, and layers that are about no child."""
