"""The full plan query: ours with and without logs, the floor, the textbook and the peers, in turn, round after round."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from statistics import median
from time import monotonic
from typing import Any, Final

from tests.bench.serving import Load, Served, python
from tests.bench.setting import Bench, Command

LOGS_ON: Final = "API"
LOGS_OFF: Final = "API zonder logboeken"
FLOOR: Final = "kale route"
MODULES: Final = {LOGS_ON: "tests.bench.ours", LOGS_OFF: "tests.bench.without_logs", FLOOR: "tests.bench.floor"}
TEXTBOOK: Final = "leerboek: Casbin per veld"
READ: Final = "/v1/graphql"
FEWEST_ROUNDS: Final = 2
TEXTBOOK_CONNECTIONS: Final = 2
TEXTBOOK_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True)
class Spread:
    """The median over the rounds, with the least and the most."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """The spread of these values."""
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Bar:
    """One server, over all rounds."""

    name: str
    per_second: Spread
    p50: Spread
    p99: Spread
    cpu: Spread
    memory: float

    @classmethod
    def of(cls, name: str, loads: list[Load]) -> "Bar":
        """The bar of these rounds."""
        spreads = {
            key: Spread.of([getattr(load, key) for load in loads]) for key in ("per_second", "p50", "p99", "cpu")
        }
        return cls(name, memory=loads[-1].memory, **spreads)


@dataclass(frozen=True, slots=True)
class Speeds:
    """What the rounds gave: one list of loads per server."""

    loads: Mapping[str, list[Load]]

    def bars(self) -> list[Bar]:
        """One per server, fastest first."""
        made = [Bar.of(name, loads) for name, loads in self.loads.items()]
        return sorted(made, key=lambda bar: -bar.per_second.middle)

    def ratio(self, name: str, other: str) -> Spread | None:
        """How many answers of one against one of the other, in the same round; None when one of them was not there."""
        if name not in self.loads or other not in self.loads:
            return None
        ours, theirs = self.loads[name], self.loads[other]
        # What is measured once stands beside every round of the other.
        theirs = theirs * len(ours) if len(theirs) == 1 else theirs
        return Spread.of([one.per_second / two.per_second for one, two in zip(ours, theirs, strict=True)])


def labelled(name: str, library: str) -> str:
    """A server of ours, with its client library."""
    return f"{name} ({library})"


def start(bench: Bench, library: str) -> dict[str, Served]:
    """Our servers and the floor with one client library."""
    env = bench.env(library)
    return bench.start({labelled(name, library): Command(python(module), env) for name, module in MODULES.items()})


def start_textbook(bench: Bench, library: str) -> Served:
    """The textbook."""
    return bench.start({TEXTBOOK: Command(python("tests.bench.peers.textbook"), bench.env(library))})[TEXTBOOK]


def measure(
    bench: Bench,
    servers: Mapping[str, Served],
    textbook: Served,
    *,
    rounds: int,
    seconds: float,
    until: float = inf,
) -> Speeds:
    """Every server in turn; in each round the order is the other way round. The textbook once: it is far away.

    `until`: no further round begins after this moment of the monotonic clock, once there have been two.
    """
    own = bench.spec(seconds=seconds)
    specs = {
        name: replace(bench.own.get(name, own), port=server.port, seconds=seconds) for name, server in servers.items()
    }
    for name, server in servers.items():
        bench.generator.load(server, replace(specs[name], seconds=min(1.0, seconds)))
    once = replace(own, port=textbook.port, seconds=TEXTBOOK_SECONDS, connections=TEXTBOOK_CONNECTIONS)
    loads: dict[str, list[Load]] = {TEXTBOOK: [bench.generator.load(textbook, once)], **{name: [] for name in servers}}
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and monotonic() > until:
            break
        for name in list(servers)[:: -1 if number % 2 else 1]:
            loads[name].append(bench.generator.load(servers[name], specs[name]))
    return Speeds(loads)


def alone(bench: Bench, ours: Served, floor: Served, rounds: int, seconds: float, path: str = READ) -> dict[str, Any]:
    """One client, no load: p50 of ours and of a route of the floor in milliseconds, and their ratio per round."""
    spec = replace(bench.spec(seconds=seconds, connections=1), port=ours.port)
    bare = replace(spec, port=floor.port, path=path)
    pairs = [(bench.generator.load(ours, spec).p50, bench.generator.load(floor, bare).p50) for _ in range(rounds)]
    return {
        "p50Ms": Spread.of([one for one, _ in pairs]),
        "floorP50Ms": Spread.of([two for _, two in pairs]),
        "ratio": Spread.of([one / two for one, two in pairs]),
    }


def half_load(
    bench: Bench, asked: Mapping[str, tuple[Served, str]], rounds: int, seconds: float
) -> dict[str, dict[str, Spread]]:
    """p50 and p99 in milliseconds of servers, each at a path, at half of the most that it can; asked in turn, at a steady rate."""
    specs = {}
    for name, (server, path) in asked.items():
        spec = replace(bench.spec(seconds=seconds), port=server.port, path=path)
        specs[name] = replace(spec, rate=bench.generator.load(server, spec).per_second / 2)
    loads: dict[str, list[Load]] = {name: [] for name in asked}
    for number in range(rounds):
        for name in list(asked)[:: -1 if number % 2 else 1]:
            loads[name].append(bench.generator.load(asked[name][0], specs[name]))
    return {
        name: {
            "perSecond": Spread.of([load.per_second for load in found]),
            "p50Ms": Spread.of([load.p50 for load in found]),
            "p99Ms": Spread.of([load.p99 for load in found]),
            "p99OverP50": Spread.of([load.p99 / load.p50 for load in found]),
        }
        for name, found in loads.items()
    }
