"""A database to import into."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.imports.importing import Imports


@pytest.fixture(scope="module")
def database(mongodb_uri: str) -> Iterator[str]:
    """A name that no other module uses; the database is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    Imports(mongodb_uri, name, Path()).drop()


@pytest.fixture
def imports(mongodb_uri: str, database: str, tmp_path: Path) -> Imports:
    """An empty database, that is made once: making collections and indexes takes longer than most imports."""
    made = Imports(mongodb_uri, database, tmp_path)
    made.empty()
    return made
