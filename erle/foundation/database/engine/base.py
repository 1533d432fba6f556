"""The connection as Django drives it; Django looks for it under this module's name."""

import select

from django.db.backends.postgresql import base

from erle.foundation.database.engine.line import DRIVER


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection, on a line that can also be sent something without waiting.

    Whether it can still be used is found out otherwise.
    """

    Database = DRIVER

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
