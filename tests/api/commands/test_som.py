"""`som`: the rules over all plans, in counts."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.api.commands.process import environment, run

PLAN_COUNT = 60


@pytest.fixture(scope="module")
def seeded(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Any]]:
    folder = tmp_path_factory.mktemp("som")
    name = "test_som_command"
    env = environment(
        folder, REINTEGRATIEPLAN_MODE="development", REINTEGRATIEPLAN_DATABASE=name, MONGODB_URI=mongodb_uri
    )
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)
        assert run("seed", "--plans", str(PLAN_COUNT), env=env).returncode == 0
        yield env, client[name]["plannen"]
        client.drop_database(name)


def test_the_distribution_stands_beside_the_tables_of_the_report(seeded: tuple[dict[str, str], Any]) -> None:
    env, plans = seeded
    ended = run("som", "verdeling", env=env)
    assert ended.returncode == 0, ended.stderr
    assert "tabel 5" in ended.stdout
    assert "tabel 6" in ended.stdout
    assert re.search(r"60 plannen in \d+\.\d s\.", ended.stdout)
    for outcome in ("HOOG", "LAAG", "UITGESTELD"):
        line = next(line for line in ended.stdout.splitlines() if line.startswith(outcome))
        counted = sum(int(count) for count in re.findall(r"(\d+) \(\d+%\)", line)[:2])
        assert counted == plans.count_documents({"som.uitkomst.prioriteit": outcome}), line
    assert "Jansen" not in ended.stdout


def test_two_rule_sets_are_compared_by_counts_and_ids(seeded: tuple[dict[str, str], Any]) -> None:
    env, plans = seeded
    ended = run("som", "vergelijk", "--regelset", "som-2021-03", "--regelset", "som-2021-03-nuance", env=env)
    assert ended.returncode == 0, ended.stderr
    changed = re.findall(r"^(\S{36})  LAAG -> PROFESSIONELE_WEGING$", ended.stdout, re.MULTILINE)
    high = {
        "screening.risc.recidiverisico": "HOOG",
        "som.deel2.reclasseringsinformatie": {"$in": ["GEEN", "VEROUDERD"]},
    }
    assert set(changed) <= {plan["_id"] for plan in plans.find(high)}
    assert f"{PLAN_COUNT} plannen; {len(changed)} krijgen" in ended.stdout


def test_what_is_no_rule_set_is_named(seeded: tuple[dict[str, str], Any]) -> None:
    env, _ = seeded
    assert "geef --regelset twee keer" in run("som", "vergelijk", "--regelset", "som-2021-03", env=env).stderr
    assert "som-2021-03-nuance" in run("som", "verdeling", "--regelset", "som-1999", env=env).stderr
