"""Everybody asks about himself: the subject must be who the token speaks for, and a doel one that it allows."""

import re
from collections.abc import Sequence
from typing import Final

from api.authzen.reading import Question
from api.authzen.shapes import Subject
from api.errors import Code, Fault, RequestRefused
from api.identity.caller import Caller
from api.identity.purpose import PurposeError, purposes_of

_OIN: Final = re.compile(r"(?:urn:(?:nld?:)?oin:)?([0-9]{8}[0-9A-Z]{12})")


def callers_of(asked: Sequence[Question], caller: Caller) -> list[Caller]:
    """For each evaluation the caller, acting for its doel.

    RequestRefused (403) names every subject that is somebody else, and every doel that the caller may not act for.
    """
    faults: list[Fault] = []
    found: list[Caller] = []
    for one in asked:
        faults += _not_oneself(one.evaluation.subject, caller, one.places["subject"])
        context = one.evaluation.context
        try:
            found.append(purposes_of(context.doel, caller) if context and context.doel is not None else caller)
        except PurposeError as error:
            faults.append(_purpose_fault(error, caller, f"{one.places['context']}.doel"))
    if faults:
        raise RequestRefused(403, dict.fromkeys(faults))
    return found


def _not_oneself(subject: Subject, caller: Caller, place: str) -> list[Fault]:
    claims = {"rol": caller.role.value, "oin": caller.organisation.oin}
    # A property that is not known could be meant to weigh, and a verdict without it would be about somebody else.
    other = [name for name, value in subject.properties.items() if claims.get(name) != value]
    faults = (
        [] if _is(subject.id, caller) else [_other(f"{place}.id", "de sub van uw token, of het OIN van uw organisatie")]
    )
    if other:
        faults.append(_other(f"{place}.properties", "hooguit rol en oin, met de waarde van uw token"))
    return faults


def _is(subject_id: str, caller: Caller) -> bool:
    as_organisation = _OIN.fullmatch(subject_id)
    return subject_id == caller.user or (as_organisation is not None and as_organisation[1] == caller.organisation.oin)


def _other(place: str, expected: str) -> Fault:
    return Fault(
        Code.SUBJECT_NIET_UZELF,
        "U vraagt naar een ander dan uzelf; iedereen vraagt hier naar zichzelf.",
        place,
        expected,
    )


def _purpose_fault(error: PurposeError, caller: Caller, place: str) -> Fault:
    allowed = ", ".join(sorted(caller.purposes))
    message = f"Het deel {place} noemt geen doel, of een doel waarvoor u nu niet handelt; u handelt voor: {allowed}."
    return Fault(error.code, message, place)
