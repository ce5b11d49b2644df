"""The door of commands: a step of a process is one version, through the same masks, or a typed reason why not."""

from datetime import date
from typing import Any, Final

import pytest

from api.access.access import Access
from api.app import build_store, now
from api.graphql.context import Store
from api.store.changing import ChangeRequest
from api.store.driver import Database
from api.store.outcomes import Changed, ChangeOutcome, Invalid, NotAllowed, NotFound, Registered, VersionConflict
from api.store.proposals import Commanded, Patched, Proposal
from api.store.receipts import Repeat
from api.store.versions import Note
from api.view.plan_view import PlanView
from plan_schema.patch import Patch
from plan_schema.problems import ProblemCode
from plan_schema.process.basis import Basis
from plan_schema.process.order import Command, Order
from plan_schema.values import Node
from tests.api.access.callers import access
from tests.api.client import detention
from tests.api.store.commanding import REFUSED, ask_for_shelter, when_empty
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import KEYS

__all__ = ["database", "raw"]

_NOTE: Final = Note.of({"toelichting": None, "peildatum": None, "bron": None})
_SHELTER: Final[Patch] = {"onderdak": {"hulpvraag": "een kamer"}}
_HIDDEN: Final = ("som.besluit.toelichting", "som.besluit.nadereInvulling")
"""What DJI reads, and a gemeente does not."""


def _access(persona: str) -> Access:
    return access(persona, now().date())


class _Desk:
    """Asks the store for changes of one plan."""

    def __init__(self, store: Store, plan_id: str) -> None:
        self._store = store
        self.plan_id = plan_id

    async def order(
        self, persona: str, version: int, command: Command, *writes: str, key: str | None = None
    ) -> ChangeOutcome:
        return await self._change(persona, version, Commanded(command, frozenset(writes)), key)

    async def patch(self, persona: str, version: int, patch: Patch) -> ChangeOutcome:
        return await self._change(persona, version, Patched(patch), None)

    async def _change(self, persona: str, version: int, proposal: Proposal, key: str | None) -> ChangeOutcome:
        who = _access(persona)
        repeat = Repeat.of(key, who.caller, "opdracht", ["dezelfde"])
        return await self._store.changer.change(
            self.plan_id, who, ChangeRequest(version, proposal, _NOTE, repeat), lambda _: None
        )


@pytest.fixture
async def desk(database: Database) -> _Desk:
    store = build_store(database, database, KEYS, now, 24)
    registered = await store.registrar.register(_access("casemanager-arnhem"), detention(), _NOTE, lambda _: None)
    assert isinstance(registered, Registered)
    return _Desk(store, registered.view.id)


def _refused(outcome: ChangeOutcome) -> list[str]:
    assert isinstance(outcome, NotAllowed), outcome
    return [entry.path for entry in outcome.refusals]


def _changed(outcome: ChangeOutcome) -> PlanView:
    assert isinstance(outcome, Changed), outcome
    return outcome.view


async def test_a_command_is_one_version(desk: _Desk, raw: Raw) -> None:
    view = _changed(await desk.order("gemeente-arnhem", 1, ask_for_shelter("een kamer")))
    assert (view.version, view.shown["onderdak"]["hulpvraag"]) == (2, "een kamer")
    versions: list[dict[str, Any]] = list(raw["versies"].find({"planId": desk.plan_id}, sort=[("nummer", 1)]))
    assert [record["nummer"] for record in versions] == [1, 2]
    assert [change["pad"] for change in versions[1]["wijzigingen"]] == ["onderdak.hulpvraag"]


async def test_a_guard_that_does_not_hold_is_invalid_and_writes_nothing(desk: _Desk, raw: Raw) -> None:
    await desk.patch("casemanager-arnhem", 1, {"onderdak": {"hulpvraag": "iets"}})
    outcome = await desk.order("gemeente-arnhem", 2, ask_for_shelter("een kamer"))
    assert isinstance(outcome, Invalid)
    assert [problem.code for problem in outcome.problems] == [ProblemCode.TEGENSTRIJDIG]
    assert raw["versies"].count_documents({"planId": desk.plan_id}) == 2


