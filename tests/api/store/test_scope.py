"""The filter that MongoDB applies and the function that judges one plan say the same, of any plan, for anybody, on any day."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient
from pymongo.collection import Collection

from api.access.access import Access
from api.access.facts import PlanFacts
from api.access.relation import phase_of, relations_of
from api.graphql.plan_list import FILTER_PATHS
from api.identity.personas import PERSONAS
from api.store.listing import SortKey
from api.store.scope import in_phase, scope_of
from api.view.facts import facts_of
from plan_schema.plan import PATHS
from plan_schema.values import UNKNOWN
from policies.context import Phase, Relation
from tests.api.access.callers import AFTERCARE_MONTHS, access

_UNKNOWN: Final = dict(UNKNOWN)
_DAYS: Final = [date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
_OINS: Final = ["00000099200000001000", "00000099200000002000", "00000099200000003000"]


def _field(*values: Any) -> st.SearchStrategy[Any]:
    """One of these, recorded as unknown, or not recorded."""
    return st.sampled_from([*values, _UNKNOWN, None])


def _group(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.fixed_dictionaries(fields).map(
        lambda group: {name: value for name, value in group.items() if value is not None}
    )


_DATES: Final = _field(*(day.isoformat() for day in _DAYS))
_CODES: Final = _field("0202", "0268", "0344")
_LOOKED_AT: Final = sorted({*chain(*FILTER_PATHS.values()), *(key.value for key in SortKey), "afschermingen[].grond"})
_SHIELDED: Final = [*_LOOKED_AT, "betrokkene", "detentie", "terugkeer", "onderdak", "afschermingen[]", "geen.pad"]
_SHIELDINGS: Final = st.lists(
    st.builds(
        lambda path, first, last: {
            name: value
            for name, value in (("pad", path), ("ingangsdatum", first), ("einddatum", last))
            if value is not None
        },
        _field(*_SHIELDED),
        _DATES,
        _DATES,
    ),
    max_size=3,
)
documents: Final = _group(
    betrokkene=_group(sknNummer=_field("88000001", "1234567")),
    status=st.sampled_from([None, "CONCEPT", "AFGESLOTEN", "ONBEKEND"]),
    detentie=_group(
        inrichting=_field("PI Arnhem", "JC Zaanstad", "PI Elders"),
        datumAanvang=_DATES,
        datumInvrijheidstelling=_DATES,
        einddatumStatus=st.sampled_from([None, "VERWACHT", "DEFINITIEF", "ONBEKEND"]),
    ),
    terugkeer=_group(herkomstgemeente=_CODES, vestigingsgemeente=_CODES),
    samenStarten=_group(
        signaal=_group(afgegevenOp=_field(datetime(2026, 1, 1, tzinfo=UTC))),
        toewijzing=_group(organisaties=_field(*([oin] for oin in _OINS), _OINS[:2])),
    ),
    toezicht=_group(toezichthouderOrganisatie=_field(*_OINS)),
    zorg=_group(zorgNodig=st.sampled_from([None, "JA", "NEE"])),
    afschermingen=st.none() | _SHIELDINGS,
).map(lambda document: document or {})


@pytest.fixture(scope="module")
def plans(mongodb_uri: str) -> Iterator[Collection[dict[str, Any]]]:
    name = f"test_{uuid.uuid4().hex}"
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        yield client[name].plannen
        client.drop_database(name)


def _shows(who: Access, plan: PlanFacts, fields: int) -> bool:
    """Whether one relation shows all of these fields, whatever the conditions, and none of them is shielded."""
    rights = who.rights(plan)
    if rights is None or fields & rights.shielded:
        return False
    found = any(rights.phase in who.readable_phases(relation, fields) for relation in rights.relations)
    assert not found or not fields & ~rights.masks.read[0]
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    found=st.lists(documents, min_size=20, max_size=40),
    today=st.sampled_from(_DAYS),
    narrow=st.randoms(use_true_random=False),
)
def test_filter_and_function_agree(
    plans: Collection[dict[str, Any]], found: list[dict[str, Any]], today: date, narrow: Any
) -> None:
    plans.delete_many({})
    plans.insert_many([{**document, "_id": number} for number, document in enumerate(found)])
    facts = {number: facts_of(document) for number, document in enumerate(found)}
    for name, persona in PERSONAS.items():
        purposes = [purpose for purpose in sorted(persona.allowed) if narrow.random() < 0.7]
        who = access(name, today, purposes)
        reachable = {number for number, plan in facts.items() if who.rights(plan) is not None}
        assert {plan["_id"] for plan in plans.find(scope_of(who), {"_id": 1})} == reachable
        for relation in Relation:
            expected = {
                number
                for number, plan in facts.items()
                if relation in relations_of(who.caller, plan, today, AFTERCARE_MONTHS)
                and phase_of(plan, today) in who.readable_phases(relation)
            }
            assert {plan["_id"] for plan in plans.find(scope_of(who, [relation]), {"_id": 1})} == expected
        looked_at = narrow.sample(_LOOKED_AT, 2)
        fields = PATHS.bit(looked_at[0]) | PATHS.bit(looked_at[1])
        shown = {plan["_id"] for plan in plans.find(scope_of(who, fields=fields), {"_id": 1})}
        assert shown == {number for number, plan in facts.items() if _shows(who, plan, fields)}
    for phase in Phase:
        expected = {number for number, plan in facts.items() if phase_of(plan, today) is phase}
        assert {plan["_id"] for plan in plans.find(in_phase(phase, today), {"_id": 1})} == expected
