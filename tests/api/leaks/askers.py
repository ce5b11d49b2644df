"""Who asks: every persona, for every set of doelen."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from api.identity.organisations import OrganisationTable
from api.identity.personas import PERSONAS
from policies.context import Purpose
from tests.api.leaks.oracle import Reader

_ORGANISATIONS: Final = OrganisationTable.load()


@dataclass(frozen=True, slots=True)
class Asker:
    """A persona with the doelen of its token and, maybe, fewer in the header."""

    persona: str
    token: tuple[str, ...]
    header: tuple[str, ...] | None

    @property
    def purposes(self) -> frozenset[Purpose]:
        """The doelen for which the request acts."""
        return frozenset(map(Purpose, self.token if self.header is None else self.header))

    @property
    def reader(self) -> Reader:
        """The same, for the oracle."""
        who = PERSONAS[self.persona]
        organisation = _ORGANISATIONS.get(who.oin)
        assert organisation is not None
        return Reader(organisation.kind, who.oin, who.role, self.purposes)


def askers(rng: random.Random) -> Iterator[Asker]:
    """Every persona with every set of doelen that it may ask, in the token or narrowed by the header, over and over."""
    every = [
        (persona.name, chosen)
        for persona in PERSONAS.values()
        for size in range(1, len(persona.allowed) + 1)
        for chosen in combinations(sorted(persona.allowed), size)
    ]
    while True:
        rng.shuffle(every)
        for name, chosen in every:
            narrowed = rng.random() < 0.5
            token = tuple(sorted(PERSONAS[name].allowed)) if narrowed else chosen
            yield Asker(name, token, chosen if narrowed else None)
