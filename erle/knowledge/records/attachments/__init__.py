"""Files handed in with a report: known by content, made anew without metadata, scanned where one can, encrypted.

Whatever is not surely harmless is refused, in words that say what to send instead. Each file is read by a process of
its own that may use little memory and time, so that a file made to break its reader breaks nothing else.
"""
