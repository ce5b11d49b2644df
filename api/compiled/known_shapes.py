"""The shapes of the questions that were asked, kept within bounds."""

from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple

from cachetools import LRUCache
from graphql import GraphQLError

from api.compiled.shaping import TooLarge
from api.view.shape import Shape

MOST_ENTRIES: Final = 150_000
"""Entries of all shapes together: a thousand questions of 150 fields, 20 MB."""


class Place(NamedTuple):
    """Where a plan stands in an answer, and what its shape goes by; no value of a question is in it.

    `digest`: the hash of the text without its values; `switches`: what the Boolean variables say, since directives go by those.
    """

    digest: str
    operation: str | None
    switches: tuple[object, ...]
    path: tuple[str, ...]


class KnownShapes:
    """Gives the shape at a place; made when it is first asked. Safe to use from several threads."""

    def __init__(self, most_entries: int = MOST_ENTRIES) -> None:
        self._known: LRUCache[Place, tuple[Shape | None, int]] = LRUCache(most_entries, getsizeof=lambda made: made[1])
        self._lock = Lock()

    @property
    def kept(self) -> int:
        """The entries of all shapes that are kept."""
        return int(self._known.currsize)

    def knows(self, place: Place) -> bool:
        """Whether it was asked before."""
        with self._lock:
            return place in self._known

    def of(self, place: Place, make: Callable[[], Shape]) -> Shape | None:
        """The shape; None when it would be too large to be worth one, or when a switch is null.

        A null switch is refused where it stands, unless nobody comes there: what the reader may not see is not gone into.
        """
        with self._lock:
            found = self._known.get(place)
        if found is None:
            try:
                shape = make()
                found = (shape, shape.size + 1)
            except (TooLarge, GraphQLError):
                found = (None, 1)
            with self._lock:
                self._known[place] = found
        return found[0]
