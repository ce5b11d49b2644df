"""Evaluating: each verdict comes from where `waarom` has it, and all of it is in the logs before any of it leaves."""

import asyncio
import hashlib
from dataclasses import replace
from typing import Final

import orjson

from api.access.access import Access
from api.authzen.reading import Call, Question
from api.authzen.shapes import ANY_PLAN
from api.authzen.subject import callers_of
from api.errors import RequestRefused
from api.failures import foreseen
from api.identity.caller import Caller
from api.identity.purpose import PurposeError
from api.logbook.recorder import Recorder
from api.logbook.trace import Trace
from api.logbook.trail import Asked, Evaluated, Trail
from api.recording import record, record_refusal
from api.store.plans import PlanReader
from api.verdict import FieldQuestion, Verdict, leaf_at, verdict
from api.view.plan_view import PlanView
from policies.context import Action, Purpose

_STOPS_AT: Final = {"deny_on_first_deny": False, "permit_on_first_permit": True}


class Evaluator:
    """Answers calls from one store, and records them."""

    def __init__(self, reader: PlanReader, recorder: Recorder) -> None:
        self._reader = reader
        self._recorder = recorder

    async def evaluate(self, call: Call, access: Access, trace: Trace) -> list[Verdict]:
        """The verdicts in the order of the questions, as far as the semantic goes.

        RequestRefused: 403 when it is about somebody else, 503 when database or log is away.
        """
        trail = _trail(call, access, trace)
        try:
            verdicts = await self._verdicts(call, trail)
        except RequestRefused as refusal:
            await record_refusal(self._recorder, trail, refusal)
            raise
        await record(self._recorder, trail, 200)
        return verdicts

    async def refuse(self, call: Call, access: Access, trace: Trace, error: PurposeError) -> None:
        """Record that a call was refused for its doel."""
        await record(self._recorder, _trail(call, access, trace), error.status, [error.code])

    async def _verdicts(self, call: Call, trail: Trail) -> list[Verdict]:
        callers = callers_of(call.asked, trail.access.caller)
        once = _Once(self._reader)
        verdicts: list[Verdict] = []
        for one, caller in zip(call.asked, callers, strict=True):
            question = _question(one)
            try:
                found = await verdict(question, replace(trail.access, caller=caller), once.plan, trail, call.name)
            except Exception as error:
                refusal = foreseen(error)
                if refusal is None:
                    raise
                raise refusal from None
            verdicts.append(found)
            trail.evaluated.append(_evaluated(question, found, caller))
            if found.allowed is _STOPS_AT.get(call.semantic):
                break
            # The judge is asked without a pause; others have their turn in between.
            await asyncio.sleep(0)
        return verdicts


class _Once:
    """Reads each plan once in a call, for the same doelen."""

    def __init__(self, reader: PlanReader) -> None:
        self._reader = reader
        self._found: dict[tuple[str, frozenset[Purpose]], PlanView | None] = {}

    async def plan(self, plan_id: str, access: Access) -> PlanView | None:
        key = (plan_id, access.caller.purposes)
        if key not in self._found:
            self._found[key] = await self._reader.plan(plan_id, access)
        return self._found[key]


def _question(one: Question) -> FieldQuestion:
    resource = one.evaluation.resource
    path, plan_id = resource.properties.pad, None if resource.id == ANY_PLAN else resource.id
    leaf = leaf_at(path)
    assert leaf is not None  # noqa: S101 - the path was checked when it was read
    return FieldQuestion(leaf, path, Action(one.evaluation.action.name), plan_id)


def _trail(call: Call, access: Access, trace: Trace) -> Trail:
    # What was asked without about whom: fields and actions, no plan and no subject.
    questions = sorted({(question.leaf.path, question.action) for question in map(_question, call.asked)})
    digest = hashlib.sha256(orjson.dumps([call.name, call.semantic, questions])).hexdigest()
    asked = Asked(digest, "authzen", {call.name: call.name}, 0, lenient=False, event_name=f"adl.access_{call.name}")
    return Trail(trace, asked, access)


def _evaluated(question: FieldQuestion, found: Verdict, caller: Caller) -> Evaluated:
    refusal = found.decision.refusal
    return Evaluated(
        question.leaf.path,
        question.action,
        caller.purposes,
        question.plan_id,
        found.view.version if found.view else None,
        found.judgement,
        found.allowed,
        refusal.reason if refusal else None,
    )
