"""What each command asks for besides its turn, and what it leaves in the plan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import pytest

from plan_schema.problems import ProblemCode
from plan_schema.process.order import Command
from plan_schema.process.samen_starten import closing, contributing, opening
from plan_schema.process.samen_starten.status import SamenStartenStatus as S
from plan_schema.sections.samen_starten import (
    MateVanBekendheid,
    RedenGeenSignaal,
    Regiehouder,
    VervolgHeropening,
)
from plan_schema.sections.uitvoering import GrondInzet, SoortInzet
from tests.plan_schema.process.samen_starten.story import (
    AUTHOR,
    INFORMATION,
    MOMENT,
    START,
    TODAY,
    after,
    assessed,
    in_every_status,
    interpreted,
    status,
    taken,
)

_TOMORROW: Final = TODAY + timedelta(days=1)
_DUIDING, _BIJDRAGE = VervolgHeropening.DUIDING, VervolgHeropening.BIJDRAGE
_PART: Final = {"naam": "Iemand"}

INCOMPLETE: Final[list[tuple[S, Callable[[], Command], str]]] = [
    (S.INSTROOM, lambda: opening.refrain(AUTHOR, RedenGeenSignaal.ONBEKEND), "samenStarten.signaal.redenGeenSignaal"),
    *(
        (S.SIGNAAL_AFGEGEVEN, lambda wrong=wrong: opening.assess(AUTHOR, assessed(**wrong)), path)
        for wrong, path in (
            ({"outcome": MateVanBekendheid.ONBEKEND}, "samenStarten.bekendheid.uitkomst"),
            ({"feedback": " "}, "samenStarten.bekendheid.terugkoppeling"),
            ({"note": None}, "samenStarten.bekendheid.aantekeningRpi"),
            ({"criteria": {"rolReclassering": "GROOT", "laatsteContactOp": "2025-12-01"}}, "samenStarten.bekendheid.criteria.statusDossier"),
            ({"outcome": MateVanBekendheid.NIET_BEKEND}, "samenStarten.bekendheid.informatieDelen"),
            ({"shares": False, "shared": [INFORMATION]}, "samenStarten.gedeeldeInformatie"),
            ({"shared": [{"onderwerp": "OVERIG"}]}, "samenStarten.gedeeldeInformatie[].tekst"),
        )
    ),
    (S.INFORMATIE_VERZAMELEN, lambda: opening.share([]), "samenStarten.gedeeldeInformatie"),
    (S.INFORMATIE_VERZAMELEN, lambda: opening.share([{"tekst": "x"}]), "samenStarten.gedeeldeInformatie[].onderwerp"),
    *(
        (S.INFORMATIE_GEDEELD, lambda wrong=wrong: opening.record_duiding(interpreted(**wrong)), path)
        for wrong, path in (
            ({"held_on": _TOMORROW}, "samenStarten.duiding.gehoudenOp"),
            ({"summary": " "}, "samenStarten.duiding.samenvatting"),
            ({"ground": ""}, "samenStarten.duiding.onderbouwing"),
            ({"agreements": ""}, "samenStarten.duiding.afspraken"),
        )
    ),
    (S.INFORMATIE_GEDEELD, lambda: opening.confirm_duiding(agrees=True), "samenStarten.duiding.gehoudenOp"),
    (S.GEDUID, lambda: contributing.request_advice(AUTHOR, " ", None), "samenStarten.bijdragen[].aanvraag.externeReferentie"),
    (S.BIJDRAGE_AANGEVRAAGD, lambda: contributing.start("een ander id"), "samenStarten.bijdragen"),
    (S.BIJDRAGE_IN_UITVOERING, lambda: contributing.align("", None), "samenStarten.bijdragen[].resultaat.bevindingen"),
    (S.BIJDRAGE_IN_UITVOERING, lambda: contributing.start(None), "samenStarten.bijdragen"),
    (S.BEVINDINGEN_AFGESTEMD, lambda: contributing.register_talk(_TOMORROW, [_PART], None, None), "overleggen.gesprekken[].datum"),
    (S.BEVINDINGEN_AFGESTEMD, lambda: contributing.register_talk(TODAY, [], None, None), "overleggen.gesprekken[].deelnemers"),
    (S.INBRENG_GELEVERD, lambda: contributing.bring_concept(_TOMORROW, None, None, processed=True), "overleggen.mdo[].datum"),
    (S.INBRENG_GELEVERD, lambda: contributing.bring_concept(TODAY, None, None, processed=False), "overleggen.mdo[].redenNietVerwerkt"),
    (S.CONCEPT_IN_MDO, lambda: closing.start_effort(SoortInzet.ONBEKEND, GrondInzet.WETTELIJKE_TAAK, None, None), "reclasseringsinzet[].soort"),
    (S.CONCEPT_IN_MDO, lambda: closing.start_effort(SoortInzet.OVERIG, GrondInzet.ONBEKEND, None, None), "reclasseringsinzet[].grond"),
    (S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, lambda: closing.reopen(AUTHOR, " ", _DUIDING, None), "samenStarten.heropening.reden"),
    (S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, lambda: closing.reopen(AUTHOR, "x", VervolgHeropening.ONBEKEND, None), "samenStarten.heropening.vervolg"),
    (S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE, lambda: closing.reopen(AUTHOR, "x", _BIJDRAGE, None), "samenStarten.bijdragen[].aanvraag.soort"),
    (S.UITVOERING, lambda: closing.end_detention(AUTHOR, "", None), "samenStarten.beeindiging.reden"),
    (S.UITVOERING, lambda: closing.end_detention(AUTHOR, "x", _TOMORROW), "detentie.datumInvrijheidstelling"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "make", "path"), INCOMPLETE, ids=[f"{at}-{path}" for at, _, path in INCOMPLETE])
def test_what_is_missing_or_wrong_is_named(at: S, make: Callable[[], Command], path: str) -> None:
    problems = taken(in_every_status()[at], make())
    assert isinstance(problems, tuple)
    assert [problem.path for problem in problems] == [path]
    assert problems[0].expected


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("betrokkene", "sknNummer"),
        ("betrokkene", "geslachtsnaam"),
        ("detentie", "inrichting"),
        ("detentie", "instroomtitel"),
    ],
)
def test_a_signaal_needs_what_3ro_cannot_do_without(group: str, name: str) -> None:
    without = START | {group: {key: value for key, value in START[group].items() if key != name}}
    problems = taken(without, opening.give_signal(AUTHOR, MOMENT))
    assert isinstance(problems, tuple)
    assert [(problem.path, problem.code) for problem in problems] == [(f"{group}.{name}", ProblemCode.VERPLICHT_VELD)]


def test_a_signaal_can_name_the_afdeling_instead_and_takes_back_that_there_was_none() -> None:
    refrained = in_every_status()[S.GEEN_SIGNAAL_GEGEVEN]
    detention = {name: value for name, value in refrained["detentie"].items() if name != "inrichting"}
    document = after(refrained | {"detentie": detention | {"afdeling": "B"}}, opening.give_signal(AUTHOR, MOMENT))
    assert document["samenStarten"]["signaal"].keys() == {"afgegevenOp", "afgegevenDoor", "herkomst"}


@pytest.mark.parametrize(
    ("end", "group", "fields"),
    [
        (S.GEEN_SIGNAAL_GEGEVEN, "signaal", ("afgezienDoor", "afgezienOp", "redenGeenSignaal")),
        (S.GESTOPT_GEEN_RELEVANTE_INFORMATIE, "bekendheid", ("beoordeeldDoor", "beoordeeldOp", "terugkoppeling")),
        (S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE, "duiding", ("beslotenDoor", "besluitOp", "onderbouwing")),
        (S.DETENTIE_BEEINDIGD, "beeindiging", ("beeindigdDoor", "beeindigdOp", "reden")),
    ],
)
def test_every_end_has_an_author_a_day_and_a_reason(end: S, group: str, fields: tuple[str, str, str]) -> None:
    recorded = in_every_status()[end]["samenStarten"][group]
    author, day, reason = (recorded[name] for name in fields)
    assert (author, day, bool(reason)) == (AUTHOR, TODAY.isoformat(), True)


def _lead(document: dict[str, Any]) -> Any:
    return document["samenStarten"]["duiding"]["regiehouder"]


def test_the_lead_of_the_duiding_is_the_casemanager_unless_somebody_chose() -> None:
    document = in_every_status()[S.INFORMATIE_VERZAMELEN]
    assert _lead(after(document, opening.share([INFORMATION]))) == "CASEMANAGER"
    chosen = after(document, opening.share([INFORMATION]))
    chosen["samenStarten"]["duiding"]["regiehouder"] = "ONBEKEND"
    assert _lead(after(chosen, opening.record_duiding(interpreted()))) == "CASEMANAGER"
    worker = interpreted(lead=Regiehouder.RECLASSERINGSWERKER)
    recorded = after(chosen, opening.record_duiding(worker))
    assert _lead(recorded) == _lead(after(recorded, opening.record_duiding(interpreted()))) == "RECLASSERINGSWERKER"


def test_sharing_opens_what_stands_in_the_plan_already() -> None:
    document = in_every_status()[S.INFORMATIE_VERZAMELEN]
    own = document["samenStarten"] | {"gedeeldeInformatie": [{"id": "n1", **INFORMATION}]}
    shared = after(document | {"samenStarten": own}, opening.share([], ["n1"]))["samenStarten"]
    assert [item["gedeeld"] for item in shared["gedeeldeInformatie"]] == ["JA"]
    assert shared["bekendheid"]["gedeeldOp"] == TODAY.isoformat()


def test_a_duiding_that_dji_does_not_confirm_is_recorded_anew() -> None:
    recorded = after(in_every_status()[S.INFORMATIE_GEDEELD], opening.record_duiding(interpreted()))
    refused = after(recorded, opening.confirm_duiding(agrees=False))
    assert status(refused) is S.INFORMATIE_GEDEELD
    again = after(refused, opening.record_duiding(interpreted(summary="anders")))
    assert status(after(again, opening.confirm_duiding(agrees=True))) is S.GEDUID


def test_who_asks_for_a_contribution_decides_on_it_where_nobody_did() -> None:
    document = after(in_every_status()[S.GEDUID], contributing.request_analysis(AUTHOR, None))
    assert document["samenStarten"]["duiding"]["beslotenDoor"] == AUTHOR
    decided = after(in_every_status()[S.GEDUID], contributing.decide("een ander", None, active=True))
    asked = after(decided, contributing.request_analysis(AUTHOR, None))
    assert asked["samenStarten"]["duiding"]["beslotenDoor"] == "een ander"


def test_contributions_go_on_one_by_one_or_together() -> None:
    two = after(in_every_status()[S.BIJDRAGE_AANGEVRAAGD], contributing.request_advice(AUTHOR, "JD-2", "vraag"))
    first = two["samenStarten"]["bijdragen"][0]["id"]
    assert two["samenStarten"]["bijdragen"][-1]["aanvraag"]["aanvraagVia"] == "JD_ONLINE"
    one = after(two, contributing.start(first))
    assert status(after(one, contributing.align("x", first))) is S.BIJDRAGE_IN_UITVOERING
    both = after(one, contributing.start(None))
    assert status(after(both, contributing.align("x", None))) is S.BEVINDINGEN_AFGESTEMD


def test_a_participation_without_opdracht_becomes_a_contribution_when_it_starts() -> None:
    agreed = after(in_every_status()[S.GEDUID], contributing.agree_participation(AUTHOR))
    assert "bijdragen" not in agreed["samenStarten"]
    started = after(agreed, contributing.start(None))["samenStarten"]["bijdragen"]
    assert [item["resultaat"]["status"] for item in started] == ["IN_UITVOERING"]


def test_a_planned_talk_becomes_the_first_one() -> None:
    document = in_every_status()[S.BEVINDINGEN_AFGESTEMD]
    planned = document | {"overleggen": {"gesprekken": [{"id": "g1", "geplandOp": "2026-02-01"}]}}
    held = after(planned, contributing.register_talk(TODAY, [_PART], "afspraak", "g1"))["overleggen"]["gesprekken"]
    assert [(talk["id"], talk["datum"], talk["eerste"]) for talk in held] == [("g1", TODAY.isoformat(), "JA")]


def test_inzet_that_dji_asked_for_is_started_as_such() -> None:
    document = in_every_status()[S.CONCEPT_IN_MDO] | {
        "reclasseringsinzet": [{"id": "i1", "aanvraag": {"verzoek": "x"}}]
    }
    command = closing.start_effort(SoortInzet.OVERIG, GrondInzet.SPECIFIEKE_NOODZAAK_DENR_PLAN, "omschrijving", "i1")
    (effort,) = after(document, command)["reclasseringsinzet"]
    assert (effort["id"], effort["status"], effort["gestartOp"]) == ("i1", "LOPEND", TODAY.isoformat())


def test_a_reopened_traject_needs_a_duiding_of_its_own() -> None:
    stopped = in_every_status()[S.GESTOPT_GEEN_ACTIEVE_BIJDRAGE]
    reopened = after(stopped, closing.reopen(AUTHOR, "uit de intake", _DUIDING, None))
    assert not {"gehoudenOp", "akkoordDji", "actieveBijdrage"} & reopened["samenStarten"]["duiding"].keys()
    assert reopened["samenStarten"]["duiding"]["samenvatting"]
    assert isinstance(taken(reopened, opening.confirm_duiding(agrees=True)), tuple)
    recorded = after(reopened, opening.record_duiding(interpreted()))
    assert status(recorded) is S.INFORMATIE_GEDEELD
    assert status(after(recorded, opening.confirm_duiding(agrees=True))) is S.GEDUID


def test_a_detention_ends_on_the_day_that_is_given() -> None:
    document = START | {"detentie": {"datumAanvang": "2026-01-05"}}
    assert isinstance(taken(document, closing.end_detention(AUTHOR, "vrij", None)), tuple)
    ended = after(document, closing.end_detention(AUTHOR, "vrij", date(2026, 1, 30)))
    assert (ended["detentie"]["datumInvrijheidstelling"], ended["detentie"]["einddatumStatus"]) == (
        "2026-01-30",
        "DEFINITIEF",
    )
    assert status(ended) is S.DETENTIE_BEEINDIGD
