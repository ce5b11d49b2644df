"""The facts that criteria of the SOM compare: each named once, with the fields of the plan that it comes from.

A fact that is not known is None. A rule set names facts and values; a name or value that is not here is an error when it is loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeAlias

from dateutil.relativedelta import relativedelta

from plan_schema.process.som.record import Record
from plan_schema.values import Value

FactValue: TypeAlias = str | int | date | None
"""A choice, a number, a day; None: not known."""

_YES: Final = "JA"
_NO: Final = "NEE"
_YES_NO: Final = frozenset({_YES, _NO})
_RISK: Final = frozenset({"LAAG", "MATIG", "HOOG"})


class FactKind(Enum):
    """What can be asked of a fact."""

    CHOICE = "keuze"
    NUMBER = "getal"
    DAY = "dag"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `paths`: every field that it can come from, as policies name them; `values`: what a choice can be."""

    name: str
    description: str
    kind: FactKind
    paths: tuple[str, ...]
    read: Callable[[Record, date], FactValue]
    values: frozenset[str] = frozenset()


_PHASES: Final[Mapping[Value, str]] = {
    "PREVENTIEF": "PREVENTIEF",
    "VEROORDEELD_EERSTE_AANLEG": "NA_VONNIS",
    "ONHERROEPELIJK_VEROORDEELD": "NA_VONNIS",
}
SENTENCED: Final = [status for status, phase in _PHASES.items() if phase == "NA_VONNIS"]
"""The statuses of who has a vonnis, if only in eerste aanleg."""
_RISC: Final = "screening.risc"
_REQUESTED: Final = "som.deel2.adviesAangevraagd"
_DELIVERED: Final = "som.deel2.adviesUitgebrachtOp"
_RELEASE: Final = "detentie.datumInvrijheidstelling"
_RELEASE_STATUS: Final = "detentie.einddatumStatus"


def _phase(record: Record, _: date) -> FactValue:
    return _PHASES.get(record.value("detentie.statusGedetineerde"))


def _age(record: Record, today: date) -> FactValue:
    born = record.day("betrokkene.geboortedatum")
    return None if born is None else relativedelta(today, born).years


def _of_risc(field: str) -> Callable[[Record, date], FactValue]:
    def read(record: Record, _: date) -> FactValue:
        return record.text(f"{_RISC}.{field}") if record.shared(_RISC) else None

    return read


def _risc_day(record: Record, _: date) -> FactValue:
    return record.day(f"{_RISC}.datum") if record.shared(_RISC) else None


def _risk(form: str, risc: str) -> Callable[[Record, date], FactValue]:
    """As the reclasseringswerker estimates it on the form; without that, as the RISC says."""
    of_risc = _of_risc(risc)

    def read(record: Record, today: date) -> FactValue:
        return record.text(f"som.deel2.{form}") or of_risc(record, today)

    return read


def _information(record: Record, _: date) -> FactValue:
    found = record.text("som.deel2.reclasseringsinformatie")
    # Not looked up is not known: only what was looked for can be absent (scenario 17).
    return None if found == "NIET_OPGEZOCHT" else found


def _stay(record: Record, _: date) -> FactValue:
    start, end = record.day("detentie.datumAanvang"), record.day(_RELEASE)
    if start is not None and end is not None:
        return (end - start) // timedelta(days=1)
    days = record.value("detentie.verwachteVerblijfsduurDagen")
    return days if isinstance(days, int) else None


def _advice_runs(record: Record, today: date) -> FactValue:
    requested, delivered = record.text(_REQUESTED), record.day(_DELIVERED)
    if delivered is not None and delivered <= today:
        return _NO
    # Delivered on a day that nobody knows may well be before today.
    return None if requested == _YES and record.is_unknown(_DELIVERED) else requested


