"""Every value that the leesplan speaks of has a sentence: a new value, or a new field of a leefgebied, is named here."""

import pytest

from api.sheets.pictograms import PICTOGRAMS
from plan_schema.plan import PATHS, PLAN
from plan_schema.process.sheets.leefgebieden import SECTION_OF
from plan_schema.process.sheets.plain import leefgebieden, people
from plan_schema.sections.afronding import ToezichtKader
from plan_schema.sections.contacten import ContactRol
from plan_schema.sections.doelen import ActieStatus, DoelStatus, Uitvoerder
from plan_schema.sections.leefgebied import HulpvraagStatus, StandVanZaken
from plan_schema.sections.overleggen import SoortGesprek
from plan_schema.tree import Group, Leaf

SHARED = ("standVanZaken", "hulpvraagStatus")


def _value_lists() -> dict[str, Leaf]:
    """The fields of the leefgebieden that hold a value of a list, those that all have alike left out."""
    sections = [PLAN.children[name] for name in SECTION_OF.values()]
    leaves = [node for section in sections if isinstance(section, Group) for node in section.walk()]
    return {
        leaf.path: leaf
        for leaf in leaves
        if isinstance(leaf, Leaf) and leaf.kind.choices is not None and leaf.name not in SHARED
    }


def test_every_leefgebied_has_a_heading_and_a_pictogram() -> None:
    assert set(leefgebieden.HEADINGS) == set(SECTION_OF.values()) <= set(PICTOGRAMS)


def test_every_value_of_every_leefgebied_has_a_sentence() -> None:
    needed = {
        (path, str(choice))
        for path, leaf in _value_lists().items()
        if path not in leefgebieden.UNTOLD
        for choice in leaf.kind.choices or ()
    }
    there = {(path, value) for path, told in leefgebieden.SENTENCES.items() for value in told}
    assert needed - there == set(), (
        "write a plain sentence for these in plan_schema/process/sheets/plain/leefgebieden.py"
    )
    assert there - needed == set(), "these values are gone"


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (StandVanZaken, leefgebieden.STANDING),
        (HulpvraagStatus, leefgebieden.REQUEST),
        (ContactRol, people.HELPERS),
        (Uitvoerder, people.DOERS),
        (DoelStatus, people.GOALS),
        (ActieStatus, people.ACTIONS),
        (SoortGesprek, people.TALKS),
        (ToezichtKader, people.SUPERVISION),
    ],
)
def test_every_value_of_a_list_that_others_share_has_a_sentence(choices: type, told: dict[str, object]) -> None:
    assert set(told) == {str(choice) for choice in choices}  # type: ignore[attr-defined] # each is a value list


def test_what_is_left_untold_is_there() -> None:
    assert all(PATHS.node(path) is not None for path in leefgebieden.UNTOLD)
