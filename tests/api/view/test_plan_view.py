"""The one door: what a view shows of a document, and under which conditions."""

from datetime import date
from typing import Any, Final

import pytest

from api.access.refusal import Reason
from api.view.conditions import conditions_at
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PLAN
from plan_schema.values import UNKNOWN
from policies.context import Conditions, Phase, Purpose
from tests.api.access.callers import access

TODAY: Final = date(2026, 7, 1)
ARNHEM: Final = "00000099300000202000"
NIJMEGEN: Final = "00000099300000268000"
DOCUMENT: Final[dict[str, Any]] = {
    "_id": "plan",
    "versie": 3,
    "status": "CONCEPT",
    "betrokkene": {
        "geslachtsnaam": "Voorbeeld",
        "sknNummer": "1234567",
        "geboorteplaats": dict(UNKNOWN),
        "herkomst": [
            {"velden": ["geslachtsnaam", "sknNummer"], "versie": 1},
            {"velden": ["sknNummer"], "versie": 2},
            {"velden": ["geboorteplaats"], "versie": 3},
        ],
    },
    "detentie": {"inrichting": "PI Arnhem", "datumAanvang": "2026-01-01"},
    "terugkeer": {"herkomstgemeente": "0202"},
    "zorg": {"zorgNodig": "JA"},
    "contacten": [{"id": "c1", "organisatie": ARNHEM}, {"id": "c2", "organisatie": NIJMEGEN}, {"id": "c3"}],
    "screening": {"risc": {"recidiverisico": "HOOG", "gedeeld": "JA"}, "saprof": {"uitkomst": "x", "gedeeld": "NEE"}},
    "samenStarten": {"gedeeldeInformatie": [{"id": "n1", "gedeeld": "JA", "tekst": "a"}, {"id": "n2", "tekst": "b"}]},
    "overdracht": {"akkoorden": [{"id": "a1", "organisatie": ARNHEM}, {"id": "a2", "organisatie": NIJMEGEN}]},
}


def _view(persona: str, *purposes: Purpose, **changes: Any) -> PlanView:
    return PlanView.of(DOCUMENT | changes, access(persona, TODAY, purposes or None), PATHS)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", Conditions(0)),
        ("contacten[c1]", Conditions.EIGEN),
        ("contacten[c2]", Conditions(0)),
        ("contacten[c3]", Conditions(0)),
        ("contacten[weg]", Conditions(0)),
        ("screening.risc", Conditions.GEDEELD),
        ("screening.saprof", Conditions(0)),
        ("samenStarten.gedeeldeInformatie[n1]", Conditions.GEDEELD),
        ("samenStarten.gedeeldeInformatie[n2]", Conditions(0)),
        ("overdracht.akkoorden[a1]", Conditions.EIGEN),
    ],
)
def test_conditions_belong_to_the_group_or_item_they_stand_in(path: str, expected: Conditions) -> None:
    assert conditions_at(PLAN, DOCUMENT, path, Conditions(0), ARNHEM) == expected


def test_conditions_around_pass_inwards_unless_the_group_declares_its_own() -> None:
    held = Conditions.ZORG_NODIG | Conditions.EIGEN
    assert conditions_at(PLAN, DOCUMENT, "contacten[c2]", held, ARNHEM) == Conditions.ZORG_NODIG
    assert conditions_at(PLAN, DOCUMENT, "betrokkene.adres", held, ARNHEM) == held


def test_unknown_is_shown_apart_from_not_recorded() -> None:
    shown = _view("gemeente-arnhem").shown["betrokkene"]
    assert (shown["geboorteplaats"], shown["voornamen"], shown["onbekend"]) == (None, None, ["geboorteplaats"])


def test_provenance_speaks_of_visible_fields_only() -> None:
    assert _view("gemeente-arnhem").shown["betrokkene"]["herkomst"] == [
        {"velden": ["geslachtsnaam"], "versie": 1},
        {"velden": ["geboorteplaats"], "versie": 3},
    ]


def test_items_show_one_by_one() -> None:
    assert [item["id"] for item in _view("gemeente-arnhem").shown["overdracht"]["akkoorden"]] == ["a1"]
    notes = _view("casemanager-arnhem").shown["samenStarten"]["gedeeldeInformatie"]
    assert [note["id"] for note in notes] == ["n1"]
    assert _view("gemeente-arnhem").shown["samenStarten"] is None


def test_shared_groups_show_one_by_one() -> None:
    shown = _view("casemanager-arnhem").shown["screening"]
    assert shown["risc"]["recidiverisico"] == "HOOG"
    assert shown["saprof"] is None


def test_may_read_goes_by_the_place_of_a_value() -> None:
    view = _view("casemanager-arnhem")
    assert view.may_read("samenStarten.gedeeldeInformatie[n1].tekst")
    assert not view.may_read("samenStarten.gedeeldeInformatie[n2].tekst")
    assert not view.may_read("samenStarten.gedeeldeInformatie[n2]")
    assert not view.may_read("samenStarten.gedeeldeInformatie[weg].tekst")


