import json
from pathlib import Path
from typing import Any

import pytest

from api.identity.issuers import Issuer, KeySource
from api.identity.organisation_holder import OrganisationHolder
from api.identity.organisations import OrganisationTableError
from api.identity.token_error import TokenCode, TokenError
from api.identity.tokens import TokenVerifier
from tests.api.identity.forge import AUDIENCE, CASEMANAGER_OIN, ISSUER, KEY, Clock, token

ROWS: list[dict[str, Any]] = [
    {"oin": CASEMANAGER_OIN, "naam": "DJI PI Arnhem", "soort": "DJI", "inrichtingen": ["PI Arnhem"]},
    {"oin": "00000099300000202000", "naam": "Gemeente Arnhem", "soort": "GEMEENTE", "gemeentecode": "0202"},
]


def _write(path: Path, rows: object) -> None:
    path.write_text(json.dumps(rows), "utf-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "organisaties.json"
    _write(path, ROWS)
    return path


def test_a_changed_table_is_in_force_as_a_whole(table: Path) -> None:
    holder = OrganisationHolder(table)
    before = holder.revision
    assert not holder.refresh()
    _write(table, ROWS[:1])
    assert holder.refresh()
    assert [organisation.oin for organisation in holder] == [CASEMANAGER_OIN]
    assert holder.get("00000099300000202000") is None
    assert holder.revision != before


@pytest.mark.parametrize("bad", [[], [{"oin": "1"}], "geen tabel"])
def test_a_table_that_cannot_be_used_changes_nothing(
    table: Path, bad: object, caplog: pytest.LogCaptureFixture
) -> None:
    holder = OrganisationHolder(table)
    before = holder.revision
    _write(table, bad)
    assert not holder.refresh()
    assert holder.revision == before
    assert holder.get(CASEMANAGER_OIN) is not None
    assert "organisations_refused" in caplog.text
    _write(table, ROWS[:1])
    assert holder.refresh()


def test_a_table_that_is_gone_changes_nothing(table: Path) -> None:
    holder = OrganisationHolder(table)
    table.unlink()
    assert not holder.refresh()
    assert holder.get(CASEMANAGER_OIN) is not None


def test_at_the_start_a_bad_table_is_refused(table: Path) -> None:
    _write(table, [])
    with pytest.raises(OrganisationTableError):
        OrganisationHolder(table)


def test_a_token_that_is_known_ends_with_the_connection_of_its_organisation(table: Path) -> None:
    holder = OrganisationHolder(table)
    keys = KeySource.static({"keys": [KEY.as_dict(private=False)]})
    verifier = TokenVerifier([Issuer(ISSUER, keys)], AUDIENCE, holder, clock=Clock())
    good = token()
    assert verifier.verify(good).organisation.inrichtingen == {"PI Arnhem"}
    _write(table, [ROWS[0] | {"inrichtingen": ["PI Arnhem", "PI Elders"]}, ROWS[1]])
    holder.refresh()
    assert verifier.verify(good).organisation.inrichtingen == {"PI Arnhem", "PI Elders"}
    _write(table, ROWS[1:])
    holder.refresh()
    with pytest.raises(TokenError) as refused:
        verifier.verify(good)
    assert refused.value.code is TokenCode.ORGANISATIE_ONBEKEND


def test_a_caller_is_as_his_organisation_is_now(table: Path) -> None:
    holder = OrganisationHolder(table)
    keys = KeySource.static({"keys": [KEY.as_dict(private=False)]})
    caller = TokenVerifier([Issuer(ISSUER, keys)], AUDIENCE, holder, clock=Clock()).verify(token())
    assert holder.as_of_now(caller) is caller
    _write(table, [ROWS[0] | {"inrichtingen": ["PI Elders"]}, ROWS[1]])
    holder.refresh()
    assert holder.as_of_now(caller).organisation.inrichtingen == {"PI Elders"}
    _write(table, ROWS[1:])
    holder.refresh()
    assert holder.as_of_now(caller).purposes == frozenset()
