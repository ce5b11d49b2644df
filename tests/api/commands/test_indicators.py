"""`indicatoren`, as a process: the same file as the API gives."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from api.store.collections import PLANS
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.stored_form import apart
from tests.api.commands.test_verify import Installation, installation, raw
from tests.api.store.histories import history
from tests.plan_schema.process.indicators.made_up import AROUND, cases

__all__ = ["installation", "raw"]


def test_the_file_is_printed_and_what_is_not_there_is_named(installation: Installation, raw: Any) -> None:
    installation.store(history(1))
    around = replace(AROUND, today=datetime.now(UTC).date())
    plans = [
        {**apart(case.plan), "versie": 1, "schemaVersie": SCHEMA_VERSION} for case in cases(120, 4, around, days=250)
    ]
    raw[PLANS].insert_many(plans, bypass_document_validation=True)
    found = installation.run("indicatoren", "--id", "IND-06", "--id", "I32", "--dimensie", "INRICHTING")
    assert found.returncode == 0, found.stderr
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert {row["id"] for row in rows} == {"IND-06", "I32"}
    assert any(row["noemer"] for row in rows)
    assert all(int(row["noemer"]) % 10 == 0 for row in rows if row["noemer"])
    wrong = installation.run("indicatoren", "--id", "I99")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "Deze indicator bestaat niet." in wrong.stderr
