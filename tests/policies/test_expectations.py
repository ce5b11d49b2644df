"""What access.md §2 says, row by row, against what the policy gives: the human reading of the law against the tables.

A cell says what a kind of caller may do with a group of fields, under the doelen of his column taken together:
`-` nothing, `R` read, `W` write (and read), `GEDEELD R` only when that condition holds, `R, EIGEN W` read all and write one's own.
Every field of the plan stands in exactly one row, so a new one must be placed here first.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pytest

from plan_schema.plan import PATHS, PLAN
from policies.context import ROLES_OF, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import NOTHING, Context, Masks, Policy

POLICY: Final = Policy.load(PLAN, date(2026, 1, 1))

_OWN = (Purpose.PLAN_UITVOEREN,)
_PARTNER = (Purpose.ESSENTIELE_VOORWAARDEN, Purpose.ORGANISEREN_ZORG, Purpose.OVERLEG_INZET, Purpose.SAMEN_STARTEN)


@dataclass(frozen=True)
class Column:
    """Who is meant by a column of access.md §2."""

    organisation: OrganisationKind
    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    purposes: tuple[Purpose, ...]
    phase: Phase = Phase.DETENTIE


COLUMNS: Final = {
    "cm": Column(OrganisationKind.DJI, (Role.CASEMANAGER, Role.HOOFD_DENR), (Relation.EIGEN_PI,), _OWN),
    "bo": Column(OrganisationKind.DJI, (Role.BACKOFFICE,), (Relation.EIGEN_PI,), _OWN),
    "mdo": Column(OrganisationKind.DJI, (Role.MENTOR, Role.MDO_LID), (Relation.EIGEN_PI,), _OWN),
    "3RO1": Column(OrganisationKind.RECLASSERING, (Role.RECLASSERINGSWERKER,), (Relation.SIGNAAL,), _PARTNER),
    "3RO": Column(OrganisationKind.RECLASSERING, (Role.RECLASSERINGSWERKER,), (Relation.TOEGEWEZEN,), _PARTNER),
    "gem": Column(
        OrganisationKind.GEMEENTE,
        (Role.NAZORGCOORDINATOR, Role.SYSTEEM),
        (Relation.HERKOMST, Relation.VESTIGING),
        _PARTNER,
    ),
}

# Row: its fields (`-` leaves one out), then one cell for each column.
MATRIX: Final = """
    betrokkene.* -betrokkene.burgerservicenummer -betrokkene.sknNummer                       | W | W | R | R | R | R
    betrokkene.burgerservicenummer                                                           | W | W | - | - | R | R
    betrokkene.sknNummer                                                                     | W | W | R | R | R | -
    detentie.datumAanvang detentie.datumInvrijheidstelling detentie.einddatumStatus detentie.inrichting | W | W | R | R | R | R
    detentie.* -detentie.datumAanvang -detentie.datumInvrijheidstelling -detentie.einddatumStatus -detentie.inrichting -detentie.artikelcode -detentie.aardVeroordeling | W | W | R | R | R | -
    detentie.artikelcode detentie.aardVeroordeling                                           | W | W | - | - | R | -
    contacten[].*                                                                            | W | W | R | R | R, EIGEN W | R, EIGEN W
    terugkeer.* -terugkeer.herkomstgemeenteBevestigd -terugkeer.vestigingsgemeenteBevestigd  | W | - | R | - | R | R
    identiteitsbewijs.*                                                                      | W | - | R | - | R | W
    onderdak.*                                                                               | W | - | R | - | W | W
    werkEnInkomen.*                                                                          | W | - | R | - | W | W
    schulden.*                                                                               | W | - | - | - | R | W
    zorgverzekering.*                                                                        | W | - | - | - | R | W
    sociaalNetwerk.*                                                                         | W | - | R | - | W | W
    zorg.*                                                                                   | W | - | - | - | ZORG_NODIG R | ZORG_NODIG W
    overleg.gedragTijdensDetentie overleg.gedragsoordeel overleg.peildatumGedrag             | W | - | W | - | W | R
    overleg.* -overleg.gedragTijdensDetentie -overleg.gedragsoordeel -overleg.peildatumGedrag | W | - | - | - | W | R
    screening.scilUitgevoerd screening.scilConclusie screening.scilDatum screening.reflectorUitgevoerd screening.reflectorResultaat screening.taalmeterUitgevoerd screening.taalmeterResultaat | W | - | R | - | R | -
    screening.risicoscreenerGeweld.*                                                         | W | - | R | - | R | -
    screening.risc.* screening.saprof.* screening.zelfredzaamheid.* screening.criminogeneFactoren[].* screening.beschermendeFactoren[].* | GEDEELD R | - | - | - | W | -
    screening.communicatiebehoefte                                                           | W | - | R | R | W | R
    samenStarten.signaal.*                                                                   | W | W | - | R | R | -
    samenStarten.bekendheid.criteria.* samenStarten.bekendheid.aantekeningRpi                | - | - | - | W | W | -
    samenStarten.bekendheid.* -samenStarten.bekendheid.criteria.* -samenStarten.bekendheid.aantekeningRpi -samenStarten.bekendheid.gedeeldOp | R | - | - | W | W | -
    samenStarten.gedeeldeInformatie[].*                                                      | GEDEELD R | - | - | - | W | -
    samenStarten.duiding.* -samenStarten.duiding.akkoordDji -samenStarten.duiding.akkoord3ro  | W | - | - | - | W | -
    samenStarten.duiding.akkoordDji                                                          | W | - | - | - | R | -
    samenStarten.duiding.akkoord3ro                                                          | R | - | - | - | W | -
    samenStarten.bijdragen[].aanvraag.*                                                      | W | - | - | - | R | -
    samenStarten.bijdragen[].resultaat.*                                                     | R | - | - | - | W | -
    som.deel1.*                                                                              | W | - | - | R | R | -
    som.deel2.*                                                                              | R | - | - | - | W | -
    som.besluit.*                                                                            | W | - | - | - | W | -
    doelen[].* -doelen[].acties[].*                                                          | W | - | R | - | W | R
    doelen[].acties[].*                                                                      | W | - | R | - | W | R, EIGEN W
    reclasseringsinzet[].aanvraag.*                                                          | W | - | - | - | W | -
    reclasseringsinzet[].soort reclasseringsinzet[].status                                   | R | - | - | - | W | R
    reclasseringsinzet[].* -reclasseringsinzet[].aanvraag.* -reclasseringsinzet[].soort -reclasseringsinzet[].status | R | - | - | - | W | -
    activiteiten[].*                                                                         | W | - | W | - | R | R
    verlof[].*                                                                               | W | - | - | - | R | R
    overleggen.mdo[].*                                                                       | W | - | W | - | R | -
    overleggen.gesprekken[].soort overleggen.gesprekken[].geplandOp overleggen.gesprekken[].datum overleggen.gesprekken[].afspraken | W | - | R | - | W | R
    overleggen.gesprekken[].eerste overleggen.gesprekken[].verslag                           | W | - | R | - | W | -
    overleggen.gesprekken[].deelnemers[].*                                                   | W | - | R | - | W | EIGEN W
    toezicht.kader toezicht.start toezicht.toezichthouderNaam toezicht.toezichthouderOrganisatie toezicht.toezichthouderTelefoon toezicht.toezichthouderEmail | R | - | - | - | W | R
    toezicht.einde toezicht.kennismakingOp toezicht.bijzondereVoorwaarden toezicht.elektronischeControle toezicht.planVanAanpak | R | - | - | - | W | -
    overdracht.akkoorden[].*                                                                 | W | - | - | - | W | EIGEN W
    overdracht.* -overdracht.akkoorden[].*                                                   | W | - | - | - | W | -
    stemBetrokkene.wensen                                                                    | W | - | R | - | W | R
    stemBetrokkene.* -stemBetrokkene.wensen                                                  | W | - | R | - | W | -
    status                                                                                   | R | R | R | R | R | R
    vastgesteldOp                                                                            | R | R | R | R | R | R
