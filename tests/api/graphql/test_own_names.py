"""Errors repeat names of the schema, and tell of others where they stand."""

from typing import Any, Final

import pytest

from tests.api.client import Api
from tests.api.graphql.refusals import assert_refused

MADE_UP: Final = "Zwartenbroek_999990342"


@pytest.mark.parametrize(
    ("query", "variables", "message", "path"),
    [
        ("{ plannen { betrokkene } }", {}, "Het veld betrokkene bestaat niet op PlanConnection.", None),
        (f"{{ plannen {{ {MADE_UP} }} }}", {}, "Het veld op regel 1, positie 13 bestaat niet op PlanConnection.", None),
        (f"query (${MADE_UP}: Int) {{ plannen {{ totaal }} }}", {}, "De variabele op regel 1, positie 8 wordt nergens gebruikt.", None),
        ("query ($first: Int) { plannen { totaal } }", {}, "De variabele $first wordt nergens gebruikt.", None),
        (f"{{ plannen {{ totaal @{MADE_UP} }} }}", {}, "De directive op regel 1, positie 20 bestaat niet, of mag hier niet staan.", None),
        (f"query (${MADE_UP}: Int!) {{ plannen(first: ${MADE_UP}) {{ totaal }} }}", {}, "De variabele variables[0] is verplicht.", "variables[0]"),
        (
            "query ($f: PlanFilter) { plannen(filter: $f) { totaal } }",
            {"f": {"fase": "DETENTIE", MADE_UP: 1}},
            "Het 2e veld bestaat niet in PlanFilter.",
            "f",
        ),
        (
            "query ($f: PlanFilter) { plannen(filter: $f) { totaal } }",
            {"f": {"onderdak": 1}},
            "Het veld onderdak bestaat niet in PlanFilter.",
            "f.onderdak",
        ),
        (
            f"query {MADE_UP} {{ plannen {{ totaal }} }} query B {{ plannen {{ totaal }} }}",
            {},
            "Noem in operationName één bewerking uit de vraag.",
            "operationName",
        ),
    ],
)  # fmt: skip
async def test_a_name_that_the_client_made_up_is_told_by_its_place(
    api: Api, query: str, variables: dict[str, Any], message: str, path: str | None
) -> None:
    response = await api.ask("casemanager-arnhem", query, **variables)
    [error] = assert_refused(response, 400, response.json()["errors"][0]["extensions"]["code"])
    assert (error["message"], error["extensions"].get("pad")) == (message, path)
    assert MADE_UP not in response.text
