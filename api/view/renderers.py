"""The renderers that were made, kept within bounds: by shape and rights, so nothing of a person is in a key or in a renderer."""

from threading import Lock
from typing import Final, TypeAlias

from cachetools import LRUCache

from api.access.access import Rights
from api.view.rendering import Renderer, renderer
from api.view.shape import Shape

MOST_ENTRIES: Final = 60_000
"""Entries of the shapes of all renderers together: four hundred renderers of 150 fields, 30 MB."""

_Key: TypeAlias = tuple[Shape, tuple[int, ...], int, int]


class Renderers:
    """Gives the renderer of a shape for whoever has certain rights; made when it is first asked. Safe to use from several threads."""

    def __init__(self, most_entries: int = MOST_ENTRIES) -> None:
        self._known: LRUCache[_Key, tuple[Renderer, int]] = LRUCache(most_entries, getsizeof=lambda made: made[1])
        self._lock = Lock()

    def knows(self, shape: Shape, rights: Rights) -> bool:
        """Whether it was asked before."""
        with self._lock:
            return _key(shape, rights) in self._known

    def of(self, shape: Shape, rights: Rights) -> Renderer:
        """The renderer."""
        key = _key(shape, rights)
        with self._lock:
            made = self._known.get(key)
        if made is None:
            made = (renderer(shape, rights), shape.size + 1)
            with self._lock:
                self._known[key] = made
        return made[0]


def _key(shape: Shape, rights: Rights) -> _Key:
    return (shape, rights.masks.read, int(rights.conditions), rights.shielded)
