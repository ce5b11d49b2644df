"""Garbage collection, as a process needs it that keeps much and makes much: rarely, and never of what stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

THRESHOLDS: Final = (10_000, 1_000, 100)
"""A plan is a thousand objects, and goes without the collector: with Python's own thresholds a fifth of the time went to looking.

A look at the newest objects takes a millisecond. One at all that stayed, which in a flood of new questions is much, takes tens of them,
and everybody waits for it: so that comes seldom.
"""


@contextmanager
def collected_rarely() -> Iterator[None]:
    """For as long as the context lasts; what is loaded before stays out of the collector, which takes the long pauses away.

    It is a whole process's affair: an application that is one of several in its process, as in tests, leaves it alone.
    """
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
