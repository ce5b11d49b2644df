"""`make bench`, `reintegratieplan bench`: starts everything, measures it in turn, writes figures and a picture, ends with one line of JSON."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, Final

from api.settings import load_settings
from tests.bench import cold, speed
from tests.bench.floor import RECORDED
from tests.bench.growth import growth
from tests.bench.policy import policy_growth
from tests.bench.report import Report, last_line, machine, ratios
from tests.bench.setting import Bench, bench, start_peers
from tests.bench.versions import version_growth
from tests.bench.writes import writes

LIBRARIES: Final = ("motor", "pymongo")
QUICK_ROUNDS: Final = 4
QUICK_SECONDS: Final = 1.0
QUICK_UNTIL: Final = 36.0
"""Seconds after the start; what comes after the last round fits in what is left of 50."""
BEGAN: Final = monotonic()
ROUNDS: Final = 7
SECONDS: Final = 3.0
SIZES: Final = "1000,20000,200000"


def tell(text: str) -> None:
    """Say how far it is, beside the figures."""
    print(text, file=sys.stderr, flush=True)


def quick(made: Bench, library: str) -> tuple[Report, str]:
    """Ours, the floor and the textbook with one client library."""
    servers = speed.start(made, library)
    textbook = speed.start_textbook(made, library)
    speeds = speed.measure(
        made, servers, textbook, rounds=QUICK_ROUNDS, seconds=QUICK_SECONDS, until=BEGAN + QUICK_UNTIL
    )
    first = cold.cold_operation(made, servers[speed.labelled(speed.LOGS_ON, library)], 7)
    report = Report(machine(), {"ratios": {library: ratios(speeds, library)}, "cold": first}, speeds.bars())
    return report, last_line(made, speeds, library, first)


def whole(made: Bench, library: str, sizes: list[int], keep: Callable[[Report], object]) -> tuple[Report, str]:
    """Everything. The last line is about the client library of the settings; what was measured so far is kept on the way."""
    servers = {name: served for each in LIBRARIES for name, served in speed.start(made, each).items()}
    servers |= start_peers(made)
    for absent in made.absent:
        tell(absent)
    textbook = speed.start_textbook(made, library)
    tell("leesvraag ...")
    speeds = speed.measure(made, servers, textbook, rounds=ROUNDS, seconds=SECONDS)
    report = Report(machine(), bars=speeds.bars())
    figures: dict[str, Any] = report.figures
    figures |= {"absent": made.absent, "documentKb": made.document_kb}
    figures["ratios"] = {each: ratios(speeds, each) for each in LIBRARIES}
    keep(report)
    for each in LIBRARIES:
        kinds = (speed.LOGS_ON, speed.LOGS_OFF, speed.FLOOR)
        ours, without, floor = (servers[speed.labelled(name, each)] for name in kinds)
        half = {kind: (servers[speed.labelled(kind, each)], speed.READ) for kind in kinds}
        half[RECORDED] = (floor, RECORDED)
        tell(f"met {each}: een client, halve belasting, nieuwe vragen, wijzigingen ...")
        figures[each] = {
            "alone": speed.alone(made, ours, floor, ROUNDS, SECONDS),
            "aloneWithoutLogs": speed.alone(made, without, floor, ROUNDS, SECONDS),
            "aloneOfRecorded": speed.alone(made, ours, floor, ROUNDS, SECONDS, RECORDED),
            "halfLoad": speed.half_load(made, half, ROUNDS, SECONDS),
            "cold": cold.cold_operation(made, ours, 25),
            "writes": writes(made, each, 3, SECONDS),
            "manyOperations": cold.memory_of_many(made, ours, 1_000),
            "flood": cold.flood(made, each, 3 * SECONDS),
        }
        keep(report)
    tell("beleid, versies, groei ...")
    figures["policy"] = policy_growth()
    figures["versions"] = version_growth(made, servers[speed.labelled(speed.LOGS_ON, library)])
    keep(report)
    figures["growth"] = growth(made, library, sizes, tell)
    return report, last_line(made, speeds, library, figures[library]["cold"])


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(prog="reintegratieplan bench")
    parser.add_argument("--quick", action="store_true", help="alleen de leesvraag, binnen 50 s")
    parser.add_argument("--map", type=Path, default=Path("bench"), help="waar cijfers en plaatje komen")
    parser.add_argument("--groei", default=SIZES, help="aantallen plannen, oplopend")
    given = parser.parse_args()
    library = load_settings(mode="development").mongo_driver
    with tempfile.TemporaryDirectory() as folder, bench(Path(folder)) as made:
        sizes = [int(size) for size in given.groei.split(",") if size]
        report, line = (
            quick(made, library) if given.quick else whole(made, library, sizes, lambda found: found.write(given.map))
        )
    for bar in report.bars:
        print(_told(asdict(bar)))
    print(*report.write(given.map), sep="\n")
    print(line)


def _told(bar: dict[str, Any]) -> str:
    speeds, p50, p99, cpu = (bar[key] for key in ("per_second", "p50", "p99", "cpu"))
    return (
        f"{bar['name']:<40}{speeds['middle']:>8.0f}/s ({speeds['low']:.0f} - {speeds['high']:.0f})"
        f"  p50 {p50['middle']:.1f} ms  p99 {p99['middle']:.1f} ms  {cpu['middle']:.0f} µs CPU  {bar['memory']:.0f} MB"
    )


if __name__ == "__main__":
    main()
