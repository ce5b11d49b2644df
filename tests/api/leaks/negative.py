"""What no gemeente reads (access.md §2), the gemeente that asks for it, and what must not be in its answers."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import httpx

from api.identity.personas import PERSONAS
from plan_schema.values import schema_path
from tests.api.graphql.selection import under
from tests.api.leaks.markers import TOKENS
from tests.api.leaks.planted import Planted

GEMEENTE: Final = "gemeente-arnhem"

NEGATIVE: Final = {
    "SKN": under("betrokkene.sknNummer"),
    "artikelcode": under("detentie.artikelcode", "detentie.aardVeroordeling"),
    "status en titel": under(
        "detentie.statusGedetineerde", "detentie.instroomtitel", "detentie.justitieleTitelNaDetentie"
    ),
    "RISC": under("screening.risc"),
    "criminogene factoren": under("screening.criminogeneFactoren[]"),
    "Risicoscreener Geweld": under("screening.risicoscreenerGeweld"),
    "SOM": under("som"),
    "Samen starten": under("samenStarten"),
    "MDO": under("overleggen.mdo[]"),
    "afschermingen": under("afschermingen[]"),
}
FIELDS: Final = frozenset().union(*NEGATIVE.values())

DOELEN: Final = [
    doelen
    for size in range(1, len(PERSONAS[GEMEENTE].allowed) + 1)
    for doelen in combinations(sorted(PERSONAS[GEMEENTE].allowed), size)
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that is asked about, and the one who asks."""

    planted: Planted
    plan_id: str
    doelen: Collection[str]

    async def ask(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        return await self.planted.api.ask(GEMEENTE, query, doelen=self.doelen, headers=headers, **variables)


def harmless(asked: Asked, response: httpx.Response) -> None:
    """No marker that stands in a negative field only is anywhere in an answer."""
    places = asked.planted.registry.places
    assert response.status_code == 200, response.text
    for token in TOKENS.findall(f"{response.headers} {response.text}"):
        found = [place for place in places.get(token, ()) if place.path and not place.note_of]
        assert not found or any(schema_path(place.path) not in FIELDS for place in found), (token, found)


def leaves(data: Any) -> set[Any]:
    """The values in the data of an answer."""
    if isinstance(data, dict):
        return set().union(*map(leaves, data.values()))
    if isinstance(data, list):
        return set().union(*map(leaves, data))
    return {data}


def paths(data: Any) -> set[str]:
    """The paths that the data of an answer names."""
    if isinstance(data, dict):
        return set().union({data["pad"]} if "pad" in data else (), *map(paths, data.values()))
    return set().union(*map(paths, data)) if isinstance(data, list) else set()
