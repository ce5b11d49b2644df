"""Samen starten through the API: every command as its party gives it, and what each sees of where it stands."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from api.app import now
from tests.api.client import Api, detention, running

BACKOFFICE: Final = "backoffice-arnhem"
CASEMANAGER: Final = "casemanager-arnhem"
WORKER: Final = "reclassering-rn-arnhem"
RN: Final = "00000099200000001000"
TODAY: Final = now().date().isoformat()

PROCESS: Final = """
query ($id: ID!) {
  proces(planId: $id) {
    versie samenStartenStatus samenStartenGestopt reclasseringsbetrokkenheid denRPlanStatus
    nietGetoond { stand pad reden }
    opdrachten { mutatie vraagt }
    stappen { soort partij rol vanaf uiterlijk teLaat gedaanOp bron }
  }
}
"""
OUTCOME: Final = """__typename
    ... on PlanGewijzigd { plan { id versie } }
    ... on VersieConflict { huidigeVersie }
    ... on VeldenNietToegestaan { velden { pad reden } }
    ... on OngeldigeWijziging { problemen { pad code verwacht } }"""
CRITERIA: Final = {"statusDossier": "DYNAMISCH", "rolReclassering": "GROOT", "laatsteContactOp": "2026-05-01"}
INFORMATION: Final = {"onderwerp": "SOCIALE_KAART", "tekst": "Woont bij zijn zus.", "bron": "IRIS"}
DUIDING: Final = {"gehoudenOp": TODAY, "samenvatting": "samen", "onderbouwing": "omdat", "afspraken": "dit"}


class Traject:
    """One plan, whose version is kept along the way."""

    def __init__(self, api: Api, plan_id: str) -> None:
        self.api, self.id, self.version = api, plan_id, 1

    async def order(self, persona: str, mutation: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
        kind = INPUTS.get(mutation, f"{mutation[0].upper()}{mutation[1:]}Input")
        query = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {OUTCOME} }} }}"
        variables = {"planId": self.id, "verwachteVersie": self.version, **given}
        response = await self.api.ask(persona, query, headers=headers, input=variables)
        assert response.status_code == 200, response.text
        outcome = response.json()["data"][mutation]
        if outcome["__typename"] == "PlanGewijzigd":
            self.version = outcome["plan"]["versie"]
        return outcome

    async def done(self, persona: str, mutation: str, **given: Any) -> None:
        before = self.version
        outcome = await self.order(persona, mutation, **given)
        assert outcome["__typename"] == "PlanGewijzigd", outcome
        assert self.version == before + 1

    async def assign(self) -> None:
        outcome = await self.api.change(
            WORKER, self.id, self.version, {"samenStarten": {"toewijzing": {"organisaties": [RN]}}}
        )
        self.version = outcome["plan"]["versie"]

    async def seen(self, persona: str) -> Any:
        return (await self.api.data(persona, PROCESS, id=self.id))["proces"]

    async def stands(self, persona: str = CASEMANAGER) -> str:
        return str((await self.seen(persona))["samenStartenStatus"])


INPUTS: Final = {
    "geefSignaalNieuweDetentie": "PlanOpdrachtInput",
    "spreekDeelnameTrajectgesprekAf": "PlanOpdrachtInput",
    "startBijdrage": "BijdrageInput",
    "leverInbreng": "BijdrageInput",
    "brengConceptInMDO": "BrengConceptInMdoInput",
}


@pytest.fixture
async def traject(api: Api) -> Traject:
    fields = detention()
    fields["detentie"] |= {"datumAanvang": TODAY, "instroomtitel": "VOORLOPIG_GEHECHT"}
    return Traject(api, await api.register(fields))


async def test_the_whole_traject_is_played_by_its_parties(traject: Traject) -> None:
    """From signaal to release, each command by whose turn it is, each one version."""
    await traject.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    await traject.assign()
    found = {"uitkomst": "VOLDOENDE_BEKEND", "informatieDelen": True, "terugkoppeling": "bekend"}
    await traject.done(WORKER, "beoordeelBekendheid", **found, criteria=CRITERIA, aantekeningRpi="RPI")
    assert await traject.stands() == "INFORMATIE_VERZAMELEN"
    await traject.done(WORKER, "deelInformatie", informatie=[INFORMATION])
    await traject.done(WORKER, "legGezamenlijkeDuidingVast", **DUIDING)
    await traject.done(CASEMANAGER, "bevestigGezamenlijkeDuiding", akkoord=True)
    assert await traject.stands() == "GEDUID"
    await traject.done(CASEMANAGER, "besluitActieveBijdrage", actieveBijdrage=True)
    await traject.done(CASEMANAGER, "vraagAanvullendeAnalyse", vraag="Wat speelt er?")
    await traject.done(CASEMANAGER, "vraagReclasseringsadviesAan", externeReferentie="JD-1")
    await traject.done(WORKER, "startBijdrage")
    await traject.done(WORKER, "stemBevindingenAf", bevindingen="bevindingen")
    people = [{"organisatie": RN, "naam": "Iemand", "functie": "Reclasseringswerker"}, {"functie": "Casemanager"}]
    await traject.done(CASEMANAGER, "registreerTrajectgesprek", datum=TODAY, deelnemers=people)
    await traject.done(WORKER, "leverInbreng")
    await traject.done(CASEMANAGER, "brengConceptInMDO", datum=TODAY, inbrengVerwerkt=True, inbreng="advies")
    assert await traject.stands() == "CONCEPT_IN_MDO"
    effort = {"soort": "MOTIVERINGS_BEGELEIDINGSGESPREKKEN", "grond": "WETTELIJKE_TAAK"}
    await traject.done(WORKER, "startInzetUitvoering", **effort)
    seen = await traject.seen(WORKER)
    assert (seen["samenStartenStatus"], seen["reclasseringsbetrokkenheid"]) == ("UITVOERING", "LOPEND")
    await traject.done(BACKOFFICE, "beeindigDetentie", reden="vrijgelaten", datumInvrijheidstelling=TODAY)
    seen = await traject.seen(CASEMANAGER)
    assert (seen["samenStartenStatus"], seen["samenStartenGestopt"]) == ("DETENTIE_BEEINDIGD", True)
    assert [order["mutatie"] for order in seen["opdrachten"]] == []


async def test_a_stopped_traject_is_reopened(traject: Traject) -> None:
    await traject.done(CASEMANAGER, "zieAfVanSignaal", reden="WIL_NIET_MEEWERKEN")
    assert await traject.stands() == "GEEN_SIGNAAL_GEGEVEN"
    await traject.done(CASEMANAGER, "geefSignaalNieuweDetentie")
    found = {"uitkomst": "NIET_BEKEND", "informatieDelen": False, "terugkoppeling": "niet bekend"}
    await traject.done(WORKER, "beoordeelBekendheid", **found)
    stopped = await traject.seen(CASEMANAGER)
    assert (stopped["samenStartenStatus"], stopped["samenStartenGestopt"]) == (
        "GESTOPT_GEEN_RELEVANTE_INFORMATIE",
        True,
    )
    assert "heropenSamenStarten" in [order["mutatie"] for order in stopped["opdrachten"]]
    await traject.assign()
    await traject.done(CASEMANAGER, "heropenSamenStarten", reden="uit de intake", vervolg="DUIDING")
    assert await traject.stands(WORKER) == "INFORMATIE_GEDEELD"
    await traject.done(WORKER, "legGezamenlijkeDuidingVast", **DUIDING)
    await traject.done(CASEMANAGER, "bevestigGezamenlijkeDuiding")
    await traject.done(WORKER, "spreekDeelnameTrajectgesprekAf")
    assert await traject.stands() == "BIJDRAGE_AANGEVRAAGD"


async def test_out_of_turn_nothing_is_written(traject: Traject) -> None:
    outcome = await traject.order(CASEMANAGER, "bevestigGezamenlijkeDuiding")
    assert outcome["__typename"] == "OngeldigeWijziging"
    (problem,) = outcome["problemen"]
    assert (problem["pad"], problem["code"]) == ("samenStarten", "stapNietMogelijk")
    assert problem["verwacht"] == "een van de standen INFORMATIE_GEDEELD"
    assert (await traject.seen(CASEMANAGER))["versie"] == 1


async def test_who_may_never_give_a_command_is_refused_for_the_fields_that_it_writes(traject: Traject) -> None:
    for persona in ("gemeente-arnhem", "mentor-arnhem", WORKER):
        outcome = await traject.order(persona, "geefSignaalNieuweDetentie")
        assert outcome["__typename"] == "VeldenNietToegestaan"
        assert {field["pad"] for field in outcome["velden"]} == {
            "samenStarten.signaal.afgegevenOp",
            "samenStarten.signaal.afgegevenDoor",
        }


async def test_two_who_give_the_signaal_make_one(traject: Traject) -> None:
    await traject.done(CASEMANAGER, "geefSignaalNieuweDetentie")
    traject.version = 1
    assert (await traject.order(BACKOFFICE, "geefSignaalNieuweDetentie"))["__typename"] == "VersieConflict"


async def test_sent_again_it_gives_the_first_answer(traject: Traject) -> None:
    headers = {"Idempotency-Key": "7d3f4c1e-0000-4000-8000-000000000002"}
    first = await traject.order(CASEMANAGER, "geefSignaalNieuweDetentie", headers)
    traject.version = 1
    again = await traject.order(CASEMANAGER, "geefSignaalNieuweDetentie", headers)
    assert first == again
    assert again["plan"]["versie"] == 2


async def test_a_date_that_is_none_is_refused_with_what_was_expected(traject: Traject) -> None:
    query = "mutation ($input: BeeindigDetentieInput!) { beeindigDetentie(input: $input) { __typename } }"
    given = {"planId": traject.id, "verwachteVersie": 1, "reden": "x", "datumInvrijheidstelling": "morgen"}
    response = await traject.api.ask(CASEMANAGER, query, input=given)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["pad"] == "input.datumInvrijheidstelling"


async def test_each_sees_its_turn_and_what_it_can_do(traject: Traject) -> None:
    seen = await traject.seen(CASEMANAGER)
    assert seen["denRPlanStatus"] == "CONCEPT"
    (turn,) = [step for step in seen["stappen"] if step["soort"] == "SIGNAAL_GEVEN"]
    assert (turn["partij"], turn["rol"], turn["teLaat"]) == ("DJI", "BACKOFFICE", False)
    assert {order["mutatie"] for order in seen["opdrachten"]} == {
        *("geefSignaalNieuweDetentie", "zieAfVanSignaal", "beeindigDetentie")
    }
    await traject.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    await traject.assign()
    seen = await traject.seen(WORKER)
    assert [order["mutatie"] for order in seen["opdrachten"]] == ["beoordeelBekendheid"]
    assert seen["opdrachten"][0]["vraagt"]
    (turn,) = [step for step in seen["stappen"] if step["soort"] == "BEKENDHEID_BEOORDELEN"]
    assert (turn["partij"], turn["rol"], turn["vanaf"]) == ("RECLASSERING", "RECLASSERINGSWERKER", TODAY)
    assert [order["mutatie"] for order in (await traject.seen(CASEMANAGER))["opdrachten"]] == ["beeindigDetentie"]


async def test_what_was_done_is_told_when_asked(traject: Traject) -> None:
    week = (now().date() - timedelta(days=1)).isoformat()
    await traject.api.change(CASEMANAGER, traject.id, 1, {"terugkeer": {"contactGemeenteOp": week}})
    query = "query ($id: ID!, $all: Boolean) { proces(planId: $id, ookGedaan: $all) { stappen { soort gedaanOp } } }"
    for everything, expected in ((True, [week]), (False, []), (None, [])):
        steps = (await traject.api.data(CASEMANAGER, query, id=traject.id, all=everything))["proces"]["stappen"]
        assert [step["gedaanOp"] for step in steps if step["soort"] == "EERSTE_CONTACT"] == expected


async def test_who_can_read_a_status_in_no_plan_is_refused_before_a_look(traject: Traject) -> None:
    query = "query ($id: ID!) { proces(planId: $id) { samenStartenStatus } }"
    traject.api.commands.names.clear()
    for persona in ("gemeente-arnhem", "mentor-arnhem"):
        response = await traject.api.ask(persona, query, id=traject.id)
        assert response.status_code == 403
        assert response.json()["errors"][0]["extensions"]["pad"] == "samenStarten.signaal.afgegevenOp"
    assert "find" not in traject.api.commands.names


async def test_a_status_that_rests_on_hidden_fields_is_withheld_with_the_first_in_the_way(traject: Traject) -> None:
    """The backoffice reads the signaal, and of what comes after it nothing."""
    query = "query ($id: ID!) { proces(planId: $id) { samenStartenStatus nietGetoond { stand pad reden } opdrachten { mutatie } } }"
    first = (await traject.api.data(BACKOFFICE, query, id=traject.id))["proces"]
    assert first["samenStartenStatus"] == "INSTROOM"
    await traject.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    after = (await traject.api.data(BACKOFFICE, query, id=traject.id))["proces"]
    assert after["samenStartenStatus"] is None
    assert {entry["stand"]: entry["pad"] for entry in after["nietGetoond"]}["samenStartenStatus"] == (
        "samenStarten.heropening.vervolg"
    )
    assert [order["mutatie"] for order in after["opdrachten"]] == ["beeindigDetentie"]


async def test_a_plan_that_is_not_there_has_no_process(api: Api, traject: Traject) -> None:
    query = "query ($id: ID!) { proces(planId: $id) { versie } }"
    absent = {persona: await api.ask(persona, query, id=traject.id) for persona in ("gemeente-utrecht", WORKER)}
    for persona, response in absent.items():
        nobody = await api.ask(persona, query, id="018f0000-0000-7000-8000-000000000000")
        assert response.json() == nobody.json() == {"data": {"proces": None}}


async def test_a_gemeente_sees_of_the_process_what_its_fields_tell(traject: Traject) -> None:
    await traject.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    query = "query ($id: ID!) { proces(planId: $id) { denRPlanStatus opdrachten { mutatie } stappen { soort } } }"
    seen = (await traject.api.data("gemeente-arnhem", query, id=traject.id))["proces"]
    assert (seen["denRPlanStatus"], seen["opdrachten"]) == ("CONCEPT", [])
    kinds = {step["soort"] for step in seen["stappen"]}
    assert not kinds & {"BEKENDHEID_BEOORDELEN", "SIGNAAL_GEVEN", "SOM_INVULLEN", "MDO_WEEK_4"}


async def test_terms_are_those_of_the_settings(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    day: dict[str, Any] = {"detentie": {"inrichting": "PI Arnhem", "datumAanvang": "2026-05-13"}}
    async with running(mongodb_uri, database_name, tmp_path, term_contact=1, term_free_days="2026-05-15") as api:
        plan_id = await api.register(detention(**day))
        query = "query ($id: ID!) { proces(planId: $id) { stappen { soort uiterlijk } } }"
        steps = (await api.data(CASEMANAGER, query, id=plan_id))["proces"]["stappen"]
        work = await api.data(CASEMANAGER, "{ werkvoorraad(first: 100) { nodes { soort uiterlijk } } }")
    # The day after is Hemelvaartsdag, and the Friday a day that a royal decree made free.
    for found in (steps, work["werkvoorraad"]["nodes"]):
        assert [step["uiterlijk"] for step in found if step["soort"] == "EERSTE_CONTACT"] == ["2026-05-18"]
