"""Samen starten played on documents: every event with what is given along, and a walk over all that can be done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, TypeAlias

from plan_schema.changes import Provenance, apply
from plan_schema.patch import resolve
from plan_schema.plan import PLAN
from plan_schema.problems import Problem
from plan_schema.process.order import Command
from plan_schema.process.samen_starten import closing, contributing, opening
from plan_schema.process.samen_starten.status import SamenStartenStatus, samen_starten_status
from plan_schema.process.samen_starten.table import Event
from plan_schema.sections.samen_starten import MateVanBekendheid, RedenGeenSignaal, SoortBijdrage, VervolgHeropening
from plan_schema.sections.uitvoering import GrondInzet, SoortInzet

Document: TypeAlias = dict[str, Any]

TODAY: Final = date(2026, 2, 2)
MOMENT: Final = datetime(2026, 2, 2, 9, tzinfo=UTC)
AUTHOR: Final = "CASEMANAGER PI Arnhem"
START: Final[Document] = {
    "_id": "plan",
    "status": "CONCEPT",
    "betrokkene": {"geslachtsnaam": "Voorbeeld", "sknNummer": "1234567"},
    "detentie": {
        "inrichting": "PI Arnhem",
        "instroomtitel": "VOORLOPIG_GEHECHT",
        "datumAanvang": "2026-01-05",
        "datumInvrijheidstelling": "2026-02-02",
    },
    "terugkeer": {"herkomstgemeente": "0202"},
    "samenStarten": {"toewijzing": {"organisaties": ["00000099200000001000"]}},
}
RELEASED: Final = START | {"detentie": START["detentie"] | {"einddatumStatus": "DEFINITIEF"}}
"""A detention of which the last day came by itself."""
CRITERIA: Final = {"statusDossier": "DYNAMISCH", "rolReclassering": "GROOT", "laatsteContactOp": "2025-12-01"}
INFORMATION: Final = {"onderwerp": "SOCIALE_KAART", "tekst": "iets"}
_KNOWN, _UNKNOWN = MateVanBekendheid.VOLDOENDE_BEKEND, MateVanBekendheid.NIET_BEKEND


def assessed(**changes: Any) -> opening.Assessment:
    """A complete assessment, of which some is different."""
    found: dict[str, Any] = {
        "outcome": _KNOWN,
        "shares": True,
        "feedback": "bekend",
        "criteria": CRITERIA,
        "note": "RPI",
    }
    return opening.Assessment(**(found | changes))


def interpreted(**changes: Any) -> opening.Interpretation:
    """A complete duiding, of which some is different."""
    made: dict[str, Any] = {"held_on": TODAY, "summary": "samen", "ground": "omdat", "agreements": "dit"}
    return opening.Interpretation(**(made | changes))


EXAMPLES: Final[Mapping[Event, Sequence[Callable[[], Command]]]] = {
    Event.GEEF_SIGNAAL: [lambda: opening.give_signal(AUTHOR, MOMENT)],
    Event.ZIE_AF_VAN_SIGNAAL: [lambda: opening.refrain(AUTHOR, RedenGeenSignaal.TE_KORT_INGESLOTEN)],
    Event.BEOORDEEL_BEKENDHEID: [
        lambda: opening.assess(AUTHOR, assessed()),
        lambda: opening.assess(AUTHOR, assessed(shared=[INFORMATION])),
        lambda: opening.assess(AUTHOR, opening.Assessment(_UNKNOWN, shares=False, feedback="niet bekend")),
    ],
    Event.DEEL_INFORMATIE: [lambda: opening.share([INFORMATION])],
    Event.LEG_DUIDING_VAST: [lambda: opening.record_duiding(interpreted())],
    Event.BEVESTIG_DUIDING: [
        lambda: opening.confirm_duiding(agrees=True),
        lambda: opening.confirm_duiding(agrees=False),
    ],
    Event.BESLUIT: [
        lambda: contributing.decide(AUTHOR, None, active=False),
        lambda: contributing.decide(AUTHOR, "toch wel", active=True),
    ],
    Event.VRAAG_ANALYSE: [lambda: contributing.request_analysis(AUTHOR, "wat speelt er?")],
    Event.VRAAG_ADVIES: [lambda: contributing.request_advice(AUTHOR, "JD-1", None)],
    Event.SPREEK_DEELNAME_AF: [lambda: contributing.agree_participation(AUTHOR)],
    Event.START_BIJDRAGE: [lambda: contributing.start(None)],
    Event.STEM_BEVINDINGEN_AF: [lambda: contributing.align("bevindingen", None)],
    Event.REGISTREER_TRAJECTGESPREK: [
        lambda: contributing.register_talk(TODAY, [{"naam": "Iemand", "functie": "Mentor"}], None, None)
    ],
    Event.LEVER_INBRENG: [lambda: contributing.deliver(None)],
    Event.BRENG_CONCEPT_IN_MDO: [lambda: contributing.bring_concept(TODAY, "inbreng", None, processed=True)],
    Event.START_INZET: [
        lambda: closing.start_effort(
            SoortInzet.MOTIVERINGS_BEGELEIDINGSGESPREKKEN, GrondInzet.WETTELIJKE_TAAK, None, None
        )
    ],
    Event.HEROPEN: [
        lambda: closing.reopen(AUTHOR, "uit de intake", VervolgHeropening.DUIDING, None),
        lambda: closing.reopen(AUTHOR, "uit de intake", VervolgHeropening.BIJDRAGE, SoortBijdrage.AANVULLENDE_ANALYSE),
    ],
    Event.BEEINDIG_DETENTIE: [lambda: closing.end_detention(AUTHOR, "vrijgelaten", None)],
}
"""Every event, with every kind of outcome that it can have."""


def status(document: Document) -> SamenStartenStatus:
    """Where a document stands."""
    return SamenStartenStatus(samen_starten_status(document, TODAY).value)


def taken(document: Document, command: Command) -> Document | tuple[Problem, ...]:
    """The document after a command, or what stood in its way."""
    order = command(document, TODAY)
    if order.problems:
        return order.problems
    numbers = iter(range(len(str(document)), 1_000_000))
    found = resolve(PLAN, document, order.patch, lambda: f"{next(numbers):06}")
    assert found.problems == [], found.problems
    return apply(document, found.changes, Provenance("oin", "PI", "DJI", "CASEMANAGER", 1, None, None, MOMENT))


def after(document: Document, command: Command) -> Document:
    """The document after a command that must succeed."""
    result = taken(document, command)
    assert isinstance(result, dict), result
    return result


@dataclass(frozen=True, slots=True)
class Move:
    """One move that a command made: from a document in one status to another."""

    event: Event
    source: SamenStartenStatus
    target: SamenStartenStatus
    document: Document = field(compare=False)
    make: Callable[[], Command] = field(compare=False)


@cache
def _walked() -> tuple[dict[SamenStartenStatus, Document], frozenset[Move]]:
    """A document in every status that commands lead to, and every move that any of them made.

    Documents are told apart by their facts, without the texts and ids that grow with them, so that the walk ends.
    """
    examples = {status(START): START}
    found, seen, waiting, begun = set(), {_facts(START)}, [START], [RELEASED]
    while waiting or begun:
        document = (waiting or begun).pop(0)
        for event, makers in EXAMPLES.items():
            for make in makers:
                result = taken(document, make())
                if not isinstance(result, dict):
                    continue
                found.add(Move(event, status(document), status(result), document, make))
                examples.setdefault(status(result), result)
                if _facts(result) not in seen:
                    seen.add(_facts(result))
                    waiting.append(result)
    return examples, frozenset(found)


def _facts(document: Document) -> str:
    """What a status can depend on."""
    own = document.get("samenStarten", {})
    stands = sorted({str(item.get("resultaat", {}).get("status")) for item in own.get("bijdragen", ())})
    duiding = {
        name: own.get("duiding", {}).get(name) for name in ("gehoudenOp", "akkoordDji", "akkoord3ro", "actieveBijdrage")
    }
    bekendheid = {name: own.get("bekendheid", {}).get(name) for name in ("informatieDelen", "gedeeldOp")}
    lists = [bool(document.get("overleggen", {}).get(name)) for name in ("mdo", "gesprekken")]
    agreed = own.get("duiding", {}).get("deelnameTrajectgesprek")
    ended = "beeindiging" in own
    signaal = {name: name in own.get("signaal", {}) for name in ("afgegevenOp", "redenGeenSignaal")}
    follow = own.get("heropening", {}).get("vervolg")
    return str(
        (stands, duiding, bekendheid, lists, agreed, ended, signaal, follow, bool(document.get("reclasseringsinzet")))
    )


def in_every_status() -> dict[SamenStartenStatus, Document]:
    """A document in every status."""
    return _walked()[0]


def moves() -> frozenset[Move]:
    """Every move that any sequence of commands can make, each with a document on which it was made."""
    return _walked()[1]


def commands() -> Iterator[tuple[Event, Command]]:
    """Every example of every event."""
    return ((event, make()) for event, makers in EXAMPLES.items() for make in makers)
