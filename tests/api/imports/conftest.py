"""A database to import into."""

from pathlib import Path

import pytest

from tests.api.imports.importing import Imports


@pytest.fixture
def imports(mongodb_uri: str, database_name: str, tmp_path: Path) -> Imports:
    """An empty database."""
    return Imports(mongodb_uri, database_name, tmp_path)
