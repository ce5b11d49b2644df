"""Who a generated plan is about: what the patches of its steps have to agree on."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from api.demo import frequencies as of
from api.demo.identities import bsns, skn_of
from plan_schema.gemeenten import GEMEENTEN

_OFTEN: Final = ("0202", "0268", "0344", "0479")
_WEIGHTS: Final = (0.25, 0.45, 0.60, 0.75)
"""Arnhem, Nijmegen, Utrecht and Zaanstad, cumulative; the rest is any other gemeente."""
_INRICHTINGEN: Final = ("PI Arnhem", "JC Zaanstad")
_RELEASED: Final = 0.12
"""Not from a report: plans of people who were released within the last weeks."""

_PAST_DAYS: Final = 27_000
_FUTURE_DAYS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Person:
    """One gedetineerde. Moments are days from today (below zero: past); `end` None: the end date is not known."""

    index: int
    skn: str
    bsn: str
    inrichting: str
    reclassering: str
    herkomst: str
    vestiging: str
    preventief: bool
    lvb: bool
    psychisch: bool
    schulden: bool
    ingeschreven: bool
    born: int
    started: int
    entered: int
    signalled: int
    assessed: int
    stay: int
    end: int | None
    released: bool
    calendar: tuple[str, ...]

    def day(self, offset: int) -> str:
        """ISO text of the day that many days from today."""
        return self.calendar[offset + _PAST_DAYS]


class Persons:
    """Makes the persons of one seed."""

    def __init__(self, rng: Random, seed: int, today: date) -> None:
        self._rng = rng
        self._seed = seed
        self._bsns = bsns()
        self._weekday = today.weekday()
        # Every day that a plan can name, written once: dates are most of a plan.
        self._calendar = tuple((today + timedelta(day)).isoformat() for day in range(-_PAST_DAYS, _FUTURE_DAYS))
        codes = [code for code, row in GEMEENTEN.items() if code not in _OFTEN and row.valid_on(today)]
        self._others = tuple(codes)
        self._teams = {
            place: tuple(oin for oin, share in shares.items() for _ in range(share))
            for place, shares in of.RECLASSERING_SHARES.items()
        }

    def next(self, index: int) -> Person:
        """The n-th person."""
        chance = self._rng.random
        inrichting = _INRICHTINGEN[index % 2]
        herkomst = self._gemeente()
        stay = self._stay()
        known_end = chance() >= of.EINDDATUM_ONBEKEND.share
        released = known_end and chance() < _RELEASED
        elapsed = stay + self._between(1, 30) if released else self._between(10, min(stay, 200))
        started = -elapsed
        signalled = self._signalled(started)
        return Person(
            index=index,
            skn=skn_of(self._seed, index),
            bsn=next(self._bsns),
            inrichting=inrichting,
            reclassering=self._one(self._teams[inrichting]),
            herkomst=herkomst,
            vestiging=herkomst if chance() < 0.85 else self._gemeente(),
            preventief=chance() < of.PREVENTIEF.share,
            lvb=chance() < of.LVB.share,
            psychisch=chance() < of.PSYCHISCHE_PROBLEMEN.share,
            schulden=chance() < of.SCHULDEN.share,
            ingeschreven=chance() >= of.NIET_INGESCHREVEN.share,
            born=started - self._between(19 * 365, 60 * 365),
            started=started,
            entered=started + self._between(0, 2),
            signalled=signalled,
            assessed=min(signalled + self._between(1, 5), 0),
            stay=stay,
            end=started + stay if known_end else None,
            released=released,
            calendar=self._calendar,
        )

    def _stay(self) -> int:
        drawn = self._rng.random()
        if drawn < of.VERBLIJF_KORTER_DAN_3_MAANDEN.share:
            return self._between(14, 89)
        if drawn < 1 - of.VERBLIJF_LANGER_DAN_1_JAAR.share:
            return self._between(90, 365)
        return self._between(366, 1500)

    def _signalled(self, started: int) -> int:
        """The next werkdag, or days later (002:L606)."""
        if self._rng.random() < of.SIGNAAL_OP_TIJD.share:
            following = (self._weekday + started + 1) % 7
            return started + 1 + (7 - following if following > 4 else 0)
        return started + self._between(5, 9)

    def _gemeente(self) -> str:
        drawn = self._rng.random()
        for code, limit in zip(_OFTEN, _WEIGHTS, strict=True):
            if drawn < limit:
                return code
        return self._one(self._others)

    def _between(self, low: int, high: int) -> int:
        # `randint` costs three times as much, and a plan draws some thirty numbers.
        return low + int(self._rng.random() * (high - low + 1))

    def _one(self, of_these: tuple[str, ...]) -> str:
        return of_these[int(self._rng.random() * len(of_these))]