"""

# Where the tables go beyond the words of access.md, on purpose: (fields, column, role) → what is given, and why.
REFINED: Final = {
    ("status", "cm", None): ("W", "someone moves the plan on; VASTGESTELD needs the date that only the chair sets"),
    ("vastgesteldOp", "cm", Role.HOOFD_DENR): ("W", "the chair of the MDO adopts the plan (design 10.9)"),
    ("afschermingen[].*", "cm", Role.HOOFD_DENR): (
        "W",
        "to shield is a decision of the directeur (Wjsg 22), so of whom he sends",
    ),
}

# Fields of which access.md §2 says nothing, each with the decision that they rest on.
ELSEWHERE: Final = """
    samenStarten.toewijzing.*  | W | W | - | W | W | -
    samenStarten.bekendheid.gedeeldOp | R | - | - | R | W | -
    samenStarten.heropening.*  | W | - | - | R | R | -
    samenStarten.beeindiging.* | W | W | - | R | R | -
    som.uitkomst.*             | R | - | - | - | R | -
    afschermingen[].*          | R | - | - | - | - | -
"""

# Fields of which a gemeente's right depends on which gemeente it is; tested apart.
CONFIRMATIONS: Final = "terugkeer.herkomstgemeenteBevestigd terugkeer.vestigingsgemeenteBevestigd"


def _bits(selector: str) -> int:
    bits = 0
    for term in selector.split():
        pattern = term.removeprefix("-")
        found = sum(
            leaf.bit
            for leaf in PATHS.leaves
            if (leaf.path.startswith(pattern[:-1]) if pattern.endswith("*") else leaf.path == pattern)
        )
        assert found, f"{pattern} names no field"
        bits = bits & ~found if term.startswith("-") else bits | found
    return bits


def _rows(table: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(selector, tuple(cells)) for selector, *cells in lines]


ROWS: Final = [*_rows(MATRIX), *_rows(ELSEWHERE)]


def _given(column: Column, role: Role, relation: Relation, purposes: tuple[Purpose, ...] | None = None) -> Masks:
    masks = NOTHING
    for purpose in purposes or column.purposes:
        masks |= POLICY.masks(Context(column.organisation, role, relation, purpose, column.phase))
    return masks


def _expected(cell: str, held: Conditions) -> str:
    """The letter that a cell promises while these conditions hold."""
    best = "-"
    for part in cell.split(", "):
        condition, _, letter = part.rpartition(" ")
        if (not condition or Conditions[condition] in held) and "-RW".index(letter) > "-RW".index(best):
            best = letter
    return best


def _letters(masks: Masks, bits: int, held: Conditions) -> set[str]:
    return {
        "W" if masks.write[held] & leaf.bit else "R" if masks.read[held] & leaf.bit else "-"
        for leaf in PATHS.leaves
        if leaf.bit & bits
    }


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize(("selector", "cells"), ROWS, ids=[selector.split()[0] for selector, _ in ROWS])
def test_the_policy_gives_what_the_matrix_promises(selector: str, cells: tuple[str, ...], name: str) -> None:
    column, literal, bits = COLUMNS[name], cells[list(COLUMNS).index(name)], _bits(selector)
    for role in column.roles:
        refined = REFINED.get((selector, name, role)) or REFINED.get((selector, name, None))
        cell = refined[0] if refined else literal
        for relation in column.relations:
            masks = _given(column, role, relation)
            for held in map(Conditions, range(8)):
                assert _letters(masks, bits, held) == {_expected(cell, held)}, (role, relation, held)


def test_every_field_stands_in_one_row() -> None:
    seen = _bits(CONFIRMATIONS)
    for selector, _ in ROWS:
        assert not seen & _bits(selector), selector
        seen |= _bits(selector)
    assert [leaf.path for leaf in PATHS.leaves if not leaf.bit & seen] == []


def test_every_refinement_is_one() -> None:
    literal = dict(ROWS)
    for (selector, name, _), (given, _) in REFINED.items():
        assert literal[selector][list(COLUMNS).index(name)] != given


# What the table says in words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "own", "other"),
    [
        (Relation.HERKOMST, "terugkeer.herkomstgemeenteBevestigd", "terugkeer.vestigingsgemeenteBevestigd"),
        (Relation.VESTIGING, "terugkeer.vestigingsgemeenteBevestigd", "terugkeer.herkomstgemeenteBevestigd"),
    ],
)
def test_a_gemeente_confirms_itself_only_and_the_rest_as_terugkeer(relation: Relation, own: str, other: str) -> None:
    masks = _given(COLUMNS["gem"], Role.NAZORGCOORDINATOR, relation)
    assert (_letters(masks, _bits(own), Conditions(0)), _letters(masks, _bits(other), Conditions(0))) == ({"W"}, {"R"})
    for name, letter in (("cm", "W"), ("bo", "-"), ("mdo", "R"), ("3RO1", "-"), ("3RO", "R")):
        column = COLUMNS[name]
        found = _letters(_given(column, column.roles[0], column.relations[0]), _bits(CONFIRMATIONS), Conditions(0))
        assert found == {letter}


@pytest.mark.parametrize(
    ("selector", "purpose"),
    [
        ("zorg.*", Purpose.ORGANISEREN_ZORG),
        ("overleg.*", Purpose.OVERLEG_INZET),
        ("activiteiten[].* verlof[].*", Purpose.OVERLEG_INZET),
        ("reclasseringsinzet[].*", Purpose.OVERLEG_INZET),
        ("toezicht.*", Purpose.OVERLEG_INZET),
        ("overleggen.gesprekken[].*", Purpose.OVERLEG_INZET),
        ("onderdak.* schulden.* werkEnInkomen.* zorgverzekering.*", Purpose.ESSENTIELE_VOORWAARDEN),
    ],
)
def test_partners_have_these_for_one_doel_only(selector: str, purpose: Purpose) -> None:
    others = tuple(set(_PARTNER) - {purpose})
    for name in ("3RO1", "3RO", "gem"):
        column = COLUMNS[name]
        for role in column.roles:
            for relation in column.relations:
                assert not _given(column, role, relation, others).best_read & _bits(selector)


def test_after_release_a_toezichthouder_has_what_the_assigned_worker_has_and_before_it_nothing() -> None:
    purposes = _PARTNER
    for phase in Phase:
        worker, supervisor = (
            _given(Column(OrganisationKind.RECLASSERING, (role,), (), purposes, phase), role, Relation.TOEGEWEZEN)
            for role in (Role.RECLASSERINGSWERKER, Role.TOEZICHTHOUDER)
        )
        assert supervisor == (worker if phase is Phase.NA_DETENTIE else NOTHING)


def test_the_hoofd_denr_may_whatever_a_casemanager_may_and_adopts_and_shields_besides() -> None:
    for context in POLICY.contexts():
        if context.role is Role.CASEMANAGER:
            casemanager, hoofd = POLICY.masks(context), POLICY.masks(replace(context, role=Role.HOOFD_DENR))
            assert hoofd.read == casemanager.read
            extra = _bits("vastgesteldOp afschermingen[].*") if context.purpose is Purpose.PLAN_UITVOEREN else 0
            extra |= PATHS.bit("afschermingen[]") if extra else 0
            assert hoofd.write == tuple(mask | extra for mask in casemanager.write)


def test_partners_without_a_row_see_nothing() -> None:
    silent = {Role.FUNCTIONARIS_GEGEVENSBESCHERMING, Role.INSPECTEUR}
    assert not [context for context in POLICY.contexts() if context.role in silent]
    assert not [context for context in POLICY.contexts() if context.relation in {Relation.VORIGE_PI, Relation.GEEN}]


def test_a_closed_plan_is_closed_for_gemeenten() -> None:
    kinds = {context.organisation for context in POLICY.contexts() if context.phase is Phase.AFGESLOTEN}
    assert OrganisationKind.GEMEENTE not in kinds


NEVER_FOR_A_GEMEENTE: Final = (
    "betrokkene.sknNummer detentie.artikelcode detentie.aardVeroordeling detentie.statusGedetineerde detentie.instroomtitel"
    " detentie.strafduurDagen detentie.justitieleTitelNaDetentie screening.* -screening.communicatiebehoefte"
    " samenStarten.* som.* overleggen.mdo[].* afschermingen[].*"
)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_gemeente_never_reads_the_negative_fields_for_any_doel(purpose: Purpose) -> None:
    never = _bits(NEVER_FOR_A_GEMEENTE)
    for role in ROLES_OF[OrganisationKind.GEMEENTE]:
        best = POLICY.best(OrganisationKind.GEMEENTE, role, [purpose])
        assert not (best.best_read | best.best_write) & never
        for relation in Relation:
            for phase in Phase:
                masks = POLICY.masks(Context(OrganisationKind.GEMEENTE, role, relation, purpose, phase))
                assert not any(mask & never for mask in (*masks.read, *masks.write))