def test_care_shows_when_it_is_needed() -> None:
    for needed, seen in (("JA", True), ("NEE", False)):
        view = _view("gemeente-arnhem", Purpose.ORGANISEREN_ZORG, zorg={"zorgNodig": needed})
        assert (view.shown["zorg"] is not None) is seen
        assert bool(view.readable & PATHS.bit("zorg.zorgNodig")) is seen


def _shielded(persona: str, *paths: str, purposes: tuple[Purpose, ...] = (), **changes: Any) -> PlanView:
    shieldings = [{"id": f"s{number}", "pad": path} for number, path in enumerate(paths)]
    return _view(persona, *purposes, afschermingen=shieldings, **changes)


def test_what_is_shielded_is_not_shown_and_a_group_with_nothing_left_neither() -> None:
    view = _shielded("casemanager-arnhem", "betrokkene.geslachtsnaam", "betrokkene.geboorteplaats", "contacten[]")
    assert view.shown["betrokkene"]["geslachtsnaam"] is None
    assert view.shown["betrokkene"]["sknNummer"] == "1234567"
    assert view.shown["betrokkene"]["onbekend"] == []
    assert [record["velden"] for record in view.shown["betrokkene"]["herkomst"]] == [["sknNummer"], ["sknNummer"]]
    assert view.shown["contacten"] is None
    assert not view.may_read("contacten[c1]")
    assert not view.may_read("contacten[c1].organisatie")
    assert view.may_read("betrokkene.sknNummer")
    assert {refusal.path: refusal.reason for refusal in view.refused(PATHS.bit("contacten[].organisatie"))} == {
        "contacten[].organisatie": Reason.AFGESCHERMD
    }


def test_an_earlier_state_is_judged_by_the_shieldings_of_now() -> None:
    view = _shielded("casemanager-arnhem", "betrokkene")
    before = view.earlier({name: value for name, value in DOCUMENT.items() if name != "afschermingen"})
    assert before.shown["betrokkene"] is None
    assert not before.may_read("betrokkene.geslachtsnaam")


@pytest.mark.parametrize(
    ("shielded", "place", "before", "after"),
    [
        ("contacten[].organisatie", "contacten[c1]", Conditions.EIGEN, Conditions(0)),
        ("contacten[].naam", "contacten[c1]", Conditions.EIGEN, Conditions.EIGEN),
        ("screening.risc.gedeeld", "screening.risc", Conditions.GEDEELD, Conditions(0)),
        ("zorg.zorgNodig", "", Conditions.ZORG_NODIG, Conditions(0)),
        ("zorg", "", Conditions.ZORG_NODIG, Conditions(0)),
    ],
)
def test_no_condition_holds_by_what_is_shielded(
    shielded: str, place: str, before: Conditions, after: Conditions
) -> None:
    assert before in _view("gemeente-arnhem").conditions_at(place)
    assert _shielded("gemeente-arnhem", shielded).conditions_at(place) == (
        _view("gemeente-arnhem").conditions_at(place) & ~before | after
    )


def test_a_reason_tells_of_a_shielding_only_to_who_would_read_without_it() -> None:
    bits = PATHS.bit("samenStarten.gedeeldeInformatie[].tekst") | PATHS.bit("onderdak.hulpvraag")
    reasons = {
        persona: {
            refusal.path.partition(".")[0]: refusal.reason
            for refusal in _shielded(persona, "samenStarten", "onderdak").refused(bits)
        }
        for persona in ("casemanager-arnhem", "gemeente-arnhem")
    }
    assert reasons == {
        "casemanager-arnhem": {"samenStarten": Reason.AFGESCHERMD, "onderdak": Reason.AFGESCHERMD},
        "gemeente-arnhem": {"samenStarten": Reason.GEEN_REGEL, "onderdak": Reason.AFGESCHERMD},
    }


def test_without_relation_nothing_but_id_and_version_shows() -> None:
    view = _view("gemeente-utrecht")
    assert {name: value for name, value in view.shown.items() if value not in (None, [])} == {"id": "plan", "versie": 3}
    assert view.phase is None
    assert len(view.refused(PLAN.leaf_bits)) == len(PATHS.leaves)


def test_the_document_cannot_be_reached_through_a_view() -> None:
    view = _view("gemeente-arnhem")
    public = [getattr(view, name) for name in dir(view) if not name.startswith("_")]
    assert not any(value is DOCUMENT or value == DOCUMENT for value in public)
    assert not hasattr(view, "__document")


@pytest.mark.parametrize("path", ["detentie.inrichting", "detentie.datumAanvang", "terugkeer.herkomstgemeente"])
def test_what_is_recorded_as_unknown_is_no_fact(path: str) -> None:
    group, field = path.split(".")
    facts = facts_of({group: {field: dict(UNKNOWN)}})
    assert facts == facts_of({})


def test_the_phase_is_that_of_today() -> None:
    assert _view("casemanager-arnhem").phase is Phase.INSTROOM
    released = DOCUMENT["detentie"] | {"datumInvrijheidstelling": "2026-06-01", "einddatumStatus": "DEFINITIEF"}
    assert _view("casemanager-arnhem", detentie=released).phase is Phase.NA_DETENTIE
