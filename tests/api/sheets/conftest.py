"""A rich plan to make sheets of."""

from tests.api.graphql.conftest import api, kept_api, world

__all__ = ["api", "kept_api", "world"]
