"""Pages on which a safeguarding office hands in its files: upload, columns, what was found, take, undo."""
