"""The application that is kept for the whole run."""

from tests.api.graphql.conftest import kept_api
from tests.api.indicators.filled import counted

__all__ = ["counted", "kept_api"]
