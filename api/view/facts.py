"""The facts of a plan that decisions go by, taken from its document."""

from collections.abc import Iterator
from typing import Final

from api.access.facts import PlanFacts, Shielding
from plan_schema.values import Node, value_at

DECIDING: Final = (
    "afschermingen",
    "betrokkene.sknNummer",
    "detentie.datumAanvang",
    "detentie.datumInvrijheidstelling",
    "detentie.einddatumStatus",
    "detentie.inrichting",
    "detentie.plaatsingen",
    "samenStarten.signaal.afgegevenOp",
    "samenStarten.toewijzing.organisaties",
    "status",
    "terugkeer.herkomstgemeente",
    "terugkeer.vestigingsgemeente",
    "toezicht.toezichthouderOrganisatie",
    "zorg.zorgNodig",
)
"""The paths of all that is looked at here; a list by its own path, so that its items keep their ids."""


def _text(document: Node, path: str) -> str | None:
    value = value_at(document, path)
    return value if isinstance(value, str) else None


def _shieldings(document: Node) -> Iterator[Shielding]:
    for entry in document.get("afschermingen") or ():
        path, first, last = (
            value if isinstance(value := entry.get(name), str) else None
            for name in ("pad", "ingangsdatum", "einddatum")
        )
        if path is not None:
            yield Shielding(path, first, last)


def facts_of(document: Node) -> PlanFacts:
    """The facts of one document; a value recorded as unknown is no fact."""
    signal = value_at(document, "samenStarten.signaal.afgegevenOp")
    assigned = value_at(document, "samenStarten.toewijzing.organisaties")
    return PlanFacts(
        skn=_text(document, "betrokkene.sknNummer"),
        inrichting=_text(document, "detentie.inrichting"),
        earlier_inrichtingen=frozenset(
            stay["inrichting"]
            for stay in value_at(document, "detentie.plaatsingen") or ()
            if isinstance(stay.get("inrichting"), str)
        ),
        start=_text(document, "detentie.datumAanvang"),
        release=_text(document, "detentie.datumInvrijheidstelling"),
        release_is_final=value_at(document, "detentie.einddatumStatus") == "DEFINITIEF",
        herkomstgemeente=_text(document, "terugkeer.herkomstgemeente"),
        vestigingsgemeente=_text(document, "terugkeer.vestigingsgemeente"),
        signal_given=signal is not None and not isinstance(signal, dict),
        assigned=frozenset(assigned) if isinstance(assigned, list) else frozenset(),
        supervisor=_text(document, "toezicht.toezichthouderOrganisatie"),
        care_needed=value_at(document, "zorg.zorgNodig") == "JA",
        closed=value_at(document, "status") == "AFGESLOTEN",
        shieldings=tuple(_shieldings(document)),
    )
