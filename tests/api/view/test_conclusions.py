"""What follows from a plan is told only to who may read all that it rests on."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from api.access.refusal import Reason
from api.view.conclusions import Concluded
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS
from plan_schema.process.basis import Basis
from plan_schema.values import Node
from tests.api.access.callers import access
from tests.api.view.test_plan_view import DOCUMENT, TODAY


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    rests_on: frozenset[str]


_GROUNDS: Final = {
    "leeg veld": ("onderdak.hulpvraag",),
    "ook iets verborgens": ("onderdak.hulpvraag", "som.besluit.toelichting"),
    "eigen onderdeel": ("overdracht.akkoorden[a1].akkoord",),
    "andermans onderdeel": ("overdracht.akkoorden[a2].akkoord",),
    "elk onderdeel": ("overdracht.akkoorden[].akkoord",),
    "gedeeld": ("samenStarten.gedeeldeInformatie[n1].tekst",),
    "niet gedeeld": ("samenStarten.gedeeldeInformatie[n2].tekst",),
}


def _rule(document: Node, today: date) -> list[_Told]:
    assert (document["_id"], today) == ("plan", TODAY)
    return [_Told(name, frozenset(paths)) for name, paths in _GROUNDS.items()]


def _concluded(persona: str, **changes: Any) -> Concluded[_Told]:
    return PlanView.of(DOCUMENT | changes, access(persona, TODAY), PATHS).conclude(_rule)


def _told(persona: str, **changes: Any) -> set[str]:
    return {conclusion.name for conclusion in _concluded(persona, **changes).shown}


def test_a_conclusion_is_told_to_who_may_read_all_that_it_rests_on() -> None:
    assert _told("gemeente-arnhem") == {"leeg veld", "eigen onderdeel"}
    assert _told("casemanager-arnhem") == _GROUNDS.keys() - {"niet gedeeld"}


def test_who_has_no_relation_is_told_nothing() -> None:
    assert _told("gemeente-utrecht") == set()


def test_what_is_shielded_supports_no_conclusion() -> None:
    shielding = [{"id": "s1", "pad": "onderdak", "ingangsdatum": "2026-01-01"}]
    concluded = _concluded("gemeente-arnhem", afschermingen=shielding)
    assert {conclusion.name for conclusion in concluded.shown} == {"eigen onderdeel"}
    assert concluded.withheld[0][0].reason is Reason.AFGESCHERMD


def test_what_is_withheld_names_fields_and_no_items() -> None:
    concluded = _concluded("gemeente-arnhem")
    assert [[refusal.path for refusal in refusals] for refusals in concluded.withheld] == [
        ["som.besluit.toelichting"],
        ["overdracht.akkoorden[].akkoord"],
        ["overdracht.akkoorden[].akkoord"],
        ["samenStarten.gedeeldeInformatie[].tekst"],
        ["samenStarten.gedeeldeInformatie[].tekst"],
    ]
    assert concluded.paths == {"onderdak.hulpvraag", "overdracht.akkoorden[a1].akkoord"}


def test_every_verdict_is_there_for_the_logs() -> None:
    concluded = _concluded("gemeente-arnhem")
    asked = {path for paths in _GROUNDS.values() for path in paths}
    assert len(concluded.judgements) == len(asked)
    assert sum(bool(judgement.refused) for judgement in concluded.judgements) == 5


def test_an_earlier_version_is_concluded_from_under_the_rights_of_now() -> None:
    earlier = DOCUMENT | {"_id": "eerder"}
    now = PlanView.of(DOCUMENT, access("casemanager-arnhem", TODAY), PATHS)

    def rule(document: Node, _: date) -> list[_Told]:
        basis = Basis(document)
        return [_Told(str(document["_id"]), basis.rests_on)]

    assert [told.name for told in now.earlier(earlier).conclude(rule).shown] == ["eerder"]


@dataclass(frozen=True, slots=True)
class _Looked:
    rests_on: tuple[str, ...]


def test_of_what_was_looked_at_in_order_only_the_first_hidden_field_is_named() -> None:
    """Which fields were looked at after it could tell what it holds."""

    def rule(_: Node, __: date) -> list[_Looked]:
        return [_Looked(("onderdak.hulpvraag", "som.besluit.toelichting", "afschermingen[].reden"))]

    concluded = PlanView.of(DOCUMENT, access("gemeente-arnhem", TODAY), PATHS).conclude(rule)
    assert [[refusal.path for refusal in refusals] for refusals in concluded.withheld] == [["som.besluit.toelichting"]]
