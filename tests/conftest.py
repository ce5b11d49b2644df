"""Fixtures that every test may use."""

import pytest

from tests.mongod import LIBRARY, UNCLOSED_SOCKET, database_name, mongodb_uri

__all__ = ["database_name", "mongodb_uri"]


def pytest_configure(config: pytest.Config) -> None:
    """PyMongo's own client leaves a connection that is given up while it is made to garbage collection, wherever that happens."""
    if LIBRARY == "pymongo":
        config.addinivalue_line("filterwarnings", UNCLOSED_SOCKET)
