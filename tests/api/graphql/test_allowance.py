"""Who asks much that is new is refused before it costs anything; who asks again what was asked is not, and nobody else is."""

from pathlib import Path
from typing import Final

import pytest

from api.errors import RequestRefused
from api.graphql.allowance import Allowance
from tests.api.client import Api, running
from tests.api.eventually import until

MOST: Final = 10_000


def new(number: int) -> str:
    """A question of a fifth of what is allowed."""
    return f"{{ v{number}: __typename }} #".ljust(MOST // 5, "x")


async def ask_all(api: Api, persona: str) -> None:
    for number in range(5):
        assert (await api.ask(persona, new(number))).status_code == 200


async def test_one_new_question_too_many_is_refused(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    async with running(mongodb_uri, database_name, tmp_path, new_questions=MOST) as api:
        await ask_all(api, "casemanager-arnhem")
        refused = await api.ask("casemanager-arnhem", new(5))
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "36")
        [error] = refused.json()["errors"]
        assert (error["extensions"]["code"], error["extensions"]["wachtSeconden"]) == ("teVeelNieuweVragen", 36)
        # What is known, with whatever variables, and what another asks for the first time.
        assert (await api.ask("casemanager-arnhem", new(0), naam="x")).status_code == 200
        assert (await api.ask("gemeente-arnhem", new(5))).status_code == 200
        assert (await api.ask("casemanager-arnhem", new(5))).status_code == 200


async def test_without_a_token_the_token_stays_what_is_wrong(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with running(mongodb_uri, database_name, tmp_path, new_questions=MOST) as api:
        for number in range(8):
            response = await api.http.post("/v1/graphql", json={"query": new(number)})
            assert response.status_code == 401
        # All who have no token are one asker; who has one is not held up by them.
        await ask_all(api, "casemanager-arnhem")


async def test_what_is_larger_than_is_allowed_is_let_in_once() -> None:
    allowance = Allowance(MOST)
    await allowance.take("a", "x" * 3 * MOST)
    with pytest.raises(RequestRefused):
        await allowance.take("a", "x")
    await allowance.take("b", "x")


async def test_it_comes_back_with_time() -> None:
    allowance = Allowance(180 * MOST)
    await allowance.take("a", "x" * 180 * MOST)
    assert not allowance.has("a", "x" * 1_000)
    await until(lambda: allowance.has("a", "x" * 1_000))
