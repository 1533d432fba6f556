"""The library, and reporting by the public and by businesses; a process of its own. It is closed yet."""
