"""A PostgreSQL of Erle's own, for a demo, for development and for tests: nothing to install and nothing to reach.

It listens on a socket in a private folder, lets in only the accounts it knows (peer authentication, no password), and
runs as an unprivileged account even when root starts it. Whoever uses it holds a lock; the last one stops it.

Nouns: server, cluster (its data), places (where they are), account (who runs it), user (a process at work with it).
"""

from erle.foundation.database.embedded.binaries import bin_dir
from erle.foundation.database.embedded.refusals import DatabaseRefused
from erle.foundation.database.embedded.server import Server, start

__all__ = ["DatabaseRefused", "Server", "bin_dir", "start"]
