"""How much that is new one asker may ask: judged before any work is done for it.

A question that was asked before costs the least that an answer can. One that was not is parsed, checked and compiled, milliseconds of
the interpreter that makes everybody's answers. A front end has tens of questions and asks them again and again with other variables;
who writes values into the text asks something new each time, and would hold up all others.
"""

import asyncio
import math
from typing import Final

from aiolimiter import AsyncLimiter
from cachetools import TTLCache

from api.errors import Code, Fault, RequestRefused

_MOST_ASKERS: Final = 10_000
PERIOD_SECONDS: Final = 180.0
_PAUSE_SECONDS: Final = 1.0
WAIT: Final = "wachtSeconden"
"""Under this name the refusal says, in seconds, when the same question would be let in."""


class Allowance:
    """For each asker a bucket of so many characters, which come back in three minutes."""

    def __init__(self, characters: int) -> None:
        self._most = characters
        # A bucket that nobody took from for so long is full again, so it need not be kept.
        self._buckets: TTLCache[str, AsyncLimiter] = TTLCache(_MOST_ASKERS, PERIOD_SECONDS)

    def has(self, who: str, text: str) -> bool:
        """Whether a new question would be let in now."""
        bucket = self._buckets.get(who)
        return bucket is None or bucket.has_capacity(self._cost(text))

    async def take(self, who: str, text: str) -> None:
        """Take a new question from what its asker has left; RequestRefused (429), a second later, when that is too little."""
        if not self.has(who, text):
            # Who is refused at once and asks again at once keeps this process as busy as with answers.
            await asyncio.sleep(_PAUSE_SECONDS)
            raise self._refusal(text)
        bucket = self._buckets.get(who) or AsyncLimiter(self._most, PERIOD_SECONDS)
        self._buckets[who] = bucket
        await bucket.acquire(self._cost(text))

    def _cost(self, text: str) -> int:
        # What is larger than a whole bucket takes all of it, instead of never being let in.
        return min(len(text), self._most)

    def _refusal(self, text: str) -> RequestRefused:
        seconds = math.ceil(self._cost(text) * PERIOD_SECONDS / self._most)
        fault = Fault(
            Code.TE_VEEL_NIEUWE_VRAGEN,
            f"U stelt te veel vragen die deze server niet eerder zag: ten hoogste {self._most} tekens in drie minuten. Geef waarden mee in variables, zodat de tekst van de vraag gelijk blijft, of wacht {seconds} s.",
            expected="een vraag die eerder is gesteld, met andere variables",
            extra=((WAIT, seconds),),
        )
        return RequestRefused(429, [fault])
