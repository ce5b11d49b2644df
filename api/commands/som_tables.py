"""The SOM over all plans as text: beside tables 5 and 6 of the report (000:L1095-L1131), and rule set beside rule set."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from plan_schema.process.som.survey import GEVANGENIS, HVB, NO_DECISION, Survey
from plan_schema.sections.som import SomBesluitsoort as Option
from plan_schema.sections.som import SomPrioriteit

_TABLE_5: Final[Mapping[str, tuple[int, int]]] = {"PI Sittard": (69, 4), "PI Arnhem": (47, 19), "Totaal": (116, 23)}

_NONE: Final = (Option.GEEN_PRIORITEIT, Option.HERHALEN_NA_VONNIS)
_WISHED: Final = (
    Option.ADVIES_AANVRAGEN,
    Option.VOORBEREIDEN_TOEZICHT,
    Option.GEDRAGSTRAINING_IN_PI,
    Option.BEGELEIDINGSGESPREKKEN,
    Option.ONDERSTEUNEN_ART_43_3,
    Option.INITIEREN_ZORG_HULP,
    Option.SCHORSING_INITIEREN,
)
_TABLE_6: Final[Sequence[tuple[str, tuple[str, ...], tuple[int, int]]]] = (
    ("(voorlopig) geen reclasseringsinzet", _NONE, (93, 8)),
    ("- niet nodig", (Option.GEEN_PRIORITEIT,), (28, 5)),
    ("- uitstellen en SOM herhalen", (Option.HERHALEN_NA_VONNIS,), (65, 3)),
    ("reclasseringsinzet", _WISHED, (12, 12)),
    ("- plan of advies aanvragen", (Option.ADVIES_AANVRAGEN,), (2, 3)),
    ("- toezicht voorbereiden", (Option.VOORBEREIDEN_TOEZICHT,), (3, 6)),
    ("- gedragsinterventie", (Option.GEDRAGSTRAINING_IN_PI,), (3, 0)),
    ("- begeleidingsgesprekken", (Option.BEGELEIDINGSGESPREKKEN,), (2, 0)),
    ("- initiëren zorg of hulp", (Option.INITIEREN_ZORG_HULP,), (3, 4)),
    ("overig", (Option.OVERIG, Option.ONBEKEND), (3, 1)),
    ("geen conclusie", (NO_DECISION,), (8, 2)),
)
"""The rows of table 6, with the decisions of part 3 that each stands for."""

_OUTCOMES: Final[Mapping[SomPrioriteit, tuple[str, tuple[int, int]]]] = {
    SomPrioriteit.HOOG: ("reclasseringsinzet", (12, 12)),
    SomPrioriteit.UITGESTELD: ("uitstellen en SOM herhalen", (65, 3)),
    SomPrioriteit.LAAG: ("niet nodig", (28, 5)),
    SomPrioriteit.PROFESSIONELE_WEGING: ("overig", (3, 1)),
    SomPrioriteit.ONBEKEND: ("geen conclusie", (8, 2)),
}
"""What the rules say, beside the conclusion of people that comes nearest. People weighed; the rules leave the weighing to them."""

_WIDTH: Final = 38


def distribution(survey: Survey, rule_set: str) -> Iterator[str]:
    """The lines of `som verdeling`."""
    stays = Counter[str]()
    for (_, stay), count in survey.places.items():
        stays[stay] += count
    sizes = (stays[HVB], stays[GEVANGENIS])
    yield from _heading("Herkomst (tabel 5: aantallen formulieren)")
    for name, reported in _TABLE_5.items():
        if name != "Totaal":
            yield _row(name, (survey.places[name, HVB], survey.places[name, GEVANGENIS]), sizes, reported, (116, 23))
    others = sorted({place for place, _ in survey.places} - set(_TABLE_5))
    for place in others:
        yield _row(place, (survey.places[place, HVB], survey.places[place, GEVANGENIS]), sizes, None, (116, 23))
    yield _row("Totaal", sizes, (survey.plans, survey.plans), _TABLE_5["Totaal"], (139, 139))
    yield from _heading("Besluiten van deel 3 (tabel 6)")
    for name, options, reported in _TABLE_6:
        counts = tuple(sum(survey.decisions[stay, option] for option in options) for stay in (HVB, GEVANGENIS))
        yield _row(name, (counts[0], counts[1]), sizes, reported, (116, 23))
    yield from _heading(f"Uitkomst volgens {rule_set} (naast tabel 6)")
    for outcome, (conclusion, reported) in _OUTCOMES.items():
        counts = tuple(survey.outcomes[stay, outcome] for stay in (HVB, GEVANGENIS))
        yield _row(f"{outcome} ~ {conclusion}", (counts[0], counts[1]), sizes, reported, (116, 23))
    yield ""
    hits = ", ".join(f"{name} {count}" for name, count in sorted(survey.criteria.items(), key=lambda hit: -hit[1]))
    yield f"Criteria die gelden: {hits or 'geen'}"


def comparison(survey: Survey, first: str, second: str) -> Iterator[str]:
    """The lines of `som vergelijk`: how many plans change, from what to what, and which."""
    shifts = Counter((entry.first, entry.second) for entry in survey.differences)
    yield f"{survey.plans} plannen; {len(survey.differences)} krijgen van {second} een andere uitkomst dan van {first}."
    for (before, after), count in sorted(shifts.items()):
        yield f"{count:>8}  {before} -> {after}"
    for entry in sorted(survey.differences, key=lambda entry: entry.plan_id):
        yield f"{entry.plan_id}  {entry.first} -> {entry.second}"


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield f"{'':<{_WIDTH}}{'plannen: HvB':>20}{'gevangenis':>18}{'rapport: HvB':>18}{'gevangenis':>16}"


def _row(
    name: str, counts: tuple[int, int], sizes: tuple[int, int], reported: tuple[int, int] | None, forms: tuple[int, int]
) -> str:
    ours = "".join(f"{_of(count, size):>{width}}" for count, size, width in zip(counts, sizes, (20, 18), strict=True))
    theirs = ("-", "-") if reported is None else tuple(map(_of, reported, forms))
    return f"{name:<{_WIDTH}}{ours}{theirs[0]:>18}{theirs[1]:>16}"


def _of(count: int, size: int) -> str:
    return f"{count} ({100 * count / size:.0f}%)" if size else str(count)
