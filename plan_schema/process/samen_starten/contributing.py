"""The commands of step 3: the decision on an active contribution, its request, and its delivery (002:L835-L1006)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plan_schema.process.order import Command
from plan_schema.process.samen_starten.status import BIJDRAGEN, DUIDING, GESPREKKEN, MDO, SS, contributions
from plan_schema.process.samen_starten.table import Event
from plan_schema.process.samen_starten.taking import Taking, command, given
from plan_schema.sections.samen_starten import Aanvraagweg, BijdrageStatus, SoortBijdrage


def decide(author: str, ground: str | None, *, active: bool) -> Command:
    """Whether 3RO contributes actively. A decision without onderbouwing is none (002:L821-L823)."""

    def work(taking: Taking) -> None:
        recorded = ground or taking.basis.value(f"{DUIDING}.onderbouwing")
        taking.need(recorded, f"{DUIDING}.onderbouwing", "een onderbouwing van het besluit")
        group = given({"onderbouwing": ground}) | _decision(taking.today, author, active=active)
        taking.patch = {SS: {"duiding": group}}

    return command(Event.BESLUIT, work)


def _decision(today: date, author: str, *, active: bool) -> dict[str, Any]:
    return {"actieveBijdrage": "JA" if active else "NEE", "besluitOp": today, "beslotenDoor": author}


def _active(taking: Taking, author: str) -> dict[str, Any]:
    """Who asks for a contribution decides that there is one, where nobody did."""
    return {} if taking.basis.yes(f"{DUIDING}.actieveBijdrage") else _decision(taking.today, author, active=True)


def request_analysis(author: str, question: str | None) -> Command:
    """The request for an aanvullende analyse (002:L839-L841)."""

    def work(taking: Taking) -> None:
        request = requested(taking.today, SoortBijdrage.AANVULLENDE_ANALYSE, question, None)
        taking.patch = {SS: {"bijdragen": {"toevoegen": [request]}, "duiding": _active(taking, author)}}

    return command(Event.VRAAG_ANALYSE, work)


def request_advice(author: str, reference: str, question: str | None) -> Command:
    """The request for a reclasseringsadvies, which also goes through JD-online: with its reference there (002:L841-L843)."""

    def work(taking: Taking) -> None:
        path = f"{BIJDRAGEN}[].aanvraag.externeReferentie"
        taking.need(reference.strip(), path, "het kenmerk van de aanvraag in JD-online")
        request = requested(taking.today, SoortBijdrage.RECLASSERINGSADVIES, question, reference)
        taking.patch = {SS: {"bijdragen": {"toevoegen": [request]}, "duiding": _active(taking, author)}}

    return command(Event.VRAAG_ADVIES, work)


def requested(today: date, kind: SoortBijdrage, question: str | None, reference: str | None) -> dict[str, Any]:
    """A new contribution, as it is asked for."""
    road = {
        SoortBijdrage.RECLASSERINGSADVIES: Aanvraagweg.JD_ONLINE,
        SoortBijdrage.DEELNAME_EERSTE_TRAJECTGESPREK: Aanvraagweg.GEEN_OPDRACHT_NODIG,
    }.get(kind, Aanvraagweg.SAMEN_STARTEN)
    wanted = given({"toelichting": question, "externeReferentie": reference})
    return {"aanvraag": {"soort": kind, "aanvraagOp": today, "aanvraagVia": road, **wanted}}


def agree_participation(author: str) -> Command:
    """That 3RO takes part in the first trajectgesprek, for which no opdracht is needed (002:L843-L845)."""

    def work(taking: Taking) -> None:
        agreed = {"deelnameTrajectgesprek": "JA", "deelnameAfgesprokenOp": taking.today}
        taking.patch = {SS: {"duiding": agreed | _active(taking, author)}}

    return command(Event.SPREEK_DEELNAME_AF, work)


def start(item: str | None) -> Command:
    """The start of a contribution, or of all that were asked for; of a participation agreed on without opdracht too (002:L994)."""

    def work(taking: Taking) -> None:
        result = {"status": BijdrageStatus.IN_UITVOERING}
        stands = contributions(taking.basis)
        if not stands and item is None:
            taking.patch = {SS: {"bijdragen": {"toevoegen": [{"resultaat": result}]}}}
        else:
            waiting = (None, BijdrageStatus.AANGEVRAAGD, BijdrageStatus.ONBEKEND)
            _move_on(taking, item, stands, waiting, result)

    return command(Event.START_BIJDRAGE, work)


def align(findings: str, item: str | None) -> Command:
    """The findings as they were aligned with the casemanager, before the first trajectgesprek (002:L998-L1000)."""

    def work(taking: Taking) -> None:
        taking.need(findings.strip(), f"{BIJDRAGEN}[].resultaat.bevindingen", "de bevindingen")
        result = {"status": BijdrageStatus.AFGESTEMD, "bevindingen": findings, "afgestemdOp": taking.today}
        _move_on(taking, item, contributions(taking.basis), (BijdrageStatus.IN_UITVOERING,), result)

    return command(Event.STEM_BEVINDINGEN_AF, work)


def deliver(item: str | None) -> Command:
    """The inbreng for the concept plan, handed to the casemanager (002:L1002-L1004)."""

    def work(taking: Taking) -> None:
        result = {"status": BijdrageStatus.GELEVERD, "geleverdOp": taking.today}
        _move_on(taking, item, contributions(taking.basis), (BijdrageStatus.AFGESTEMD,), result)

    return command(Event.LEVER_INBRENG, work)


def _move_on(
    taking: Taking,
    item: str | None,
    stands: Mapping[str, str | None],
    fitting: tuple[str | None, ...],
    result: Mapping[str, Any],
) -> None:
    """Give a result to one contribution, or to all whose stand is fitting."""
    chosen = [path for path, stand in stands.items() if stand in fitting and item in (None, _id(path))]
    taking.need(chosen, BIJDRAGEN, "een bijdrage die hieraan toe is, met haar id of alle samen")
    taking.patch = {SS: {"bijdragen": {"wijzigen": [{"id": _id(path), "resultaat": dict(result)} for path in chosen]}}}


def _id(path: str) -> str:
    return path.rpartition("[")[2].removesuffix("]")


def register_talk(
    held_on: date, participants: Sequence[Mapping[str, Any]], agreements: str | None, item: str | None
) -> Command:
    """The first trajectgesprek, with or without 3RO; `item`: the conversation that was planned for it (002:L1002)."""

    def work(taking: Taking) -> None:
        taking.not_later(held_on, f"{GESPREKKEN}[].datum")
        taking.need(participants, f"{GESPREKKEN}[].deelnemers", "ten minste één deelnemer")
        talk: dict[str, Any] = {
            "soort": "TRAJECTGESPREK",
            "eerste": "JA",
            "datum": held_on,
            "deelnemers": {"toevoegen": [given(participant) for participant in participants]},
            **given({"afspraken": agreements}),
        }
        patch = {"toevoegen": [talk]} if item is None else {"wijzigen": [{"id": item, **talk}]}
        taking.patch = {"overleggen": {"gesprekken": patch}}

    return command(Event.REGISTREER_TRAJECTGESPREK, work)


def bring_concept(held_on: date, contribution: str | None, why_not: str | None, *, processed: bool) -> Command:
    """The concept plan in the MDO, and whether the inbreng of 3RO is in it; if not, why (002:L1004-L1006)."""

    def work(taking: Taking) -> None:
        taking.not_later(held_on, f"{MDO}[].datum")
        if not processed:
            taking.need(why_not, f"{MDO}[].redenNietVerwerkt", "de reden waarom de inbreng niet is verwerkt")
        meeting = {"soort": "MDO", "datum": held_on, "inbrengVerwerkt": "JA" if processed else "NEE"}
        meeting |= given({"inbreng3ro": contribution, "redenNietVerwerkt": why_not})
        taking.patch = {"overleggen": {"mdo": {"toevoegen": [meeting]}}}

    return command(Event.BRENG_CONCEPT_IN_MDO, work)