def _in_detention(record: Record, today: date) -> FactValue:
    release, status = record.day(_RELEASE), record.text(_RELEASE_STATUS)
    if (release is not None and release > today) or status == "VERWACHT":
        return _YES
    if record.is_unknown(_RELEASE) or record.is_unknown(_RELEASE_STATUS):
        return None
    if status == "DEFINITIEF":
        return None if release is None else _NO
    return _YES if release is None else None


def _measure_begun(record: Record, _: date) -> FactValue:
    # Who stays where a measure is carried out belongs to its doelgroep (000:L401); imposed it is long before that.
    groups = record.value("detentie.doelgroep")
    known = [group for group in groups if group != "ONBEKEND"] if isinstance(groups, list) else []
    if {"ISD", "TBS"}.intersection(known):
        return _YES
    return _NO if known and len(known) == len(groups) else None


def _factors(path: str) -> Callable[[Record, date], FactValue]:
    """Whether a factor was found: among those that are shared, or in the words of the form."""
    form = {"screening.criminogeneFactoren": "problematiekCriminogeneFactoren"}.get(path, "beschermendeFactoren")

    def read(record: Record, _: date) -> FactValue:
        found = [record.text(f"{item}.factor") for item in record.shared_items(path)]
        described = record.text(f"som.deel2.{form}")
        return _YES if described is not None or any(found) else None

    return read


def _self_reliance(record: Record, _: date) -> FactValue:
    group = "screening.zelfredzaamheid"
    return record.text(f"{group}.mate") if record.shared(group) else None


def _described(path: str) -> Callable[[Record, date], FactValue]:
    return lambda record, _: None if record.text(path) is None else _YES


def _chosen(path: str) -> Callable[[Record, date], FactValue]:
    return lambda record, _: record.text(path)


def _reopened(record: Record, _: date) -> FactValue:
    # The house itself keeps this moment, so where there is none, there are no concerns.
    return _NO if record.value("som.uitkomst.heropendOp") is None else _YES


def _yes_no(name: str, description: str, path: str) -> Fact:
    return Fact(name, description, FactKind.CHOICE, (path,), _chosen(path), _YES_NO)


def _present(name: str, description: str, path: str) -> Fact:
    return Fact(name, description, FactKind.CHOICE, (path,), _described(path), _YES_NO)


