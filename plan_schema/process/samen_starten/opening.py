"""The commands of steps 0 to 2: signaal, bekendheid, sharing, and the joint duiding (002:L590-L831)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from plan_schema.process.order import Command
from plan_schema.process.samen_starten.status import BEKENDHEID, DUIDING, SIGNAAL, SS
from plan_schema.process.samen_starten.table import Event
from plan_schema.process.samen_starten.taking import Taking, command, given
from plan_schema.sections.detentie import Instroomtitel
from plan_schema.sections.samen_starten import MateVanBekendheid, RedenGeenSignaal, Regiehouder

Information: TypeAlias = Mapping[str, Any]
"""Fields of one piece of shared information, by their names in the plan."""

_CRITERIA: Final = ("statusDossier", "rolReclassering", "laatsteContactOp")
_TITLES: Final = (Instroomtitel.VOORLOPIG_GEHECHT, Instroomtitel.ONHERROEPELIJK_VEROORDEELD)


def give_signal(author: str, moment: datetime) -> Command:
    """The signaal nieuwe detentie: the ground for 3RO to look (002:L600-L602)."""

    def work(taking: Taking) -> None:
        basis = taking.basis
        taking.need(basis.value("betrokkene.sknNummer"), "betrokkene.sknNummer", "het SKN-nummer")
        taking.need(basis.value("betrokkene.geslachtsnaam"), "betrokkene.geslachtsnaam", "de naam")
        place = basis.value("detentie.inrichting") or basis.value("detentie.afdeling")
        taking.need(place, "detentie.inrichting", "de inrichting of de afdeling")
        title = basis.value("detentie.instroomtitel") in _TITLES
        taking.need(title, "detentie.instroomtitel", f"een van {', '.join(_TITLES)}")
        taking.patch = {
            SS: {
                "signaal": {
                    "afgegevenOp": moment,
                    "afgegevenDoor": author,
                    **dict.fromkeys(("redenGeenSignaal", "afgezienOp", "afgezienDoor")),
                }
            }
        }

    return command(Event.GEEF_SIGNAAL, work)


def refrain(author: str, reason: RedenGeenSignaal) -> Command:
    """No signaal, for a reason: observed in practice, and reported as an exception (002:L618-L622)."""

    def work(taking: Taking) -> None:
        taking.need(reason is not RedenGeenSignaal.ONBEKEND, f"{SIGNAAL}.redenGeenSignaal", "een bekende reden")
        taking.patch = {
            SS: {"signaal": {"redenGeenSignaal": reason, "afgezienOp": taking.today, "afgezienDoor": author}}
        }

    return command(Event.ZIE_AF_VAN_SIGNAAL, work)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the reclasseringswerker found in step 1; `shared`: what is shared at once, for who does steps 1 and 2a in one go."""

    outcome: MateVanBekendheid
    shares: bool
    feedback: str
    criteria: Mapping[str, Any] = field(default_factory=dict[str, Any])
    note: str | None = None
    shared: Sequence[Information] = ()


def assess(author: str, found: Assessment) -> Command:
    """The beoordeling van de mate van bekendheid, with its terugkoppeling (002:L641-L706)."""

    def work(taking: Taking) -> None:
        unknown = found.outcome is MateVanBekendheid.NIET_BEKEND
        taking.need(found.outcome is not MateVanBekendheid.ONBEKEND, f"{BEKENDHEID}.uitkomst", "een bekende uitkomst")
        # Also when nothing is shared (002:L184-L186, L694-L700).
        taking.need(found.feedback.strip(), f"{BEKENDHEID}.terugkoppeling", "een terugkoppeling aan de casemanager")
        for name in () if unknown else _CRITERIA:
            taking.need(found.criteria.get(name), f"{BEKENDHEID}.criteria.{name}", "de drie criteria, alle ingevuld")
        if found.shares and unknown:
            taking.wrong(
                f"{BEKENDHEID}.informatieDelen",
                "Over wie niet bekend is, is er niets om te delen.",
                "een andere uitkomst, of niets delen",
            )
        if found.shares:
            taking.need(found.note, f"{BEKENDHEID}.aantekeningRpi", "de aantekening RPI")
        elif found.shared:
            taking.wrong(
                f"{SS}.gedeeldeInformatie", "Er wordt informatie gedeeld en ook niet.", "informatie delen, of geen"
            )
        group = given({"criteria": given(found.criteria) or None, "aantekeningRpi": found.note})
        group |= {
            "uitkomst": found.outcome,
            "informatieDelen": "JA" if found.shares else "NEE",
            "terugkoppeling": found.feedback,
            "terugkoppelingOp": taking.today,
            "beoordeeldDoor": author,
            "beoordeeldOp": taking.today,
        }
        taking.patch = {SS: {"bekendheid": group}}
        if found.shared:
            _share(taking, found.shared, ())

    return command(Event.BEOORDEEL_BEKENDHEID, work)


