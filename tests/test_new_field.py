"""A new field is one line in plan_schema and its rows in the policy tables; what is forgotten is named."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from plan_schema.definition import field
from plan_schema.json_schema import mongo_validator, plan_schema
from plan_schema.kinds import Text
from plan_schema.paths import Paths
from plan_schema.plan import Plan
from plan_schema.sections.leefgebieden import Onderdak
from plan_schema.tree import build
from policies.policy import Policy
from policies.table import TABLES, PolicyError


class OnderdakMetHuisdier(Onderdak):
    """Onderdak with one more line."""

    huisdier: Text = field("Of er een huisdier is, en waar dat verblijft", "a scratch branch")


class PlanMetHuisdier(Plan):
    """The plan with that line in it."""

    onderdak: OnderdakMetHuisdier = field("Leefgebied onderdak", "PM 20d lid 2 d")


def test_one_line_gives_the_path_the_validator_and_the_published_schema() -> None:
    plan = build(PlanMetHuisdier)
    assert Paths(plan).node("onderdak.huisdier") is not None
    assert "huisdier" in mongo_validator(plan)["$jsonSchema"]["properties"]["onderdak"]["properties"]
    assert "huisdier" in plan_schema(plan, "https://test")["properties"]["onderdak"]["anyOf"][0]["properties"]


def test_rows_that_name_the_whole_group_cover_a_new_field_in_it() -> None:
    policy = Policy.load(build(PlanMetHuisdier), date(2026, 1, 1))
    assert policy.rows_for(Paths(policy.plan).bit("onderdak.huisdier"), next(iter(policy.rows)).right)


def test_a_field_without_rows_stops_the_start_and_is_named(tmp_path: Path) -> None:
    tables = shutil.copytree(TABLES, tmp_path / "tables")
    for table in tables.glob("*.csv"):
        # Grants per field, as in a group where fields differ: the new one is then in no row.
        leaves = "|".join(
            f"onderdak.{leaf.name}" for leaf in Paths(build(Plan)).leaves if leaf.path.startswith("onderdak.")
        )
        table.write_text(table.read_text("utf-8").replace("onderdak.*", leaves), "utf-8")
    with pytest.raises(PolicyError, match=r"onderdak\.huisdier.*policies/tables.*niemand\.csv"):
        Policy.load(build(PlanMetHuisdier), date(2026, 1, 1), tables)
