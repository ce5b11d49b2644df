"""Fixtures that every test may use."""

from tests.mongod import database_name, mongodb_uri

__all__ = ["database_name", "mongodb_uri"]
