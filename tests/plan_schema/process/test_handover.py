from typing import Any

import pytest
from hypothesis import given

from plan_schema.plan import PATHS
from plan_schema.process.handover import Bevinding, Overdrachtspunt, checklist
from plan_schema.sections.doelen import LeefgebiedSoort
from tests.plan_schema.process.step_plans import TODAY
from tests.strategies import Document, documents, examples


def _finding(point: str, **groups: Any) -> Bevinding:
    (found,) = [entry for entry in checklist(groups, TODAY) if entry.point == point]
    return found.finding


@pytest.mark.parametrize(
    ("point", "groups", "finding"),
    [
        ("GELDIG_IDENTITEITSBEWIJS", {}, "ONBEKEND"),
        ("GELDIG_IDENTITEITSBEWIJS", {"identiteitsbewijs": {"aanwezig": "JA"}}, "AANWEZIG"),
        ("GELDIG_IDENTITEITSBEWIJS", {"identiteitsbewijs": {"aanwezig": "NEE"}}, "ONTBREEKT"),
        (
            "GELDIG_IDENTITEITSBEWIJS",
            {"identiteitsbewijs": {"aanwezig": "NEE", "aanvraagStatus": "TOEGEKEND"}},
            "AANWEZIG",
        ),
        (
            "GELDIG_IDENTITEITSBEWIJS",
            {
                "identiteitsbewijs": {"aanwezig": "JA", "geldigTot": "2026-05-31"},
                "detentie": {"datumInvrijheidstelling": "2026-06-01"},
            },
            "ONTBREEKT",
        ),
        ("DIGID", {"identiteitsbewijs": {"digidBeschikbaar": "NEE"}}, "ONTBREEKT"),
        ("VERBLIJF_NA_DETENTIE", {"onderdak": {"verblijfNaDetentie": "GEEN"}}, "ONTBREEKT"),
        ("VERBLIJF_NA_DETENTIE", {"onderdak": {"verblijfNaDetentie": "DAKLOZENOPVANG"}}, "AANWEZIG"),
        ("INKOMEN_OF_DAGBESTEDING", {"werkEnInkomen": {"dagbesteding": "Werk"}}, "AANWEZIG"),
        ("INKOMEN_OF_DAGBESTEDING", {"werkEnInkomen": {"uitkeringAanvraag": "VOORBEREID"}}, "AANWEZIG"),
        ("INKOMEN_OF_DAGBESTEDING", {"werkEnInkomen": {"uitkeringAanvraag": "AFGEWEZEN"}}, "ONTBREEKT"),
        ("POSTADRES", {"werkEnInkomen": {"uitkeringAanvraag": "NIET_NODIG"}}, "NIET_NODIG"),
        ("POSTADRES", {"terugkeer": {"postadres": "Straat 1"}}, "AANWEZIG"),
        ("BANKREKENING", {"werkEnInkomen": {"bankrekening": "JA"}}, "AANWEZIG"),
        ("AANPAK_SCHULDEN", {"schulden": {"schuldenAanwezig": "NEE"}}, "NIET_NODIG"),
        ("AANPAK_SCHULDEN", {"schulden": {"schuldenAanwezig": "JA"}}, "ONTBREEKT"),
        (
            "AANPAK_SCHULDEN",
            {"schulden": {"schuldenAanwezig": "JA", "schuldhulpverlening": "AANGEVRAAGD"}},
            "AANWEZIG",
        ),
        ("ZORGVERZEKERING_HERSTART", {"zorgverzekering": {"herstart": "NIET_AANGEVRAAGD"}}, "ONTBREEKT"),
        ("ZORG_LOOPT_DOOR", {"zorg": {"zorgNodig": "NEE"}}, "NIET_NODIG"),
        ("ZORG_LOOPT_DOOR", {"zorg": {"zorgNodig": "JA", "zorgaanbieder": "A"}}, "ONTBREEKT"),
        ("ZORG_LOOPT_DOOR", {"zorg": {"zorgNodig": "JA", "zorgaanbieder": "A", "aanmelding": "Ja"}}, "AANWEZIG"),
        ("STEUN_UIT_NETWERK", {"sociaalNetwerk": {"steunfiguren": "Zus"}}, "AANWEZIG"),
    ],
)
def test_what_a_point_asks(point: str, groups: Document, finding: str) -> None:
    assert _finding(point, **groups) == finding


@pytest.mark.parametrize(
    ("area", "finding"),
    [
        ({"standVanZaken": "OP_ORDE"}, "NIET_NODIG"),
        ({"standVanZaken": "NIET_OP_ORDE"}, "ONTBREEKT"),
        ({"standVanZaken": "NIET_OP_ORDE", "hulpvraag": "Een kamer"}, "AANWEZIG"),
        ({"standVanZaken": "NIET_OP_ORDE", "hulpvraagStatus": "GEEN_HULPVRAAG"}, "NIET_NODIG"),
        ({}, "ONBEKEND"),
    ],
)
def test_what_is_not_in_order_needs_words(area: Document, finding: str) -> None:
    (found,) = [
        entry
        for entry in checklist({"onderdak": area}, TODAY)
        if entry.point == Overdrachtspunt.HULPVRAAG_IN_WOORDEN and entry.leefgebied == LeefgebiedSoort.ONDERDAK
    ]
    assert (found.finding, found.missing) == (finding, finding in {"ONTBREEKT", "ONBEKEND"})


@given(documents())
@examples(40)
def test_every_plan_has_the_same_points_of_every_leefgebied(document: Document) -> None:
    # So what is withheld of the list tells nothing of a plan.
    found = checklist(document, TODAY)
    assert [(entry.leefgebied, entry.point) for entry in found] == [
        (entry.leefgebied, entry.point) for entry in checklist({}, TODAY)
    ]
    assert {entry.leefgebied for entry in found} == set(LeefgebiedSoort) - {LeefgebiedSoort.ONBEKEND}
    assert all(PATHS.node(path) is not None for entry in found for path in entry.rests_on)
