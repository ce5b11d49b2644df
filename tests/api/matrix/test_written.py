"""The matrix as CSV, JSON, Markdown and page: four ways to write down the same masks."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from api.matrix.overview import Filter, tables
from plan_schema.plan import PATHS, PLAN
from policies.matrix import COLUMNS, as_csv, as_json, as_markdown
from policies.policy import NOTHING, Policy
from policies.table import TABLES
from tests.api.matrix.masks import Right, assert_columns_mean, assert_means, condition

_UNUSUAL: Final = (
    # One right under two conditions of their own, and under either of them together with a write.
    "DJI,MENTOR,EIGEN_PI,BEHEER,*,EIGEN,LEZEN,samenStarten.gedeeldeInformatie[].*,SAMEN-STARTEN,,,",
    "DJI,MENTOR,EIGEN_PI,BEHEER,*,GEDEELD,LEZEN,samenStarten.gedeeldeInformatie[].*,SAMEN-STARTEN,,,",
    "DJI,MDO_LID,VORIGE_PI,BEHEER,*,EIGEN,SCHRIJVEN,samenStarten.gedeeldeInformatie[].tekst,SAMEN-STARTEN,,,",
    "DJI,MDO_LID,VORIGE_PI,BEHEER,*,GEDEELD,LEZEN,samenStarten.gedeeldeInformatie[].tekst,SAMEN-STARTEN,,,",
    # Reading always, writing what is one's own; in one phase without that condition.
    "DJI,SYSTEEM,VORIGE_PI,BEHEER,*,,LEZEN,contacten[].*,PM-20d-1,,,",
    "DJI,SYSTEEM,VORIGE_PI,BEHEER,*,EIGEN,SCHRIJVEN,contacten[].*,PM-20d-1,,,",
    "DJI,SYSTEEM,VORIGE_PI,BEHEER,DETENTIE,,SCHRIJVEN,contacten[].naam,PM-20d-1,,,",
)


@pytest.fixture(scope="module", params=["the tables of the house", "with unusual rows"])
def policy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Policy:
    folder = Path(shutil.copytree(TABLES, tmp_path_factory.mktemp("written") / "tables"))
    if request.param == "with unusual rows":
        with (folder / "dji.csv").open("a", encoding="utf-8") as table:
            table.write("\n".join(("", *_UNUSUAL, "")))
    return Policy.load(PLAN, date(2026, 7, 1), folder)


def _records(policy: Policy) -> list[dict[str, str]]:
    return list(csv.DictReader(as_csv(policy, PATHS).splitlines()))


def test_every_line_of_the_csv_is_a_right_of_the_masks_and_none_is_left_out(policy: Policy) -> None:
    written: dict[tuple[str, ...], dict[str, list[Right]]] = {}
    for record in _records(policy):
        context = tuple(record[name] for name in COLUMNS[:5])
        right = (record["recht"], condition(record["voorwaarde"]))
        written.setdefault(context, {}).setdefault(record["pad"], []).append(right)
    given = {
        (context.organisation, context.role, context.relation, context.purpose, context.phase): policy.masks(context)
        for context in policy.contexts()
    }
    assert written.keys() == given.keys()
    for context, masks in given.items():
        for leaf in PATHS.leaves:
            assert_means(masks, leaf.path, written[context].get(leaf.path, []))


def test_the_csv_and_the_json_say_the_same_in_the_same_order(policy: Policy) -> None:
    written = json.loads(as_json(policy, PATHS))
    assert set(written) == {"revisie", "cellen"}
    assert written["revisie"] == policy.revision
    assert written["cellen"] == _records(policy)


def test_every_cell_of_the_markdown_means_what_the_masks_give(policy: Policy) -> None:
    lines = as_markdown(policy, PATHS).splitlines()
    assert lines[0] == f"# Autorisatiematrix, revisie {policy.revision}"
    written: dict[tuple[str, str], str] = {}
    columns: list[str] = []
    order = []
    for line in lines:
        if not line.startswith("| "):
            continue
        path, *texts = line.removeprefix("| ").removesuffix(" |").split(" | ")
        if path == "veld":
            columns = texts
            continue
        order.append(path)
        written |= {(column, path): text for column, text in zip(columns, texts, strict=True)}
    assert order == [leaf.path for leaf in PATHS.leaves]
    assert_columns_mean(policy, written, _of_markdown)


def test_every_cell_of_the_tables_of_the_page_means_what_the_masks_give(policy: Policy) -> None:
    written = {
        (column, row.path): right
        for table in tables(policy, PATHS, Filter())
        for row in table.rows
        for column, right in zip(table.columns, row.rights, strict=True)
    }
    assert_columns_mean(policy, written, of_page)


def test_who_may_write_only_his_own_is_still_shown_to_read_all(policy: Policy) -> None:
    (contacts,) = tables(policy, PATHS, Filter(section="contacten"))
    shown = dict(zip(contacts.columns, contacts.rows[0].rights, strict=True))
    assert shown["GEMEENTE NAZORGCOORDINATOR (HERKOMST)"] == "schrijven, als EIGEN; lezen"


def test_a_policy_that_gives_nothing_writes_nothing() -> None:
    empty = Policy(PLAN, (), date(2026, 7, 1))
    assert list(empty.contexts()) == []
    assert as_csv(empty, PATHS) == ",".join(COLUMNS) + "\n"
    assert json.loads(as_json(empty, PATHS)) == {"revisie": empty.revision, "cellen": []}
    assert all(table.columns == () for table in tables(empty, PATHS, Filter()))
    assert_means(NOTHING, "status", [])


def _of_markdown(text: str) -> list[Right]:
    if text == "–":
        return []
    found = (part.partition(" als ") for part in text.split(", "))
    return [(right, condition(names)) for right, _, names in found]


def of_page(text: str) -> list[Right]:
    """`schrijven, als EIGEN; lezen` as rights."""
    if text == "–":
        return []
    letters = {"schrijven": "W", "lezen": "R"}
    found = (part.partition(", als ") for part in text.split("; "))
    return [(letters[right], condition(names)) for right, _, names in found]
