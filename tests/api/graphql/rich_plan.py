"""A plan in which nearly every field holds a value of its own, made through the API by those who may.

Texts name the field they stand in (`tekst van onderdak.toelichting`), so a text that leaks says where it came from. Days lie
far from today: the tests mean the same in every year.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from plan_schema.plan import PLAN
from plan_schema.tree import Group, Leaf
from tests.api.client import Api
from tests.api.graphql.selection import leaf_paths, under

PI_ARNHEM: Final = "00000099100000001000"
RN: Final = "00000099200000001000"
SVG: Final = "00000099200000002000"
ARNHEM: Final = "00000099300000202000"
NIJMEGEN: Final = "00000099300000268000"

BETROKKENE_SKN: Final = "88000001"
"""The SKN of the persona who looks at the plan about himself."""

CASEMANAGER: Final = "casemanager-arnhem"
RECLASSERING: Final = "reclassering-rn-arnhem"

BY_RECLASSERING: Final = under(
    "samenStarten.toewijzing",
    "samenStarten.bekendheid",
    "samenStarten.gedeeldeInformatie[]",
    "samenStarten.bijdragen[].resultaat",
    "samenStarten.duiding.akkoord3ro",
    "screening.risc",
    "screening.saprof",
    "screening.zelfredzaamheid",
    "screening.criminogeneFactoren[]",
    "screening.beschermendeFactoren[]",
    "som.deel2",
    "toezicht",
)
_INZET_BY_RECLASSERING: Final = under("reclasseringsinzet[]") - under("reclasseringsinzet[].aanvraag")
_BY_NOBODY: Final = under("som.uitkomst")
_BY_HOOFD: Final = under("afschermingen[]")
_LATER: Final = under("status", "vastgesteldOp", "samenStarten.signaal", "verlof[].doelen", "overdracht.akkoorden[]")
_TEXTS_OF_THEIR_OWN: Final = under(
    "samenStarten.gedeeldeInformatie[]", "screening.criminogeneFactoren[]", "onderdak.hulpvraag"
)
_UNKNOWN: Final = frozenset(
    {
        "betrokkene.geboorteplaats",
        "detentie.zittingsdatum",
        "onderdak.wachtlijstSinds",
        "contacten[].afdeling",
        "doelen[].meetbaar",
    }
)
"""Fields that the rich plan records as unknown."""

_FIXED: Final[dict[str, Any]] = {
    "betrokkene.geboortedatum": "1990-01-31",
    "betrokkene.burgerservicenummer": "999990342",
    "detentie.datumAanvang": "2024-10-01",
    "detentie.datumBinnenkomst": "2024-10-02",
    "detentie.datumInvrijheidstelling": "2099-06-01",
    "detentie.einddatumStatus": "VERWACHT",
    "detentie.inrichting": "PI Arnhem",
    "terugkeer.herkomstgemeente": "0202",
    "terugkeer.vestigingsgemeente": "0268",
    "zorg.zorgNodig": "JA",
    "screening.risc.gedeeld": "NEE",
    "screening.saprof.gedeeld": "JA",
    "screening.zelfredzaamheid.gedeeld": "NEE",
    "samenStarten.toewijzing.organisaties": [RN],
    # Long over: it shields nothing any more.
    "afschermingen[].pad": "betrokkene",
    "afschermingen[].ingangsdatum": "2024-11-01",
    "afschermingen[].einddatum": "2024-11-30",
}
_SAMPLES: Final[dict[str, Any]] = {
    "Date": "2024-11-05",
    "DateTime": "2024-11-05T09:30:00.000Z",
    "Int": 4242,
    "BSN": "999990342",
    "SKN": "1234567",
    "OIN": PI_ARNHEM,
    "Gemeentecode": "0202",
}


@dataclass(frozen=True, slots=True)
class RichPlan:
    """Where to find things in the plan."""

    id: str
    version: int
    skn: str


def text_of(leaf: Leaf) -> str:
    """The text that the rich plan holds in a text field."""
    if leaf.name.lower().endswith("telefoon"):
        return f"026-{leaf.bit.bit_length():07d}"
    if leaf.name.lower().endswith("email"):
        return f"{leaf.path.replace('[]', '').replace('.', '-')}@voorbeeld.example"
    return f"tekst van {leaf.path}"


def distinct_texts() -> dict[str, str]:
    """The texts that stand in the rich plan once, by the field that holds them."""
    elsewhere = _UNKNOWN | _BY_NOBODY | _LATER | _TEXTS_OF_THEIR_OWN | _FIXED.keys()
    leaves = (node for node in PLAN.walk() if isinstance(node, Leaf) and node.kind.name == "String")
    return {leaf.path: text_of(leaf) for leaf in leaves if leaf.path not in elsewhere}


def value_of(leaf: Leaf) -> Any:
    """A valid value for a field."""
    if leaf.path in _FIXED:
        return _FIXED[leaf.path]
    value = next(iter(leaf.kind.choices)).value if leaf.kind.choices else _SAMPLES.get(leaf.kind.name, text_of(leaf))
    return [value] if leaf.many else value


def filled(group: Group, only: Collection[str]) -> dict[str, Any]:
    """A patch that gives every field of a group, as far as it is among `only`, a value; one item in every list."""
    patch: dict[str, Any] = {}
    for child in group.children.values():
        if isinstance(child, Leaf):
            if child.path in only and child.path in _UNKNOWN:
                patch.setdefault("onbekend", []).append(child.name)
            elif child.path in only:
                patch[child.name] = value_of(child)
            continue
        inner = filled(child, only)
        if inner:
            patch[child.name] = {"toevoegen": [inner]} if child.repeated else inner
    return patch


def registration(skn: str) -> dict[str, Any]:
    """Everything that the casemanager records."""
    others = BY_RECLASSERING | _INZET_BY_RECLASSERING | _BY_HOOFD | _BY_NOBODY
    patch = filled(PLAN, leaf_paths() - others - _LATER)
    patch["betrokkene"]["sknNummer"] = skn
    return patch


async def make_rich_plan(api: Api, skn: str = "1234567", *, assigned: bool = True) -> RichPlan:
    """The plan, made by casemanager, backoffice, reclassering, both gemeenten and the chair of the MDO."""
    plan_id = await api.register(registration(skn))
    steps: list[tuple[str, dict[str, Any]]] = [
        ("backoffice-arnhem", {"samenStarten": {"signaal": filled_group("samenStarten.signaal")}}),
    ]
    if assigned:
        steps += [
            (RECLASSERING, {"samenStarten": {"toewijzing": filled_group("samenStarten.toewijzing")}}),
            (RECLASSERING, await _by_reclassering(api, plan_id)),
            ("gemeente-arnhem", _by_gemeente("Arnhem")),
            ("gemeente-nijmegen", _by_gemeente("Nijmegen")),
            (
                "hoofd-denr-arnhem",
                {"vastgesteldOp": "2024-11-20", "status": "VASTGESTELD"} | filled(PLAN, _BY_HOOFD),
            ),
        ]
    for version, (persona, patch) in enumerate(steps, 1):
        outcome = await api.change(persona, plan_id, version, patch)
        assert outcome["__typename"] == "PlanGewijzigd", (persona, outcome)
        assert outcome["plan"]["versie"] == version + 1
    return RichPlan(plan_id, len(steps) + 1, skn)


def filled_group(path: str) -> dict[str, Any]:
    """A patch for one group outside lists."""
    patch = filled(PLAN, under(path))
    for name in path.split("."):
        patch = patch[name]
    return patch


async def _by_reclassering(api: Api, plan_id: str) -> dict[str, Any]:
    found = await api.data(
        CASEMANAGER,
        "query ($id: ID!) { plan(id: $id) { reclasseringsinzet { id } samenStarten { bijdragen { id } } } }",
        id=plan_id,
    )
    plan = found["plan"]
    patch = filled(PLAN, BY_RECLASSERING - under("samenStarten.bijdragen[]"))
    inzet = filled(PLAN, _INZET_BY_RECLASSERING)["reclasseringsinzet"]["toevoegen"][0]
    resultaat = filled(PLAN, under("samenStarten.bijdragen[].resultaat"))["samenStarten"]["bijdragen"]["toevoegen"][0]
    patch["reclasseringsinzet"] = {"wijzigen": [{"id": plan["reclasseringsinzet"][0]["id"]} | inzet]}
    patch["samenStarten"]["bijdragen"] = {"wijzigen": [{"id": plan["samenStarten"]["bijdragen"][0]["id"]} | resultaat]}
    patch["samenStarten"]["gedeeldeInformatie"] = {
        "toevoegen": [
            {"onderwerp": "RECIDIVERISICO", "tekst": "gedeelde notitie", "gedeeld": "JA"},
            {"onderwerp": "SOCIALE_KAART", "tekst": "nog niet gedeelde notitie", "gedeeld": "NEE"},
        ]
    }
    patch["screening"]["criminogeneFactoren"] = {
        "toevoegen": [
            {"factor": "DELICTGESCHIEDENIS", "problematiek": "gedeelde factor", "gedeeld": "JA"},
            {"factor": "CRIMINEEL_NETWERK", "problematiek": "nog niet gedeelde factor", "gedeeld": "NEE"},
        ]
    }
    return patch


def _by_gemeente(name: str) -> dict[str, Any]:
    role = "herkomst" if name == "Arnhem" else "vestigings"
    return {
        "contacten": {
            "toevoegen": [{"rol": "CONTACTPUNT_GEMEENTE", "naam": f"Nazorg {name}", "telefoon": "026-7654321"}]
        },
        "terugkeer": {f"{role}gemeenteBevestigd": "NEE"},
        "onderdak": {"hulpvraag": f"antwoord van {name}", "onbekend": ["verwachtePlaatsing"]},
        "overdracht": {
            "akkoorden": {"toevoegen": [{"partij": "GEMEENTE", "akkoord": "JA", "toelichting": f"akkoord {name}"}]}
        },
    }
