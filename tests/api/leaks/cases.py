"""The plans that are planted: each with the facts that decide about it, and what follows from them, declared and not computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from plan_schema.plan import PLAN
from policies.context import Phase, Relation

PI_ARNHEM: Final = "00000099100000001000"
ZAANSTAD: Final = "00000099100000002000"
RN: Final = "00000099200000001000"
SVG: Final = "00000099200000002000"
LJR: Final = "00000099200000003000"
ARNHEM: Final = "00000099300000202000"
NIJMEGEN: Final = "00000099300000268000"
UTRECHT: Final = "00000099300000344000"
INZAGE: Final = "00000099500000001000"

_HIMSELF: Final = {"betrokkene.sknNummer": "88000001"}
"""The SKN of the persona who looks at the plans about himself."""

TODAY: Final = date.today()  # noqa: DTZ011 - release dates lie weeks from their limits
_ACTIVE: Final = {"samenStarten.signaal.afgegevenOp": "2001-02-03T04:05:06Z"}
_EIGEN, _VORIGE = Relation.EIGEN_PI, Relation.VORIGE_PI
_SIGNAAL, _TOEGEWEZEN = Relation.SIGNAAL, Relation.TOEGEWEZEN
_HERKOMST, _VESTIGING = Relation.HERKOMST, Relation.VESTIGING
_ZELF = Relation.ZELF


@dataclass(frozen=True, slots=True)
class Case:
    """One plan: the facts that decide about it, and what follows from them for phase and relations.

    `shielded`: the fields and groups that nobody may use. Each plan also has shieldings that are over and that are yet to begin.
    """

    name: str
    phase: Phase
    ties: Mapping[str, tuple[Relation, ...]]
    facts: Mapping[str, Any]
    shielded: tuple[str, ...] = ()


def _released(days_ago: int) -> dict[str, Any]:
    day = (TODAY - timedelta(days=days_ago)).isoformat()
    return {"detentie.datumInvrijheidstelling": day, "detentie.einddatumStatus": "DEFINITIEF"}


CASES: Final = (
    Case(
        "instroom",
        Phase.INSTROOM,
        {PI_ARNHEM: (_EIGEN,), ARNHEM: (_HERKOMST,), NIJMEGEN: (_VESTIGING,)},
        {"terugkeer.herkomstgemeente": "0202", "terugkeer.vestigingsgemeente": "0268", "zorg.zorgNodig": "JA"},
    ),
    Case(
        "signaal",
        Phase.DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_SIGNAAL,), SVG: (_SIGNAAL,), LJR: (_SIGNAAL,), ARNHEM: (_HERKOMST, _VESTIGING)},
        _ACTIVE | {"terugkeer.herkomstgemeente": "0202", "terugkeer.vestigingsgemeente": "0202"},
    ),
    Case(
        "toegewezen",
        Phase.DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,), ARNHEM: (_HERKOMST,), NIJMEGEN: (_VESTIGING,)},
        _ACTIVE
        | {
            "samenStarten.toewijzing.organisaties": [RN],
            "terugkeer.herkomstgemeente": "0202",
            "terugkeer.vestigingsgemeente": "0268",
            "zorg.zorgNodig": "JA",
        },
    ),
    Case(
        "elders",
        Phase.DETENTIE,
        {ZAANSTAD: (_EIGEN,), SVG: (_TOEGEWEZEN,), LJR: (_TOEGEWEZEN,), UTRECHT: (_HERKOMST,), ARNHEM: (_VESTIGING,)},
        _ACTIVE
        | {
            "detentie.inrichting": "JC Zaanstad",
            "samenStarten.toewijzing.organisaties": [SVG, LJR],
            "terugkeer.herkomstgemeente": "0344",
            "terugkeer.vestigingsgemeente": "0202",
            "zorg.zorgNodig": "NEE",
        },
    ),
    Case(
        "overgeplaatst",
        Phase.DETENTIE,
        {ZAANSTAD: (_EIGEN,), PI_ARNHEM: (_VORIGE,), RN: (_SIGNAAL,), SVG: (_SIGNAAL,), LJR: (_SIGNAAL,)},
        _ACTIVE | {"detentie.inrichting": "JC Zaanstad", "detentie.plaatsingen[].inrichting": "PI Arnhem"},
    ),
    Case(
        "na detentie",
        Phase.NA_DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,), NIJMEGEN: (_HERKOMST,), UTRECHT: (_VESTIGING,)},
        _ACTIVE
        | _released(30)
        | {
            "samenStarten.toewijzing.organisaties": [RN],
            "terugkeer.herkomstgemeente": "0268",
            "terugkeer.vestigingsgemeente": "0344",
        },
    ),
    Case(
        "onder toezicht",
        Phase.NA_DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,), SVG: (_TOEGEWEZEN,), ARNHEM: (_HERKOMST,), INZAGE: (_ZELF,)},
        _ACTIVE
        | _HIMSELF
        | _released(90)
        | {
            "samenStarten.toewijzing.organisaties": [SVG],
            "toezicht.toezichthouderOrganisatie": RN,
            "terugkeer.herkomstgemeente": "0202",
            "zorg.zorgNodig": "JA",
        },
    ),
    Case(
        "toezichthouder vóór toewijzing",
        Phase.DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_SIGNAAL, _TOEGEWEZEN), SVG: (_SIGNAAL,), LJR: (_SIGNAAL,)},
        _ACTIVE | {"toezicht.toezichthouderOrganisatie": RN},
    ),
    Case(
        "nazorg voorbij",
        Phase.NA_DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,)},
        _ACTIVE | _released(900) | {"samenStarten.toewijzing.organisaties": [RN], "terugkeer.herkomstgemeente": "0202"},
    ),
    Case(
        "afgesloten",
        Phase.AFGESLOTEN,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,), ARNHEM: (_HERKOMST,), INZAGE: (_ZELF,)},
        _ACTIVE
        | _HIMSELF
        | _released(60)
        | {
            "status": "AFGESLOTEN",
            "samenStarten.toewijzing.organisaties": [RN],
            "terugkeer.herkomstgemeente": "0202",
        },
        ("schulden", "som", "detentie.artikelcode", "stemBetrokkene.wensen"),
    ),
    Case(
        "velden afgeschermd",
        Phase.DETENTIE,
        {PI_ARNHEM: (_EIGEN,), RN: (_TOEGEWEZEN,), ARNHEM: (_HERKOMST,), NIJMEGEN: (_VESTIGING,)},
        _ACTIVE
        | {
            "samenStarten.toewijzing.organisaties": [RN],
            "terugkeer.herkomstgemeente": "0202",
            "terugkeer.vestigingsgemeente": "0268",
            "zorg.zorgNodig": "JA",
        },
        (
            "schulden",
            "onderdak.hulpvraag",
            "betrokkene.geslachtsnaam",
            "betrokkene.burgerservicenummer",
            "detentie.datumInvrijheidstelling",
            "doelen[].acties[]",
            # What conditions rest on: whose an item is, whether a group is shared, whether care is needed.
            "contacten[].organisatie",
            "screening.risc.gedeeld",
            "zorg.zorgNodig",
        ),
    ),
    Case(
        "groepen afgeschermd",
        Phase.DETENTIE,
        {PI_ARNHEM: (_EIGEN,), SVG: (_TOEGEWEZEN,), ARNHEM: (_HERKOMST, _VESTIGING)},
        _ACTIVE
        | {
            "samenStarten.toewijzing.organisaties": [SVG],
            "terugkeer.herkomstgemeente": "0202",
            "terugkeer.vestigingsgemeente": "0202",
            "zorg.zorgNodig": "JA",
        },
        # The facts that tie organisations to the plan and decide on its phase are among these: they keep doing so.
        ("status", "detentie", "terugkeer", "samenStarten", "contacten[]", "zorg"),
    ),
    Case(
        "geheel afgeschermd",
        Phase.INSTROOM,
        {PI_ARNHEM: (_EIGEN,), ARNHEM: (_HERKOMST,), NIJMEGEN: (_VESTIGING,)},
        {"terugkeer.herkomstgemeente": "0202", "terugkeer.vestigingsgemeente": "0268", "zorg.zorgNodig": "JA"},
        tuple(child.path for child in PLAN.children.values() if child.path != "afschermingen[]"),
    ),
)

FACTS: Final = frozenset(
    {
        "status",
        "vastgesteldOp",
        "betrokkene.geboortedatum",
        "betrokkene.sknNummer",
        "detentie.inrichting",
        "detentie.datumAanvang",
        "detentie.datumBinnenkomst",
        "detentie.datumInvrijheidstelling",
        "detentie.einddatumStatus",
        "detentie.plaatsingen[].inrichting",
        "terugkeer.herkomstgemeente",
        "terugkeer.vestigingsgemeente",
        "samenStarten.signaal.afgegevenOp",
        "samenStarten.toewijzing.organisaties",
        "toezicht.toezichthouderOrganisatie",
        "afschermingen[].pad",
        "afschermingen[].ingangsdatum",
        "afschermingen[].einddatum",
    }
)
"""What decides on relations and phase, or is tied to another date: set with the case, and left alone afterwards."""
