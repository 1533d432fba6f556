"""Agencies' files: each with its own numbers, spellings, gaps, headings and format, and a mapping beside it."""