def share(information: Sequence[Information], items: Sequence[str] = ()) -> Command:
    """Sharing with the casemanager: new pieces of information, and those that stand in the plan already, by their ids."""

    def work(taking: Taking) -> None:
        taking.need([*information, *items], f"{SS}.gedeeldeInformatie", "ten minste één stuk informatie")
        _share(taking, information, items)

    return command(Event.DEEL_INFORMATIE, work)


def _share(taking: Taking, information: Sequence[Information], items: Sequence[str]) -> None:
    for piece in information:
        for name in ("onderwerp", "tekst"):
            taking.need(piece.get(name), f"{SS}.gedeeldeInformatie[].{name}", "een onderwerp en een tekst")
    own = taking.patch.setdefault(SS, {})
    own["gedeeldeInformatie"] = {
        "toevoegen": [{**given(piece), "gedeeld": "JA"} for piece in information],
        "wijzigen": [{"id": item, "gedeeld": "JA"} for item in items],
    }
    own.setdefault("bekendheid", {})["gedeeldOp"] = taking.today
    own["duiding"] = lead(taking, None)


def lead(taking: Taking, chosen: Regiehouder | None) -> dict[str, Any]:
    """Who takes the lead for the duiding: as chosen, else as it was, else the casemanager (design 10.3)."""
    recorded = taking.basis.value(f"{DUIDING}.regiehouder")
    known = recorded if recorded != Regiehouder.ONBEKEND else None
    return {"regiehouder": chosen or known or Regiehouder.CASEMANAGER}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What casemanager and reclasseringswerker concluded together."""

    held_on: date
    summary: str
    ground: str
    agreements: str
    participants: str | None = None
    motives: str | None = None
    lead: Regiehouder | None = None


def record_duiding(made: Interpretation) -> Command:
    """The joint duiding as the reclasseringswerker records it; it stands when DJI has confirmed it too (002:L805-L827)."""

    def work(taking: Taking) -> None:
        taking.not_later(made.held_on, f"{DUIDING}.gehoudenOp")
        for name, text in (
            ("samenvatting", made.summary),
            ("onderbouwing", made.ground),
            ("afspraken", made.agreements),
        ):
            taking.need(text.strip(), f"{DUIDING}.{name}", "samenvatting, onderbouwing en afspraken")
        group = given({"deelnemers": made.participants, "motieven": made.motives})
        group |= {
            "gehoudenOp": made.held_on,
            "samenvatting": made.summary,
            "onderbouwing": made.ground,
            "afspraken": made.agreements,
            "akkoord3ro": "JA",
        }
        taking.patch = {SS: {"duiding": group | lead(taking, made.lead)}}

    return command(Event.LEG_DUIDING_VAST, work)


def confirm_duiding(*, agrees: bool) -> Command:
    """The confirmation by DJI; without it the duiding is recorded anew (002:L805-L809)."""

    def work(taking: Taking) -> None:
        basis = taking.basis
        recorded = basis.day(f"{DUIDING}.gehoudenOp") is not None and basis.yes(f"{DUIDING}.akkoord3ro")
        taking.need(recorded, f"{DUIDING}.gehoudenOp", "een duiding die de reclassering heeft vastgelegd")
        taking.patch = {SS: {"duiding": {"akkoordDji": "JA" if agrees else "NEE"}}}

    return command(Event.BEVESTIG_DUIDING, work)
