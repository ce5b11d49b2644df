"""The informatieblad: what stands on it, and what it says to be missing."""

from datetime import date
from typing import Any, Final

from plan_schema.plan import PATHS
from plan_schema.process.sheets.informatieblad import CORE, SHEET_PATHS, informatieblad
from plan_schema.process.sheets.leefgebieden import NAME_OF, SECTION_OF
from plan_schema.process.sheets.missing import Supplier
from plan_schema.process.sheets.seen import Seen
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.values import UNKNOWN
from tests.strategies import full_document

TODAY: Final = date(2026, 3, 2)
COMPLETE: Final[dict[str, Any]] = {
    "betrokkene": {"geslachtsnaam": "Voorbeeld", "voornamen": "Vera"},
    "detentie": {
        "inrichting": "PI Arnhem",
        "datumAanvang": "2026-01-05",
        "datumInvrijheidstelling": "2026-09-01",
        "einddatumStatus": "DEFINITIEF",
    },
    "terugkeer": {
        "vestigingsgemeente": "0268",
        "terugkeeradres": "Dorpsstraat 1",
        "terugkeeradresStatus": "BEVESTIGD",
    },
    "contacten": [
        {"id": "1", "rol": "NAZORGCOORDINATOR", "naam": "N", "email": "n@voorbeeld.example"},
        {"id": "2", "rol": "TOEZICHTHOUDER", "naam": "T", "telefoon": "026-1234567"},
        {"id": "3", "rol": "CASEMANAGER", "naam": "C", "telefoon": "026-1234568", "tot": "2026-03-02"},
        {"id": "4", "rol": "CASEMANAGER", "naam": "Vorige", "telefoon": "026-1234569", "tot": "2026-03-01"},
        {"id": "5", "rol": "MENTOR", "naam": "M", "telefoon": "026-1234560"},
    ],
    "screening": {"communicatiebehoefte": "Korte zinnen"},
    **{section: {"standVanZaken": "OP_ORDE"} for section in SECTION_OF.values()},
}


def _missing(plan: dict[str, Any], *withheld: str) -> list[str]:
    return [entry.path for entry in informatieblad(Seen(plan, frozenset(withheld)), TODAY).missing]


def test_every_leefgebied_stands_on_it_with_its_section_and_name() -> None:
    assert SECTION_OF.keys() == NAME_OF.keys() == set(LeefgebiedSoort) - {LeefgebiedSoort.ONBEKEND}
    sheet = informatieblad(Seen({}), TODAY)
    assert [part.kind for part in sheet.parts] == list(SECTION_OF)


def test_its_fields_are_those_of_the_plan_and_never_what_a_gemeente_may_not_read() -> None:
    assert all(PATHS.node(path) is not None for path in SHEET_PATHS)
    assert set(CORE) <= SHEET_PATHS
    forbidden = (
        "som.",
        "samenStarten.",
        "overleggen.",
        "screening.risc",
        "betrokkene.sknNummer",
        "detentie.artikelcode",
    )
    assert not [path for path in SHEET_PATHS if path.startswith(forbidden)]


def test_people_to_call_stand_in_order_and_who_has_left_does_not() -> None:
    contacts = informatieblad(Seen(COMPLETE), TODAY).contacts
    assert [(person.role, person.name) for person in contacts] == [
        (ContactRol.CASEMANAGER, "C"),
        (ContactRol.TOEZICHTHOUDER, "T"),
        (ContactRol.NAZORGCOORDINATOR, "N"),
    ]


def test_a_complete_sheet_misses_nothing() -> None:
    assert _missing(COMPLETE) == []


def test_an_empty_one_says_what_is_missing_and_who_can_add_it() -> None:
    found = informatieblad(Seen({}), TODAY).missing
    assert [entry.path for entry in found] == [
        *["contacten[].rol"] * 3,
        "detentie.datumInvrijheidstelling",
        "screening.communicatiebehoefte",
        "terugkeer.vestigingsgemeente",
        "terugkeer.terugkeeradres",
        *(f"{section}.standVanZaken" for section in SECTION_OF.values()),
    ]
    assert [entry.supplier for entry in found[:3]] == [Supplier.DJI, Supplier.RECLASSERING, Supplier.GEMEENTE]


def test_a_hulpvraag_is_asked_in_words_unless_there_is_none() -> None:
    for status, asked in ((None, True), ("GESTELD", True), ("GEEN_HULPVRAAG", False), ("BEANTWOORD", False)):
        onderdak = {"standVanZaken": "NIET_OP_ORDE", "hulpvraagStatus": status}
        assert _missing(COMPLETE | {"onderdak": onderdak}) == (["onderdak.hulpvraag"] if asked else [])
    assert _missing(COMPLETE | {"onderdak": {"standVanZaken": "NIET_OP_ORDE", "hulpvraag": "Een kamer"}}) == []


def test_an_expected_end_date_is_one_and_an_unsaid_status_is_missing() -> None:
    detentie = COMPLETE["detentie"]
    assert _missing(COMPLETE | {"detentie": detentie | {"einddatumStatus": "VERWACHT"}}) == []
    for status in (None, "ONBEKEND"):
        given = COMPLETE | {"detentie": detentie | {"einddatumStatus": status}}
        assert _missing(given) == ["detentie.einddatumStatus"]
    unknown = COMPLETE | {"detentie": detentie | {"datumInvrijheidstelling": dict(UNKNOWN)}}
    assert _missing(unknown) == ["detentie.datumInvrijheidstelling"]


def test_who_can_not_be_reached_and_an_address_that_nobody_confirmed_are_missing() -> None:
    contacts = [entry | {"telefoon": None} for entry in COMPLETE["contacten"]]
    assert _missing(COMPLETE | {"contacten": contacts}) == ["contacten[].telefoon"] * 2
    terugkeer = COMPLETE["terugkeer"] | {"terugkeeradresStatus": "AUTOMATISCH_AFGELEID"}
    assert _missing(COMPLETE | {"terugkeer": terugkeer}) == ["terugkeer.terugkeeradresStatus"]


def test_of_what_is_withheld_it_does_not_say_that_it_is_missing() -> None:
    assert _missing({}, *SHEET_PATHS) == []
    rest = _missing({}, "schulden.hulpvraag", "contacten[].email", "detentie.einddatumStatus")
    assert not {path.partition(".")[0] for path in rest} & {"schulden", "contacten[]", "detentie"}


def test_a_leefgebied_is_withheld_when_nothing_of_it_may_be_seen_and_the_sheet_names_the_section() -> None:
    of_zorg = frozenset(path for path in SHEET_PATHS if path.startswith("zorg."))
    sheet = informatieblad(Seen({}, of_zorg | {"schulden.toelichting"}), TODAY)
    assert [part.kind for part in sheet.parts if part.withheld] == [LeefgebiedSoort.ZORG]
    assert sheet.withheld == ("schulden", "zorg")


def test_every_value_that_is_shown_comes_from_a_field_that_is_named() -> None:
    # Without the named fields a full plan gives an empty sheet: nothing else is looked at.
    full = full_document()
    shown = informatieblad(Seen(full), TODAY)
    assert shown.parts[1].request is not None
    emptied = _without(full, "")
    assert informatieblad(Seen(emptied), TODAY) == informatieblad(Seen({}), TODAY)


def _without(node: Any, path: str) -> Any:
    if isinstance(node, dict):
        return {
            name: _without(value, f"{path}.{name}" if path else name)
            for name, value in node.items()
            if (f"{path}.{name}" if path else name) not in SHEET_PATHS
        }
    return [_without(entry, f"{path}[]") for entry in node] if isinstance(node, list) else node
