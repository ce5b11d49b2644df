"""The report: every figure in one JSON file, the bars in one picture, and the line that says the most."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from tests.bench.picture import picture
from tests.bench.setting import APOLLO, CONNECTIONS, MERCURIUS, PARSE, Bench
from tests.bench.speed import FLOOR, LOGS_OFF, LOGS_ON, TEXTBOOK, TEXTBOOK_CONNECTIONS, Bar, Speeds, Spread, labelled

PEERS: Final = {"mercurius": MERCURIUS, "apollo": APOLLO, "parse": PARSE}


@dataclass(slots=True)
class Report:
    """What was measured."""

    machine: str
    figures: dict[str, Any] = field(default_factory=dict)
    bars: list[Bar] = field(default_factory=list)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Put it down; where the figures are, and the picture."""
        folder.mkdir(parents=True, exist_ok=True)
        figures, drawn = folder / "bench.json", folder / "bench.svg"
        content = {"machine": self.machine, "bars": self.bars, **self.figures}
        figures.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
        drawn.write_text(
            picture(self.bars, f"{self.machine}; {CONNECTIONS} verbindingen, het leerboek {TEXTBOOK_CONNECTIONS}"),
            "utf-8",
        )
        return figures, drawn


def machine() -> str:
    """What this was measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        "onbekend",
    )
    return f"{len(os.sched_getaffinity(0))} cores ({model}), {platform.system()}, Python {platform.python_version()}, {datetime.now(UTC):%d-%m-%Y}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()


def ratios(speeds: Speeds, library: str) -> dict[str, Spread]:
    """Ours against the others, each in the same round; what was not there is left out."""
    found = {
        "floorRatioLogsOn": speeds.ratio(labelled(LOGS_ON, library), labelled(FLOOR, library)),
        "floorRatioLogsOff": speeds.ratio(labelled(LOGS_OFF, library), labelled(FLOOR, library)),
        "logsRatio": speeds.ratio(labelled(LOGS_ON, library), labelled(LOGS_OFF, library)),
        "textbookRatio": speeds.ratio(labelled(LOGS_ON, library), TEXTBOOK),
    }
    for short, name in PEERS.items():
        found[f"{short}RatioLogsOn"] = speeds.ratio(labelled(LOGS_ON, library), name)
        found[f"{short}RatioLogsOff"] = speeds.ratio(labelled(LOGS_OFF, library), name)
    return {name: spread for name, spread in found.items() if spread is not None}


def last_line(bench: Bench, speeds: Speeds, library: str, cold: dict[str, Any]) -> str:
    """The figures that say the most, as one line of JSON."""
    ours = Bar.of(LOGS_ON, list(speeds.loads[labelled(LOGS_ON, library)]))
    line: dict[str, Any] = {"driver": library}
    line |= {name: round(spread.middle, 3) for name, spread in ratios(speeds, library).items()}
    line |= {
        "perSecond": round(ours.per_second.middle, 1),
        "p50Ms": round(ours.p50.middle, 2),
        "p99Ms": round(ours.p99.middle, 2),
        "coldOperationMs": round(cold["coldOperationMs"], 2),
        "documentKb": round(bench.document_kb, 1),
    }
    return orjson.dumps(line).decode()
