"""`seed`: many plans, the same each time, stored as the API would have stored them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from api.demo.frequencies import GEEN_GELDIG_ID, PREVENTIEF, SCHULDEN
from api.store.collections import PLANS, VERSIONS
from plan_schema.values import value_at
from tests.api.client import running
from tests.api.commands.process import environment, run

PLAN_COUNT = 300


@dataclass(frozen=True)
class Seeded:
    """A database in which was seeded twice, and what the command said."""

    uri: str
    name: str
    folder: Path
    said: tuple[str, ...]

    def documents(self, collection: str) -> list[dict[str, Any]]:
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.uri) as client:
            return list(client[self.name][collection].find())


@pytest.fixture(scope="module")
def seeded(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    folder, name = tmp_path_factory.mktemp("seed"), "test_seed"
    env = environment(folder, REINTEGRATIEPLAN_DATABASE=name, MONGODB_URI=mongodb_uri)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        ended = [run("seed", "--plans", str(PLAN_COUNT), env=env) for _ in range(2)]
        assert [(end.returncode, end.stderr) for end in ended] == [(0, "")] * 2
        yield Seeded(mongodb_uri, name, folder, tuple(end.stdout.splitlines()[-1] for end in ended))
        client.drop_database(name)


def test_the_second_time_all_are_skipped(seeded: Seeded) -> None:
    assert seeded.said == (
        "300 plannen gemaakt, 0 overgeslagen omdat ze er al waren.",
        "0 plannen gemaakt, 300 overgeslagen omdat ze er al waren.",
    )
    assert len(seeded.documents(PLANS)) == PLAN_COUNT


def test_versions_are_numbered_from_one_without_gaps(seeded: Seeded) -> None:
    numbers: dict[str, list[int]] = {}
    for version in seeded.documents(VERSIONS):
        numbers.setdefault(version["planId"], []).append(version["nummer"])
    current = {plan["_id"]: plan["versie"] for plan in seeded.documents(PLANS)}
    assert {plan_id: list(range(1, last + 1)) for plan_id, last in current.items()} == {
        plan_id: sorted(found) for plan_id, found in numbers.items()
    }
    assert len(Counter(current.values())) > 1


def test_the_shares_are_those_of_the_reports(seeded: Seeded) -> None:
    plans = seeded.documents(PLANS)
    found = {
        frequency: sum(value_at(plan, path) == value for plan in plans) / PLAN_COUNT
        for frequency, path, value in (
            (GEEN_GELDIG_ID, "identiteitsbewijs.aanwezig", "NEE"),
            (SCHULDEN, "schulden.schuldenAanwezig", "JA"),
            (PREVENTIEF, "detentie.statusGedetineerde", "PREVENTIEF"),
        )
    }
    # Four standard deviations of 300 draws are at most 0.12.
    assert {frequency: pytest.approx(frequency.share, abs=0.12) for frequency in found} == found


async def test_a_persona_reads_them_through_the_api(seeded: Seeded) -> None:
    question = """{ plannen(first: 50) {
        totaal nodes { versie betrokkene { geslachtsnaam } detentie { inrichting } }
    } }"""
    async with running(seeded.uri, seeded.name, seeded.folder) as api:
        answers = {
            persona: (await api.data(persona, question))["plannen"]
            for persona in ("casemanager-arnhem", "casemanager-zaanstad")
        }
    assert sum(answer["totaal"] for answer in answers.values()) == PLAN_COUNT
    inrichtingen = [{node["detentie"]["inrichting"] for node in answer["nodes"]} for answer in answers.values()]
    assert inrichtingen == [{"PI Arnhem"}, {"JC Zaanstad"}]
    assert all(node["betrokkene"]["geslachtsnaam"] for answer in answers.values() for node in answer["nodes"])


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    ended = run("seed", "--plans", "0", env=environment(tmp_path))
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
