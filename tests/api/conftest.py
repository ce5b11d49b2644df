"""The application that the tests of the API ask."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.client import Api, running


@pytest.fixture
async def api(mongodb_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Api]:
    """The application over an empty database."""
    async with running(mongodb_uri, database_name, tmp_path) as started:
        yield started