async def test_what_the_policy_forbids_to_write_is_refused(desk: _Desk) -> None:
    command = when_empty(("onderdak.hulpvraag",), {"onderdak": {"hulpvraag": "x"}, "terugkeer": {"postadres": "y"}})
    assert _refused(await desk.order("gemeente-arnhem", 1, command)) == ["terugkeer.postadres"]
    assert _changed(await desk.order("casemanager-arnhem", 1, command)).version == 2


@pytest.mark.parametrize("held", [(), _HIDDEN[:1], _HIDDEN[1:], _HIDDEN])
async def test_whether_a_hidden_guard_holds_cannot_be_told(desk: _Desk, held: tuple[str, ...]) -> None:
    """The same answer whatever the hidden fields hold, and also when the patch itself may not be written."""
    patch: dict[str, Any] = {}
    for path in held:
        patch[path.rpartition(".")[2]] = "iets"
    if patch:
        await desk.patch("casemanager-arnhem", 1, {"som": {"besluit": patch}})
    for wanted in (_SHELTER, {"terugkeer": {"postadres": "y"}}):
        outcome = await desk.order("gemeente-arnhem", 1, when_empty(("onderdak.hulpvraag", *_HIDDEN), wanted))
        assert _refused(outcome) == [_HIDDEN[0]]


async def test_who_can_write_a_field_in_no_plan_is_refused_without_a_look(desk: _Desk) -> None:
    desk.plan_id = "018f0000-0000-7000-8000-000000000000"
    command = when_empty((), {"samenStarten": {"signaal": {"afgegevenDoor": "x"}}})
    field = "samenStarten.signaal.afgegevenDoor"
    assert _refused(await desk.order("gemeente-arnhem", 1, command, field)) == [field]
    assert isinstance(await desk.order("gemeente-arnhem", 1, command), NotFound)


async def test_another_value_in_between_is_a_conflict(desk: _Desk) -> None:
    await desk.patch("casemanager-arnhem", 1, {"onderdak": {"hulpvraag": "iets"}})
    outcome = await desk.order("gemeente-arnhem", 1, ask_for_shelter("een kamer"))
    assert isinstance(outcome, VersionConflict)
    assert [conflict.path for conflict in outcome.conflicts] == ["onderdak.hulpvraag"]


async def test_a_guard_must_also_hold_in_the_plan_as_it_is_now(desk: _Desk) -> None:
    """What others changed since does not collide with the patch, and takes its ground away."""
    await desk.patch("casemanager-arnhem", 1, {"onderdak": {"toelichting": "iets"}})
    command = when_empty(("onderdak.toelichting",), _SHELTER)
    assert isinstance(await desk.order("gemeente-arnhem", 1, command), Invalid)
    still = when_empty(("onderdak.hulpvraag",), _SHELTER)
    assert _changed(await desk.order("gemeente-arnhem", 1, still)).version == 3


async def test_a_hidden_guard_of_now_is_not_told_either(desk: _Desk) -> None:
    """In the version that the caller knew the guard did not look at what is hidden; in the plan of now it does."""
    await desk.patch("casemanager-arnhem", 1, {"schulden": {"hulpvraag": "iets"}})
    await desk.patch("casemanager-arnhem", 2, {"schulden": {"hulpvraag": None}})
    assert _refused(await desk.order("gemeente-arnhem", 2, _unless_in_debt)) == [_HIDDEN[0]]


def _unless_in_debt(document: Node, _: date) -> Order:
    """Looks at what is hidden only where no hulpvraag about debts is recorded."""
    basis = Basis(document)
    held = basis.value("schulden.hulpvraag") is not None or basis.value(_HIDDEN[0]) is None
    return Order(_SHELTER, () if held else (REFUSED,), basis.looked_at)


async def test_sent_again_it_gives_the_first_answer_and_no_second_version(desk: _Desk, raw: Raw) -> None:
    key = "7d3f4c1e-0000-4000-8000-000000000001"
    first = _changed(await desk.order("gemeente-arnhem", 1, ask_for_shelter("een kamer"), key=key))
    again = _changed(await desk.order("gemeente-arnhem", 1, ask_for_shelter("een kamer"), key=key))
    assert (first.version, again.version) == (2, 2)
    assert raw["versies"].count_documents({"planId": desk.plan_id}) == 2
