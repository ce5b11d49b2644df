"""The base of failures that stop a start, for parts that are not always installed."""


class StartupError(Exception):
    """A start cannot go on; the message (Dutch) says why and how to mend it."""
