"""One detention from signaal to a gemeente in charge, played by eight personas: each sees its turn exactly when it is."""

from typing import Any, Final

from tests.api.client import Api, detention
from tests.api.graphql.process.test_samen_starten import CRITERIA, DUIDING, INFORMATION, TODAY, Traject
from tests.api.graphql.rich_plan import ARNHEM, PI_ARNHEM, RN

CASEMANAGER: Final = "casemanager-arnhem"
BACKOFFICE: Final = "backoffice-arnhem"
WORKER: Final = "reclassering-rn-arnhem"
SUPERVISOR: Final = "toezichthouder-rn"
GEMEENTE: Final = "gemeente-arnhem"
NIJMEGEN: Final = "gemeente-nijmegen"
MENTOR: Final = "mentor-arnhem"
HEAD: Final = "hoofd-denr-arnhem"
PERSONAS: Final = {
    CASEMANAGER: "CASEMANAGER",
    BACKOFFICE: "BACKOFFICE",
    WORKER: "RECLASSERINGSWERKER",
    SUPERVISOR: "TOEZICHTHOUDER",
    GEMEENTE: "NAZORGCOORDINATOR",
    NIJMEGEN: "NAZORGCOORDINATOR",
    MENTOR: "MENTOR",
    HEAD: "HOOFD_DENR",
}
WORK: Final = """
query ($rol: Rol!, $filter: WerkvoorraadFilter!) {
  werkvoorraad(rol: $rol, filter: $filter, first: 100) { nodes { soort } }
}
"""
REGIE: Final = "query ($id: ID!) { overdracht(planId: $id) { regie { soort houder gemeente } } }"
BOTH: Final = ("ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET")


class Story(Traject):
    """A traject of which is known whose turn it is."""

    async def whose(self, kind: str) -> set[str]:
        """The personas who have a step of this kind in their work, today."""
        found = set()
        for persona, role in PERSONAS.items():
            variables = {"rol": role, "filter": {"planId": self.id, "soort": [kind]}}
            data = await self.api.data(persona, WORK, **variables)
            found |= {persona} if data["werkvoorraad"]["nodes"] else set()
        return found

    async def change(self, persona: str, **groups: Any) -> None:
        """A change that must succeed."""
        outcome = await self.api.change(persona, self.id, self.version, groups)
        assert outcome["__typename"] == "PlanGewijzigd", outcome
        self.version = outcome["plan"]["versie"]

    async def regie(self, persona: str, *doelen: str) -> list[tuple[str, str]]:
        """Who has the regie, as one persona is told."""
        response = await self.api.ask(persona, REGIE, doelen=doelen or None, id=self.id)
        return [(entry["soort"], entry["houder"]) for entry in response.json()["data"]["overdracht"]["regie"]]


async def _begun(api: Api) -> Story:
    fields = detention()
    fields["detentie"] |= {"datumAanvang": TODAY, "datumBinnenkomst": TODAY, "instroomtitel": "VOORLOPIG_GEHECHT"}
    return Story(api, await api.register(fields))


