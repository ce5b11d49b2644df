"""Plans that are asked at the same moment under the same conditions are read at once.

What a read costs this process is mostly the conversation with the server; under load that is held once for many. Nothing is kept:
a question that comes after the server was asked is asked anew, so what is read was there when it was asked. Each decodes his own plan when
it is his turn, and is done with it before the next: sixteen at once are more than the processor's caches hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from strawberry.dataloader import DataLoader

from api.store.collections import PLANS, reached_by
from api.store.driver import Database, Document, Filter
from api.store.projection import Projections, Wanted
from api.store.scope import Lookup
from plan_schema.paths import Paths

MOST_AT_ONCE: Final = 16
"""Plans in one answer of the server. Measured: the plan query is slower with 8, where the conversation costs more, and with 32."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked beside the id. Questions are the same when their text is."""

    where: Filter = field(compare=False)
    path: str
    wanted: Wanted | None
    text: str


class GatheredPlans:
    """Reads plans by id, within what exists for whoever asks."""

    def __init__(self, database: Database, paths: Paths) -> None:
        self._database = database
        self._projections = Projections(paths)
        self._gathering: dict[_Question, DataLoader[str, bytes | None]] = {}
        self._under_way = 0

    async def find(self, plan_id: str, lookup: Lookup, wanted: Wanted | None) -> Document | None:
        """The raw document of a plan that a lookup reaches; None when there is none. `wanted`: all of it that will be looked at."""
        if not self._under_way:
            # Nobody to be read together with, so no waiting to see who comes.
            return await self._one(plan_id, lookup.where, lookup.path, wanted)
        question = _Question(lookup.where, lookup.path, wanted, repr(lookup.where))
        loader = self._gathering.get(question)
        if loader is None:
            loader = DataLoader(partial(self._ask, question), MOST_AT_ONCE, cache=False)
            self._gathering[question] = loader
        stored = await loader.load(plan_id)
        return None if stored is None else self._database.decoded(stored)

    async def _ask(self, question: _Question, plan_ids: Sequence[str]) -> list[bytes | None]:
        # From here on, who asks the same starts a gathering of his own.
        self._gathering.pop(question, None)
        where = {"$and": [{"_id": {"$in": list(plan_ids)}}, question.where]}
        fields, index = self._fields(question.wanted), reached_by(question.path)
        with self._reading():
            found = await self._database.find_stored(PLANS, where, fields=fields, index=index)
        return [found.get(plan_id) for plan_id in plan_ids]

    async def _one(self, plan_id: str, reached: Filter, path: str, wanted: Wanted | None) -> Document | None:
        # Without a cursor, which takes Motor another thread.
        where = {"$and": [{"_id": plan_id}, reached]}
        with self._reading():
            return await self._database.find_one(PLANS, where, fields=self._fields(wanted), index=reached_by(path))

    def _fields(self, wanted: Wanted | None) -> Mapping[str, int] | None:
        return self._projections.of(wanted) if wanted else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
