"""The connection as Django drives it; Django looks for it under this module's name."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; only whether it can still be used is found out otherwise."""

    def is_usable(self) -> bool:
        """Return whether the server is still there: one that has gone, or will go, has said so, or let go of the line.

        Django asks it to answer before each request. A line on which nothing has come is in order, and only where
        something has is the server asked.
        """
        return self._nothing_has_come() or super().is_usable()

    def _nothing_has_come(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