_ALL: Final = (
    Fact(
        "fase",
        "Preventief of na vonnis",
        FactKind.CHOICE,
        ("detentie.statusGedetineerde",),
        _phase,
        frozenset({"PREVENTIEF", "NA_VONNIS"}),
    ),
    Fact("leeftijd", "Leeftijd in jaren", FactKind.NUMBER, ("betrokkene.geboortedatum",), _age),
    _yes_no("geenVerblijfsstatus", "Geen verblijfsstatus", "detentie.geenVerblijfsstatus"),
    Fact(
        "recidiverisicoVolgensRisc",
        "Recidiverisico volgens een gedeelde RISC",
        FactKind.CHOICE,
        (f"{_RISC}.recidiverisico",),
        _of_risc("recidiverisico"),
        _RISK,
    ),
    Fact("datumRisc", "Datum van de gedeelde RISC", FactKind.DAY, (f"{_RISC}.datum",), _risc_day),
    Fact(
        "recidiverisico",
        "Inschatting van het recidiverisico",
        FactKind.CHOICE,
        ("som.deel2.risicoRecidive", f"{_RISC}.recidiverisico"),
        _risk("risicoRecidive", "recidiverisico"),
        _RISK,
    ),
    Fact(
        "risicoOpLetsel",
        "Inschatting van het risico op letselschade",
        FactKind.CHOICE,
        ("som.deel2.risicoLetselschade", f"{_RISC}.risicoLetselschade"),
        _risk("risicoLetselschade", "risicoLetselschade"),
        _RISK,
    ),
    Fact(
        "reclasseringsinformatie",
        "Informatie bij de reclassering",
        FactKind.CHOICE,
        ("som.deel2.reclasseringsinformatie",),
        _information,
        frozenset({"GEEN", "VEROUDERD", "ACTUEEL"}),
    ),
    Fact(
        "verblijfsduurInDagen",
        "Verblijfsduur in dagen",
        FactKind.NUMBER,
        ("detentie.datumAanvang", _RELEASE, "detentie.verwachteVerblijfsduurDagen"),
        _stay,
    ),
    Fact(
        "adviesvraagLoopt",
        "Reclasseringsadvies gevraagd en nog niet uitgebracht",
        FactKind.CHOICE,
        (_REQUESTED, _DELIVERED),
        _advice_runs,
        _YES_NO,
    ),
    _yes_no("asrWegingskaderIngezet", "ASR-wegingskader ingezet", "som.deel2.asrWegingskaderIngezet"),
    _yes_no("toezichtNaDetentie", "Reclasseringstoezicht na detentie", "detentie.toezichtNaDetentie"),
    _yes_no("artikel433Plaatsing", "Plaatsing op grond van artikel 43 lid 3 Pbw", "detentie.artikel433Plaatsing"),
    _yes_no("isdOpgelegd", "ISD-maatregel opgelegd", "detentie.isdOpgelegd"),
    _yes_no("tbsOpgelegd", "Tbs met dwangverpleging opgelegd", "detentie.tbsOpgelegd"),
    Fact("inDetentie", "Nog in detentie", FactKind.CHOICE, (_RELEASE, _RELEASE_STATUS), _in_detention, _YES_NO),
    Fact(
        "uitvoeringMaatregelGestart",
        "Uitvoering van de ISD- of tbs-maatregel gestart",
        FactKind.CHOICE,
        ("detentie.doelgroep",),
        _measure_begun,
        _YES_NO,
    ),
    _yes_no("uitstroomZorgmachtiging", "Uitstroom met een zorgmachtiging", "detentie.uitstroomZorgmachtiging"),
    Fact(
        "criminogeneFactoren",
        "Criminogene factoren gevonden",
        FactKind.CHOICE,
        ("screening.criminogeneFactoren[].factor", "som.deel2.problematiekCriminogeneFactoren"),
        _factors("screening.criminogeneFactoren"),
        _YES_NO,
    ),
    Fact(
        "beschermendeFactoren",
        "Beschermende factoren gevonden",
        FactKind.CHOICE,
        ("screening.beschermendeFactoren[].factor", "som.deel2.beschermendeFactoren"),
        _factors("screening.beschermendeFactoren"),
        _YES_NO,
    ),
    Fact(
        "zelfredzaamheid",
        "Mate van zelfredzaamheid",
        FactKind.CHOICE,
        ("screening.zelfredzaamheid.mate",),
        _self_reliance,
        frozenset({"BEPERKT", "VOLDOENDE"}),
    ),
    _present("zelfredzaamheidBeschreven", "Zelfredzaamheid beschreven in deel 2", "som.deel2.zelfredzaamheid"),
    Fact(
        "teMotiveren",
        "Te motiveren voor verandering",
        FactKind.CHOICE,
        ("som.deel2.teMotiveren",),
        _chosen("som.deel2.teMotiveren"),
        frozenset({"TE_MOTIVEREN", "NIET_TE_MOTIVEREN"}),
    ),
    _present("bijzondereVoorwaarden", "Bijzondere voorwaarden opgelegd", "som.deel2.bijzondereVoorwaarden"),
    _present("lopendeHulpverlening", "Lopende contacten met hulpverleners", "som.deel2.lopendeHulpverlening"),
    Fact(
        "zorgenCasemanager",
        "Zorgen van de casemanager, waarover nog geen besluit is genomen",
        FactKind.CHOICE,
        ("som.uitkomst.heropendOp",),
        _reopened,
        _YES_NO,
    ),
)

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({fact.name: fact for fact in _ALL})
"""Every fact, by name."""

PATHS_OF_FACTS: Final = frozenset(path for fact in _ALL for path in fact.paths)
"""Every field that a fact can come from."""
