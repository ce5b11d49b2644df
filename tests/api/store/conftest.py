"""The same application as the tests of the interface ask, emptied before every test."""

from tests.api.graphql.conftest import api, kept_api

__all__ = ["api", "kept_api"]
