"""Made-up plans for the indicators: every field has its turn, dates lie so close together that terms are kept and broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

from plan_schema import kinds
from plan_schema.kinds import kind_of
from plan_schema.plan import PLAN
from plan_schema.process.indicators.case import Case, Written
from plan_schema.process.indicators.surroundings import Surroundings
from plan_schema.tree import Group, Leaf
from plan_schema.values import UNKNOWN
from tests.strategies import example, parsed

TODAY: Final = date(2026, 6, 24)
HOLIDAYS: Final = {date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5), date(2026, 5, 14), date(2026, 5, 25)}
KINDS: Final[Mapping[str, str]] = {
    "00000099100000001000": "DJI",
    "00000099100000002000": "DJI",
    "00000099200000001000": "RECLASSERING",
    "00000099200000002000": "RECLASSERING",
    "00000099300000202000": "GEMEENTE",
    "00000099300000344000": "GEMEENTE",
}
AROUND: Final = Surroundings(TODAY, KINDS, lambda day: day.weekday() < 5 and day not in HOLIDAYS)

_OINS: Final = (*KINDS, "00000099300000999000")
_GEMEENTEN: Final = ("0202", "0344", "0268", "0010")
_HELD: Final = 0.55
"""How often a field is filled; in the plan of who is diligent, nearly always, and in time."""
_WORKS_WELL: Final = 0.3
_ANY: Final[Mapping[str, tuple[str, ...]]] = {
    "overleggen.gesprekken[].soort": ("TRAJECTGESPREK", "GEZAMENLIJK_OVERLEG"),
    "overdracht.akkoorden[].partij": ("DJI", "RECLASSERING", "GEMEENTE"),
    "onderdak.verblijfNaDetentie": ("GEEN", "EIGEN_WONING", "ONBEKEND"),
    "samenStarten.signaal.redenGeenSignaal": ("TE_KORT_INGESLOTEN", "WIL_NIET_MEEWERKEN", "OVERIG", "ONBEKEND"),
}
"""What would otherwise be rare."""


def cases(number: int, seed: int, around: Surroundings = AROUND, days: int = 900) -> Iterator[Case]:
    """Plans that began within the last days, with what their versions say."""
    rng = Random(seed)  # noqa: S311 - the same plans every time
    for index in range(number):
        start = around.today - timedelta(rng.randrange(5, days))
        plan = _node(_Hand(rng, start, rng.random() < _WORKS_WELL), PLAN) | {
            "_id": f"{index:08x}-0000-7000-8000-{seed:012x}"
        }
        written = {
            kind: Written(_moment(rng, start), rng.randrange(1, 4))
            for kind in ("DJI", "RECLASSERING", "GEMEENTE")
            if rng.random() < _HELD
        }
        yield Case(plan, around, written)


@dataclass(frozen=True)
class _Hand:
    """Who writes a plan that begins on this day."""

    rng: Random
    start: date
    diligent: bool

    def chance(self, share: float) -> bool:
        return self.rng.random() < (0.97 if self.diligent else share)

    def day(self, leaf: Leaf) -> date:
        if leaf.name == "datumInformatie" and self.rng.random() < 0.5:
            return self.start - timedelta(self.rng.randrange(600))
        soon, late = self.rng.randrange(-2, 16), self.rng.randrange(-30, 400)
        return self.start + timedelta(abs(soon) if self.diligent else self.rng.choice((soon, late)))


def _node(hand: _Hand, group: Group) -> dict[str, Any]:
    rng, start = hand.rng, hand.start
    node: dict[str, Any] = {leaf.name: _value(hand, leaf) for leaf in group.leaves if hand.chance(_HELD)}
    if not group.path:
        node.setdefault("status", "CONCEPT")
    if group.path == "detentie" and rng.random() < 0.95:
        node["datumAanvang"] = start.isoformat()
        node["einddatumStatus"] = rng.choice(("VERWACHT", "DEFINITIEF"))
    if node and group.path:
        node["herkomst"] = [_record(rng, name, start) for name in node if hand.chance(0.9)]
    for child in group.groups:
        if child.path == "afschermingen[]":
            if rng.random() < 0.1:
                node[child.name] = [_shielding(rng, start)]
        elif child.repeated:
            if hand.chance(_HELD):
                found = [_node(hand, child) for _ in range(rng.randrange(3 * hand.diligent, 7))]
                node[child.name] = [{"id": _id(rng)} | entry for entry in found]
        elif hand.chance(0.9):
            node[child.name] = _node(hand, child)
    return node


def _value(hand: _Hand, leaf: Leaf) -> Any:
    if leaf.kind.choices is not None:
        return [_choice(hand, leaf)] if leaf.many else _choice(hand, leaf)
    if not hand.chance(0.9):
        return dict(UNKNOWN)
    if leaf.many:
        return list(dict.fromkeys(_one(hand, leaf) for _ in range(hand.rng.randrange(1, 3))))
    return _one(hand, leaf)


def _choice(hand: _Hand, leaf: Leaf) -> str:
    assert leaf.kind.choices is not None
    values = [choice.value for choice in leaf.kind.choices]
    if leaf.path in _ANY:
        return str(hand.rng.choice(_ANY[leaf.path]))
    # The first of a list is the one that most rules look for.
    return str(hand.rng.choice(values) if hand.rng.random() < 0.5 else values[0])


def _one(hand: _Hand, leaf: Leaf) -> Any:
    kind, rng = leaf.kind, hand.rng
    if kind is kind_of(kinds.Date):
        return hand.day(leaf).isoformat()
    if kind is kind_of(kinds.Instant):
        return _moment(rng, hand.start)
    if kind is kind_of(kinds.Oin):
        return rng.choice(_OINS)
    if kind is kind_of(kinds.Gemeentecode):
        return rng.choice(_GEMEENTEN)
    if kind is kind_of(kinds.Skn):
        return str(rng.randrange(10**7, 10**10))
    if kind is kind_of(kinds.Count):
        return rng.randrange(500)
    if leaf.path == "detentie.inrichting":
        return rng.choice(("PI Arnhem", "JC Zaanstad"))
    value = parsed(leaf, example(leaf))
    return value[0] if leaf.many else value


def _moment(rng: Random, start: date) -> datetime:
    # Around midnight too: the Dutch day is another than that in UTC.
    hour = rng.choice((rng.randrange(24), 22, 23))
    return datetime(start.year, start.month, start.day, hour, 30, tzinfo=UTC) + timedelta(rng.randrange(10))


def _record(rng: Random, name: str, start: date) -> dict[str, Any]:
    return {
        "velden": [name],
        "organisatie": rng.choice(_OINS),
        "organisatienaam": "Organisatie",
        "organisatieSoort": "DJI",
        "rol": "CASEMANAGER",
        "versie": 1,
        "bron": None,
        "peildatum": None,
        "geregistreerdOp": _moment(rng, start),
    }


def _shielding(rng: Random, start: date) -> dict[str, Any]:
    days = [(start + timedelta(rng.randrange(900))).isoformat() if rng.random() < 0.7 else None for _ in range(2)]
    entry = {"id": _id(rng), "pad": "onderdak", "ingangsdatum": days[0], "einddatum": days[1]}
    return {name: value for name, value in entry.items() if value is not None}


def _id(rng: Random) -> str:
    return f"{rng.randrange(1 << 32):08x}-0000-7000-8000-{rng.randrange(1 << 48):012x}"
