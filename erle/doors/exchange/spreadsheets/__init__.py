"""Spreadsheets: judged before they are opened, opened in a process of their own, read as the rows CSV would give."""
