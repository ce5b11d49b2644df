"""The commands that take up, carry on and end: inzet in execution, reopening, and the end of the detention (002:L165-L167, L722-L732)."""

from datetime import date
from typing import Any

from plan_schema.process.order import Command
from plan_schema.process.samen_starten.contributing import requested
from plan_schema.process.samen_starten.opening import lead
from plan_schema.process.samen_starten.status import BEEINDIGING, GROUNDS, HEROPENING, INZET, SS
from plan_schema.process.samen_starten.table import Event
from plan_schema.process.samen_starten.taking import Taking, command, given
from plan_schema.sections.samen_starten import SoortBijdrage, VervolgHeropening
from plan_schema.sections.uitvoering import GrondInzet, InzetStatus, SoortInzet


def start_effort(kind: SoortInzet, ground: GrondInzet, description: str | None, item: str | None) -> Command:
    """Step 4: reclasseringsinzet on a legal task or because the plan needs it; `item`: the inzet that DJI asked for (002:L1097)."""

    def work(taking: Taking) -> None:
        taking.need(kind is not SoortInzet.ONBEKEND, f"{INZET}[].soort", "een soort inzet")
        taking.need(ground in GROUNDS, f"{INZET}[].grond", f"een van {', '.join(sorted(GROUNDS))}")
        effort: dict[str, Any] = {
            "soort": kind,
            "grond": ground,
            "status": InzetStatus.LOPEND,
            "gestartOp": taking.today,
            **given({"omschrijving": description}),
        }
        taking.patch = {INZET: {"toevoegen": [effort]} if item is None else {"wijzigen": [{"id": item, **effort}]}}

    return command(Event.START_INZET, work)


def reopen(author: str, reason: str, follow: VervolgHeropening, kind: SoortBijdrage | None) -> Command:
    """Taking up a stopped traject again: with a new duiding, or straight with a contribution of a kind (002:L722-L732)."""

    def work(taking: Taking) -> None:
        taking.need(reason.strip(), f"{HEROPENING}.reden", "de bijzonderheid uit de integrale intake")
        known = follow is not VervolgHeropening.ONBEKEND
        taking.need(known, f"{HEROPENING}.vervolg", "een van DUIDING, BIJDRAGE")
        own: dict[str, Any] = {
            "heropening": {
                "heropendOp": taking.today,
                "heropendDoor": author,
                "reden": reason,
                "vervolg": follow,
            }
        }
        if follow is VervolgHeropening.BIJDRAGE:
            asked = kind if kind is not SoortBijdrage.ONBEKEND else None
            taking.need(asked, "samenStarten.bijdragen[].aanvraag.soort", "de soort bijdrage")
            own["duiding"] = {"actieveBijdrage": "JA", "besluitOp": taking.today, "beslotenDoor": author}
            own["bijdragen"] = {"toevoegen": [requested(taking.today, asked, reason, None)]} if asked else {}
        else:
            # What was concluded before stands in the history; a new duiding is held, recorded and confirmed.
            emptied = (
                *("gehoudenOp", "akkoordDji", "actieveBijdrage", "besluitOp", "beslotenDoor"),
                *("deelnameTrajectgesprek", "deelnameAfgesprokenOp"),
            )
            own["duiding"] = dict.fromkeys(emptied) | lead(taking, None)
        taking.patch = {SS: own}

    return command(Event.HEROPEN, work)


def end_detention(author: str, reason: str, released_on: date | None) -> Command:
    """The end of the detention; `released_on`: the day of release where the plan has another, or none."""

    def work(taking: Taking) -> None:
        path = "detentie.datumInvrijheidstelling"
        release = released_on or taking.basis.day(path)
        taking.need(release, path, "de datum van invrijheidstelling")
        taking.need(reason.strip(), f"{BEEINDIGING}.reden", "een reden")
        if release is not None:
            taking.not_later(release, path)
        taking.patch = {
            SS: {
                "beeindiging": {"beeindigdOp": taking.today, "beeindigdDoor": author, "reden": reason},
            },
            "detentie": {"datumInvrijheidstelling": release, "einddatumStatus": "DEFINITIEF"},
        }

    return command(Event.BEEINDIG_DETENTIE, work)
