"""Timing: several rounds of each measure, median and spread, since machines are noisy."""

import timeit
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

ROUNDS: Final = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """Microseconds of one run: minimum, median and maximum over the rounds."""

    name: str
    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.name:<62}{self.middle:>12.1f} µs   ({self.low:.1f} - {self.high:.1f})"


def _measure(name: str, seconds: list[float]) -> Measure:
    return Measure(name, min(seconds) * 1e6, median(seconds) * 1e6, max(seconds) * 1e6)


def measure(name: str, work: Callable[[], object], number: int) -> Measure:
    """Run `work` `number` times in each round."""
    timer = timeit.Timer(work)
    return _measure(name, [seconds / number for seconds in timer.repeat(ROUNDS, number)])


async def measure_pair(
    names: tuple[str, str], works: tuple[Callable[[], Awaitable[object]], Callable[[], Awaitable[object]]], number: int
) -> tuple[Measure, Measure]:
    """Run two asynchronous pieces of work in turn, so that both meet the same machine."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, found in zip(works, seconds, strict=True):
            started = perf_counter()
            for _ in range(number):
                await work()
            found.append((perf_counter() - started) / number)
    return _measure(names[0], seconds[0]), _measure(names[1], seconds[1])
