import pytest

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, JaNeeOnbekend, Line, Oin
from plan_schema.tree import RESERVED, DefinitionError, Leaf, build, camel


class Adres(Group, item="PM-20d-2-a"):
    straat: Line = field("Straat", "test")
    postcode: Line = field("Postcode", "test", item="PM-20d-2-a-3")


class Actie(Group, owner="uitvoerder_organisatie", shared="gedeeld"):
    uitvoerder_organisatie: Oin = field("OIN", "test")
    gedeeld: JaNeeOnbekend = field("Gedeeld", "test")


class Doel(Group, item="PM-20d-1"):
    soorten: list[JaNeeOnbekend] = field("Soorten", "test")
    acties: list[Actie] = field("Acties", "test")


class Voorbeeld(Group, item="PBW-18a"):
    status: JaNeeOnbekend = field("Status", "test")
    adres: Adres = field("Adres", "test")
    doelen: list[Doel] = field("Doelen", "test")
    vastgesteld_op: Date = field("Datum", "test")


PLAN = build(Voorbeeld)


def test_paths_follow_the_definition_in_order() -> None:
    assert [node.path for node in PLAN.walk()] == [
        "status",
        "adres",
        "adres.straat",
        "adres.postcode",
        "doelen[]",
        "doelen[].soorten",
        "doelen[].acties[]",
        "doelen[].acties[].uitvoerderOrganisatie",
        "doelen[].acties[].gedeeld",
        "vastgesteldOp",
    ]


def test_leaves_have_the_first_bits_and_groups_the_next() -> None:
    leaves = [node for node in PLAN.walk() if isinstance(node, Leaf)]
    groups = [node for node in PLAN.walk() if not isinstance(node, Leaf)]
    assert [leaf.bit for leaf in leaves] == [1 << number for number in range(7)]
    assert sorted(group.bit for group in (*groups, PLAN)) == [1 << number for number in range(7, 11)]
    assert PLAN.leaf_bits == 0b1111111
    assert next(group.leaf_bits for group in groups if group.path == "doelen[]") == 0b0111000


def test_the_legal_item_is_the_fields_own_else_that_of_the_nearest_group() -> None:
    items = {node.path: node.item for node in PLAN.walk()}
    assert items["status"] == "PBW-18a"
    assert items["adres.straat"] == "PM-20d-2-a"
    assert items["adres.postcode"] == "PM-20d-2-a-3"
    assert items["doelen[].acties[].gedeeld"] == "PM-20d-1"


def test_owner_and_shared_have_the_name_that_the_field_has_in_documents() -> None:
    group = next(node for node in PLAN.walk() if node.path == "doelen[].acties[]")
    assert not isinstance(group, Leaf)
    assert (group.owner, group.shared, group.repeated, group.type_name) == (
        "uitvoerderOrganisatie",
        "gedeeld",
        True,
        "Actie",
    )


def test_a_list_of_values_is_one_leaf() -> None:
    doelen = PLAN.children["doelen"]
    assert not isinstance(doelen, Leaf)
    soorten = doelen.children["soorten"]
    assert isinstance(soorten, Leaf)
    assert soorten.many
    assert soorten.kind.choices is JaNeeOnbekend


def test_names_become_camel_case() -> None:
    assert [camel(name) for name in ("status", "stand_van_zaken", "artikel_43_3_plaatsing")] == [
        "status",
        "standVanZaken",
        "artikel433Plaatsing",
    ]


# What a definition cannot be ------------------------------------------------------------------------------------------


class Kleur(Choice):
    ROOD = "ROOD"


class Tweemaal(Group, item="PBW-18a"):
    eerste: Adres = field("Eerste", "test")
    tweede: Adres = field("Tweede", "test")


class ZonderOnbekend(Group, item="PBW-18a"):
    kleur: Kleur = field("Kleur", "test")


class ZonderItem(Group):
    naam: Line = field("Naam", "test")


class ZonderSoort(Group, item="PBW-18a"):
    naam: str = field("Naam", "test")


class ZonderBeschrijving(Group, item="PBW-18a"):
    naam: Line = field("", "test")


class ZonderBron(Group, item="PBW-18a"):
    naam: Line = field("Naam", "")


class VreemdeEigenaar(Group, item="PBW-18a", owner="eigenaar_oin"):
    naam: Line = field("Naam", "test")


class VreemdGedeeld(Group, item="PBW-18a", shared="adres"):
    adres: Adres = field("Adres", "test")


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (Tweemaal, "tweede.: Adres is also at eerste.; give each place its own class"),
        (ZonderOnbekend, "kleur: value list Kleur must name ONBEKEND"),
        (ZonderItem, "naam: no legal item; name one on the field or on its group"),
        (ZonderSoort, "naam: <class 'str'> is not a kind; use one of plan_schema.kinds, a Choice or a Group"),
        (ZonderBeschrijving, "naam: description and source are both needed"),
        (ZonderBron, "naam: description and source are both needed"),
        (VreemdeEigenaar, ": owner names eigenaarOin, which is no field of VreemdeEigenaar"),
        (VreemdGedeeld, ": shared names adres, which is no field of VreemdGedeeld"),
    ],
    ids=lambda given: given.__name__ if isinstance(given, type) else "",
)
def test_a_definition_that_contradicts_itself_is_refused_with_the_mend(definition: type[Group], message: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        build(definition)
    assert str(refusal.value) == message


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_name_of_the_house_is_reserved(name: str) -> None:
    taken = type("Taken", (Group,), {"__annotations__": {name: Line}, name: field("Naam", "test")}, item="PBW-18a")
    with pytest.raises(DefinitionError) as refusal:
        build(taken)
    assert str(refusal.value) == f"{name}: the name is reserved; choose another"
