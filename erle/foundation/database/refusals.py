"""The root of everything that Erle refuses to do, in words a worker can act on."""


class Refused(Exception):
    """Raised by an action that cannot be done; its text is shown to the worker as it stands."""
