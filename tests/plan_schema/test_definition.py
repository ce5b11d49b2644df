from plan_schema.definition import FieldDefinition, Group, field
from plan_schema.kinds import JaNeeOnbekend, Oin
from plan_schema.sections.leefgebied import Leefgebied
from plan_schema.sections.leefgebieden import Onderdak
from plan_schema.sections.overleggen import MdoDeelnemer


class Base(Group, item="PBW-18a", owner="organisatie", shared="gedeeld"):
    organisatie: Oin = field("Organisatie", "test")
    gedeeld: JaNeeOnbekend = field("Gedeeld", "test")


class Child(Base):
    pass


class Other(Base, item="PM-20d-1", owner="eigenaar"):
    pass


def test_a_field_is_its_description_its_source_and_its_item() -> None:
    assert field("Naam", "bron") == FieldDefinition("Naam", "bron", None)
    assert field("Naam", "bron", item="PM-20d-1").item == "PM-20d-1"


def test_a_subclass_inherits_item_owner_and_shared_unless_it_names_its_own() -> None:
    assert (Child.item, Child.owner, Child.shared) == ("PBW-18a", "organisatie", "gedeeld")
    assert (Other.item, Other.owner, Other.shared) == ("PM-20d-1", "eigenaar", "gedeeld")
    assert (Base.item, Base.owner, Base.shared) == ("PBW-18a", "organisatie", "gedeeld")


def test_a_group_of_its_own_has_none_of_the_three() -> None:
    assert (Group.item, Group.owner, Group.shared) == ("", None, None)
    assert (Leefgebied.item, Onderdak.item) == ("", "PM-20d-2-d")
    assert (MdoDeelnemer.item, MdoDeelnemer.owner) == ("ART-37-PM", "organisatie")
