"""Fixtures that every test may use."""

import signal

import pytest

from tests.mongod import LIBRARY, UNCLOSED_SOCKET, database_name, mongodb_uri

__all__ = ["database_name", "mongodb_uri"]


def pytest_configure(config: pytest.Config) -> None:
    """Whatever the runner and the client library, the same is tested."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell that starts something in the background has it ignore SIGINT, and so would every process that a test interrupts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # PyMongo's own client leaves a connection that is given up while it is made to garbage collection, wherever that happens.
    if LIBRARY == "pymongo":
        config.addinivalue_line("filterwarnings", UNCLOSED_SOCKET)
