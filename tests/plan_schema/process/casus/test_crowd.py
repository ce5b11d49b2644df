"""Of everybody no more is told than he has in common with enough others of whom the same is told."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plan_schema.process.casus.crowd import Crowd, crowd_of, steps
from plan_schema.process.casus.traits import WIDER_AGE, WIDER_SPAN, AgeBand, OffenceKind, Span, Traits
from plan_schema.sections.betrokkene import Geslacht
from tests.strategies import examples

_AGES = [*WIDER_AGE, AgeBand.ONBEKEND]
_SPANS = [*WIDER_SPAN, Span.ONBEKEND]
_TRAITS = st.builds(
    Traits,
    age=st.sampled_from(_AGES),
    sex=st.sampled_from([Geslacht.MAN, Geslacht.MAN, Geslacht.MAN, Geslacht.VROUW, Geslacht.X]),
    stayed=st.sampled_from(_SPANS),
    left=st.sampled_from([*_SPANS, Span.VOORBIJ]),
)
_PEOPLE = st.lists(st.tuples(_TRAITS, st.sampled_from(OffenceKind)), max_size=120)
_NOTHING = Traits(None, None, None, None)
MAN = Traits(AgeBand.VAN_30_TOT_40, Geslacht.MAN, Span.VANAF_12_MAANDEN, Span.ONBEKEND)
WOMAN = MAN._replace(sex=Geslacht.VROUW)
Kind = tuple[Traits, OffenceKind]


def _told(crowd: Crowd, person: Kind) -> tuple[Traits, OffenceKind | None]:
    told = crowd.of(person[0])
    return told, crowd.offence(told, person[1])


@given(people=_PEOPLE, k=st.integers(2, 12))
@examples(300)
def test_whoever_knows_everything_and_how_it_is_widened_finds_at_least_k_people(people: list[Kind], k: int) -> None:
    crowd = crowd_of(Counter(people), k)
    assert crowd.told is (len(people) >= k)
    if crowd.told:
        assert min(Counter(crowd.of(traits) for traits, _ in people).values()) >= k
        assert min(Counter(_told(crowd, person) for person in people).values()) >= k


@given(people=_PEOPLE, newcomer=_TRAITS, offence=st.sampled_from(OffenceKind))
@examples(100)
def test_of_who_is_not_counted_yet_no_more_is_told_than_of_the_others(
    people: list[Kind], newcomer: Traits, offence: OffenceKind
) -> None:
    crowd = crowd_of(Counter(people), 5)
    told, kind = _told(crowd, (newcomer, offence))
    others = Counter(crowd.of(traits) for traits, _ in people)
    assert told == _NOTHING or others[told] >= 5
    assert kind is None or Counter(_told(crowd, person) for person in people)[told, kind] >= 5


@given(traits=_TRAITS)
@examples(50)
def test_each_step_tells_less_and_the_last_nothing(traits: Traits) -> None:
    found = steps(traits)
    assert (found[0], found[-1]) == (traits, _NOTHING)
    for finer, wider in pairwise(found):
        assert all(after is None or before is not None for before, after in zip(finer, wider, strict=True))


def test_a_large_group_is_told_in_full() -> None:
    crowd = crowd_of(Counter({(MAN, OffenceKind.DRUGS): 10}))
    assert _told(crowd, (MAN, OffenceKind.DRUGS)) == (MAN, OffenceKind.DRUGS)


def test_who_is_alone_takes_a_group_along_to_where_nothing_is_told() -> None:
    # Were only the woman told nothing of, she would be known by that.
    crowd = crowd_of(
        Counter({(MAN, OffenceKind.DRUGS): 10, (WOMAN._replace(age=AgeBand.VANAF_65), OffenceKind.DRUGS): 1})
    )
    assert crowd.of(MAN) == _NOTHING
    assert crowd.told


def test_a_rare_offence_is_not_told_nor_is_it_known_by_its_absence() -> None:
    kinds = Counter({(MAN, OffenceKind.DRUGS): 30, (MAN, OffenceKind.GEWELD): 12, (MAN, OffenceKind.ZEDEN): 1})
    crowd = crowd_of(kinds)
    assert _told(crowd, (MAN, OffenceKind.DRUGS)) == (MAN, OffenceKind.DRUGS)
    assert _told(crowd, (MAN, OffenceKind.ZEDEN)) == (MAN, None)
    assert _told(crowd, (MAN, OffenceKind.GEWELD)) == (MAN, None)


def test_of_too_few_people_there_is_no_case() -> None:
    assert not crowd_of(Counter({(MAN, OffenceKind.DRUGS): 9})).told
    assert not crowd_of(Counter()).told