async def test_from_signaal_to_a_gemeente_in_charge(api: Api) -> None:
    story = await _begun(api)
    assert await story.whose("SIGNAAL_GEVEN") == {BACKOFFICE}
    assert await story.whose("GEMEENTE_BEVESTIGEN") == {GEMEENTE, NIJMEGEN}
    await story.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    assert await story.whose("SIGNAAL_GEVEN") == set()
    assert await story.whose("BEKENDHEID_BEOORDELEN") == {WORKER}
    await story.assign()
    found = {"uitkomst": "VOLDOENDE_BEKEND", "informatieDelen": True, "terugkoppeling": "bekend"}
    await story.done(WORKER, "beoordeelBekendheid", **found, criteria=CRITERIA, aantekeningRpi="RPI")
    assert await story.whose("INFORMATIE_DELEN") == {WORKER}
    await story.done(WORKER, "deelInformatie", informatie=[INFORMATION])
    assert await story.whose("INFORMATIE_DELEN") == set()
    assert await story.whose("DUIDING_PLANNEN") == {CASEMANAGER}
    await story.done(WORKER, "legGezamenlijkeDuidingVast", **DUIDING)
    assert await story.whose("DUIDING_BEVESTIGEN") == {CASEMANAGER}
    await story.done(CASEMANAGER, "bevestigGezamenlijkeDuiding", akkoord=True)
    assert await story.whose("BIJDRAGE_BESLUITEN") == {CASEMANAGER}
    await story.done(CASEMANAGER, "besluitActieveBijdrage", actieveBijdrage=True)
    assert await story.whose("BIJDRAGE_AANVRAGEN") == {CASEMANAGER}
    await story.done(CASEMANAGER, "vraagAanvullendeAnalyse", vraag="Wat speelt er?")
    assert await story.whose("BIJDRAGE_STARTEN") == {WORKER}
    await story.done(WORKER, "startBijdrage")
    assert await story.whose("BEVINDINGEN_AFSTEMMEN") == {WORKER}
    await story.done(WORKER, "stemBevindingenAf", bevindingen="bevindingen")
    people = [{"organisatie": RN, "naam": "Iemand"}]
    await story.done(CASEMANAGER, "registreerTrajectgesprek", datum=TODAY, deelnemers=people)
    assert await story.whose("INBRENG_LEVEREN") == {WORKER}
    await story.done(WORKER, "leverInbreng")
    assert await story.whose("CONCEPT_IN_MDO_BRENGEN") == {CASEMANAGER}
    await story.done(CASEMANAGER, "brengConceptInMDO", datum=TODAY, inbrengVerwerkt=True, inbreng="advies")
    assert await story.whose("CONCEPT_IN_MDO_BRENGEN") == set()
    await _worked_on(story)
    await _agreed(story)
    await _released(story)


async def _worked_on(story: Story) -> None:
    """The plan is adopted; gemeenten say whose he is, and everybody has something to do."""
    await story.change(HEAD, status="VASTGESTELD", vastgesteldOp=TODAY)
    await story.change(GEMEENTE, terugkeer={"herkomstgemeenteBevestigd": "JA"})
    assert await story.whose("GEMEENTE_BEVESTIGEN") == {NIJMEGEN}
    await story.change(NIJMEGEN, terugkeer={"vestigingsgemeenteBevestigd": "NEE"})
    assert await story.whose("GEMEENTE_BEVESTIGEN") == set()
    assert await story.whose("GEMEENTE_UITZOEKEN") == {CASEMANAGER}
    await story.change(CASEMANAGER, terugkeer={"vestigingsgemeente": None, "vestigingsgemeenteBevestigd": None})
    assert await story.whose("GEMEENTE_UITZOEKEN") == set()
    await story.change(CASEMANAGER, onderdak={"standVanZaken": "NIET_OP_ORDE", "hulpvraag": "Een kamer"})
    assert await story.whose("HULPVRAAG_BEANTWOORDEN") == {GEMEENTE}
    await story.change(GEMEENTE, onderdak={"hulpvraagStatus": "IN_BEHANDELING"})
    assert await story.whose("HULPVRAAG_BEANTWOORDEN") == set()
    action = {"omschrijving": "Oefen", "uitvoerder": "MENTOR", "termijn": TODAY, "status": "OPEN"}
    goal = {"omschrijving": "Zelf koken", "acties": {"toevoegen": [action]}}
    await story.change(CASEMANAGER, doelen={"toevoegen": [goal]})
    assert await story.whose("ACTIE_UITVOEREN") == {MENTOR}


