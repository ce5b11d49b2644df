"""Who may make which transition of Samen starten: the table, the machine and the policy agree, for every role in every status."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

import pytest

from api.identity.personas import PERSONAS
from api.store.draft import Draft
from api.store.proposals import Commanded
from api.store.scribe import Scribe
from api.store.versions import Note
from api.view.facts import facts_of
from plan_schema.plan import PATHS
from plan_schema.process.order import Command
from plan_schema.process.samen_starten.status import SamenStartenStatus as S
from plan_schema.process.samen_starten.table import BY_EVENT, TRANSITIONS, Event
from tests.api.access.callers import access
from tests.plan_schema.process.samen_starten.story import EXAMPLES, MOMENT, TODAY, in_every_status, moves

_NOTE: Final = Note.of({"toelichting": None, "peildatum": None, "bron": None})
_RN: Final = "reclassering-rn-arnhem"
"""Of the 3RO organisation that the plan is assigned to."""
_INVOLVED: Final = frozenset({"casemanager-arnhem", "backoffice-arnhem", "hoofd-denr-arnhem", _RN})
"""The personas whom the table means: those of the PI, and of the 3RO that has the case."""


def _allowed(persona: str, document: dict[str, Any], command: Command, writes: frozenset[str]) -> bool:
    """Whether the door of commands lets this through: no field refused, for the guard or for the patch."""
    who = access(persona, TODAY)
    proposal = Commanded(command, writes)
    if proposal.impossible(who, PATHS):
        return False
    rights = who.rights(facts_of(document))
    if rights is None:
        return False
    base = document | {"versie": 1}
    draft = Draft(base, 1, who, rights, PATHS, Scribe(PATHS, lambda: MOMENT, who, _NOTE))
    proposed = asyncio.run(_on(proposal, draft))
    refused = draft.refused(proposed.named, proposed.changes)
    assert refused or not proposed.problems, (persona, proposed.problems)
    return not refused


async def _on(proposal: Commanded, draft: Draft) -> Any:
    return await proposal.on(draft)


def _cells() -> Iterator[Any]:
    for row in TRANSITIONS:
        for persona, who in PERSONAS.items():
            # The signaal opens the plan to 3RO, so that before it there is no plan for them.
            may = persona in _INVOLVED and who.role in row.who
            yield pytest.param(persona, row.event, may, id=f"{row.event}-{persona}-{'may' if may else 'may not'}")


@pytest.mark.parametrize(("persona", "event", "may"), list(_cells()))
def test_who_may_make_a_transition(persona: str, event: Event, *, may: bool) -> None:
    made = [move for move in moves() if move.event is event]
    assert {move.source for move in made} == BY_EVENT[event].sources
    for move in made:
        assert _allowed(persona, move.document, move.make(), BY_EVENT[event].writes) is may, (event, move.source)


def test_before_assignment_a_reclasseringswerker_of_the_pi_assesses_and_does_not_share() -> None:
    """Design §10.4: until somebody is assigned all three organisations do step 1; sharing is for who has the case."""
    document = in_every_status()[S.SIGNAAL_AFGEGEVEN]
    unassigned = document | {"samenStarten": {**document["samenStarten"], "toewijzing": {}}}
    first, shared, unknown = EXAMPLES[Event.BEOORDEEL_BEKENDHEID]
    writes = BY_EVENT[Event.BEOORDEEL_BEKENDHEID].writes
    for persona in (_RN, "reclassering-svg-arnhem", "reclassering-ljr-arnhem"):
        assert _allowed(persona, unassigned, first(), writes)
        assert _allowed(persona, unassigned, unknown(), writes)
        assert not _allowed(persona, unassigned, shared(), writes)


def test_each_party_confirms_the_duiding_for_itself() -> None:
    document = in_every_status()[S.INFORMATIE_GEDEELD]
    for persona, own, other in (
        ("casemanager-arnhem", "akkoordDji", "akkoord3ro"),
        (_RN, "akkoord3ro", "akkoordDji"),
    ):
        rights = access(persona, TODAY).rights(facts_of(document))
        assert rights is not None
        written = rights.masks.write[rights.conditions]
        assert written & PATHS.bit(f"samenStarten.duiding.{own}")
        assert not written & PATHS.bit(f"samenStarten.duiding.{other}")
