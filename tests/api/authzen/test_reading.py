"""What is wrong with a request is named at once: its place and what was expected, never its value."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from api.authzen.reading import MOST, Call, read_evaluation, read_evaluations
from api.errors import RequestRefused
from tests.api.authzen.conftest import evaluation
from tests.api.graphql.refusals import assert_error

GOOD: Final = evaluation("casemanager-arnhem", "onderdak.hulpvraag")
PRIVATE: Final = "999990342"


def _but(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (GOOD | changes).items() if value is not None}


def _resource(**changes: Any) -> dict[str, Any]:
    return _but(resource=GOOD["resource"] | changes)


MALFORMED: Final[dict[str, tuple[Any, dict[str, str]]]] = {
    "nothing": ({}, dict.fromkeys(("subject", "resource", "action"), "ongeldigeAanvraag")),
    "no subject": (_but(subject=None), {"subject": "ongeldigeAanvraag"}),
    "subject is text": (_but(subject=PRIVATE), {"subject": "ongeldigeAanvraag"}),
    "subject without id": (_but(subject={"type": "gebruiker"}), {"subject.id": "ongeldigeAanvraag"}),
    "subject with a number": (
        _but(subject={"type": "gebruiker", "id": 999990342}),
        {"subject.id": "ongeldigeAanvraag"},
    ),
    "empty id": (_but(subject={"type": "gebruiker", "id": ""}), {"subject.id": "ongeldigeWaarde"}),
    "properties are a list": (
        _but(subject={"type": "gebruiker", "id": "x", "properties": [PRIVATE]}),
        {"subject.properties": "ongeldigeAanvraag"},
    ),
    "other resource": (_resource(type=PRIVATE), {"resource.type": "ongeldigeWaarde"}),
    "long id": (_resource(id=PRIVATE * 100), {"resource.id": "ongeldigeWaarde"}),
    "no path": (_resource(properties={}), {"resource.properties.pad": "ongeldigeAanvraag"}),
    "path of nothing": (_resource(properties={"pad": PRIVATE}), {"resource.properties.pad": "onbekendVeld"}),
    "path of a group": (_resource(properties={"pad": "onderdak"}), {"resource.properties.pad": "onbekendVeld"}),
    "other action": (_but(action={"name": PRIVATE}), {"action.name": "ongeldigeWaarde"}),
    "context is text": (_but(context=PRIVATE), {"context": "ongeldigeAanvraag"}),
    "doel is a list": (_but(context={"doel": [PRIVATE]}), {"context.doel": "ongeldigeAanvraag"}),
    "doel of 243 characters": (_but(context={"doel": "A" * 243}), {"context.doel": "doelbindingOngeldig"}),
    "time without zone": (_but(context={"time": "2026-11-22T10:00:00"}), {"context.time": "ongeldigeWaarde"}),
    "time is a number": (_but(context={"time": 1}), {"context.time": "ongeldigeWaarde"}),
    "time is no time": (_but(context={"time": f"T{PRIVATE}"}), {"context.time": "ongeldigeWaarde"}),
    "all at once": (
        {"subject": {}, "resource": {"type": "x"}, "action": {"name": "x"}},
        {
            "subject.type": "ongeldigeAanvraag",
            "subject.id": "ongeldigeAanvraag",
            "resource.type": "ongeldigeWaarde",
            "resource.id": "ongeldigeAanvraag",
            "resource.properties": "ongeldigeAanvraag",
            "action.name": "ongeldigeWaarde",
        },
    ),
}
LISTS: Final[dict[str, tuple[Any, dict[str, str]]]] = {
    "no list": ({"evaluations": PRIVATE}, {"evaluations": "ongeldigeAanvraag"}),
    "too many": ({"evaluations": [GOOD] * (MOST + 1)}, {"evaluations": "vraagTeZwaar"}),
    "an entry is text": ({"evaluations": [GOOD, PRIVATE]}, {"evaluations[1]": "ongeldigeAanvraag"}),
    "missing in one": ({"evaluations": [GOOD, _but(action=None)]}, {"evaluations[1].action": "ongeldigeAanvraag"}),
    "a wrong default is said once": (
        {"action": {"name": "x"}, "evaluations": [_but(action=None)] * 3},
        {"action.name": "ongeldigeWaarde"},
    ),
    "no semantic": (
        {"evaluations": [GOOD], "options": {"evaluations_semantic": PRIVATE}},
        {"options.evaluations_semantic": "ongeldigeWaarde"},
    ),
    "options are text": ({"evaluations": [GOOD], "options": PRIVATE}, {"options": "ongeldigeAanvraag"}),
    "alone, with wrong options": (GOOD | {"options": []}, {"options": "ongeldigeAanvraag"}),
}


def _refused(read: Callable[[bytes], Call], body: bytes) -> RequestRefused:
    with pytest.raises(RequestRefused) as caught:
        read(body)
    assert caught.value.status == 400
    assert PRIVATE not in repr(caught.value) + str([fault.formatted() for fault in caught.value.faults])
    for fault in caught.value.faults:
        assert_error(fault.formatted())
    return caught.value


@pytest.mark.parametrize(
    ("read", "body", "faults"),
    [
        pytest.param(read, body, faults, id=f"{read.__name__}: {name}")
        for read, cases in (
            (read_evaluation, MALFORMED),
            # Without a list it is one evaluation, read in the same way.
            (read_evaluations, MALFORMED | LISTS),
        )
        for name, (body, faults) in cases.items()
    ],
)
def test_each_fault_is_named(read: Callable[[bytes], Call], body: Any, faults: dict[str, str]) -> None:
    refused = _refused(read, json.dumps(body).encode())
    assert {fault.path: fault.code for fault in refused.faults} == faults
    assert len(refused.faults) == len(faults)


@pytest.mark.parametrize("read", [read_evaluation, read_evaluations])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"1", b"null", b"\xff{}", b"[" * 100_000])
def test_what_is_no_object_is_refused(read: Callable[[bytes], Call], body: bytes) -> None:
    _refused(read, body)


def test_defaults_hold_for_what_an_evaluation_does_not_name() -> None:
    own = GOOD["resource"] | {"id": "x"}
    body = {
        **GOOD,
        "action": {"name": "SCHRIJVEN"},
        "evaluations": [{}, {"resource": own}, {"action": {"name": "LEZEN"}}],
    }
    call = read_evaluations(json.dumps(body).encode())
    found = [(one.evaluation.resource.id, one.evaluation.action.name) for one in call.asked]
    assert found == [("*", "SCHRIJVEN"), ("x", "SCHRIJVEN"), ("*", "LEZEN")]
    assert (call.semantic, call.single) == ("execute_all", False)


def test_what_nobody_defined_is_left_unread() -> None:
    more = {"extra": 1, "context": {"doel": None, "traceparent": "x", "time": "2026-11-22T10:00:00.5+01:00"}}
    action = {"action": {"name": "LEZEN", "properties": {"processing_activity_id": "urn:x"}}}
    assert read_evaluation(json.dumps(GOOD | more | action).encode()).single