async def _agreed(story: Story) -> None:
    """The three parties agree, each when it was asked."""
    assert await story.whose("AKKOORD_VRAGEN") == {CASEMANAGER}
    for party, oin in (("DJI", PI_ARNHEM), ("RECLASSERING", RN), ("GEMEENTE", ARNHEM)):
        await story.done(CASEMANAGER, "vraagAkkoord", partij=party, organisatie=oin)
    assert await story.whose("AKKOORD_VRAGEN") == set()
    assert await story.whose("AKKOORD_GEVEN") == {CASEMANAGER, WORKER, GEMEENTE}
    await story.done(GEMEENTE, "geefAkkoord", akkoord=True)
    assert await story.whose("AKKOORD_GEVEN") == {CASEMANAGER, WORKER}
    await story.done(WORKER, "geefAkkoord", akkoord=True)
    await story.done(CASEMANAGER, "geefAkkoord", akkoord=True)
    assert await story.whose("AKKOORD_GEVEN") == set()


async def _released(story: Story) -> None:
    """He leaves today without a titel: the gemeente takes over, and knows that it leads."""
    await story.change(CASEMANAGER, detentie={"datumInvrijheidstelling": TODAY})
    assert await story.whose("TITEL_VASTLEGGEN") == {CASEMANAGER}
    await story.change(CASEMANAGER, detentie={"justitieleTitelNaDetentie": "GEEN"})
    await story.change(WORKER, toezicht={"kader": "GEEN"})
    assert await story.whose("TITEL_VASTLEGGEN") == set()
    assert await story.whose("WARME_OVERDRACHT") == {CASEMANAGER}
    assert ("CASUSREGIE", "DJI") in await story.regie(GEMEENTE, *BOTH)
    assert await story.whose("OVERNEMEN") == set()
    await story.done(CASEMANAGER, "draagOver", openstaandePunten="Een kamer")
    assert await story.whose("WARME_OVERDRACHT") == set()
    await story.done(BACKOFFICE, "beeindigDetentie", reden="vrijgelaten", datumInvrijheidstelling=TODAY)
    assert await story.whose("OVERNEMEN") == {GEMEENTE}
    assert await story.whose("TOEZICHT_STARTEN") == set()
    for persona, doelen in ((GEMEENTE, BOTH), (CASEMANAGER, ())):
        assert ("CASUSREGIE", "GEMEENTE") in await story.regie(persona, *doelen)
    await story.done(GEMEENTE, "neemOver")
    assert await story.whose("OVERNEMEN") == set()


async def test_with_a_titel_reclassering_takes_over_and_supervision_begins(api: Api) -> None:
    story = await _begun(api)
    await story.done(BACKOFFICE, "geefSignaalNieuweDetentie")
    await story.assign()
    title = "VOORWAARDELIJKE_INVRIJHEIDSTELLING"
    await story.change(CASEMANAGER, detentie={"datumInvrijheidstelling": TODAY, "justitieleTitelNaDetentie": title})
    await story.change(WORKER, toezicht={"kader": title, "toezichthouderOrganisatie": RN})
    for party, oin in (("RECLASSERING", RN), ("GEMEENTE", ARNHEM)):
        await story.done(CASEMANAGER, "vraagAkkoord", partij=party, organisatie=oin)
    await story.done(CASEMANAGER, "draagOver")
    assert await story.whose("TOEZICHT_STARTEN") == set()
    await story.done(BACKOFFICE, "beeindigDetentie", reden="vrijgelaten", datumInvrijheidstelling=TODAY)
    assert await story.whose("TOEZICHT_STARTEN") == {SUPERVISOR}
    assert await story.whose("OVERNEMEN") == {SUPERVISOR, GEMEENTE}
    assert ("CASUSREGIE", "RECLASSERING") in await story.regie(SUPERVISOR)
    await story.change(SUPERVISOR, toezicht={"start": TODAY})
    await story.done(SUPERVISOR, "neemOver")
    assert await story.whose("TOEZICHT_STARTEN") == set()
    assert await story.whose("OVERNEMEN") == {GEMEENTE}
