"""A connection is opened with the library that was chosen, and a bad address is not repeated."""

import ast
from pathlib import Path
from typing import Final, get_args

import pytest

from api.store.client import Library
from api.store.connecting import BadAddress
from api.store.driver import Database

API: Final = Path(__file__).parents[3] / "api"


@pytest.mark.parametrize("library", get_args(Library))
def test_an_address_that_cannot_be_read_is_not_repeated(library: Library) -> None:
    with pytest.raises(BadAddress, match="verwacht een adres als") as refusal:
        Database("mongodb://iemand:geheim@:x", "test", library=library)
    assert "geheim" not in str(refusal.value)


def test_every_database_of_the_product_is_opened_with_the_library_of_the_settings() -> None:
    calls = [
        (path.name, {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords})
        for path in API.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Database"
    ]
    assert len(calls) > 5
    assert [name for name, given in calls if given.get("library") != "settings.mongo_driver"] == []
