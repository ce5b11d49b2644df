"""Indicators for who may read counts: counted in the store, published through disclosure control."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from api.access.access import Access
from api.errors import Code, Fault, RequestRefused
from api.identity.organisations import Organisations
from api.indicators.labels import Names
from api.indicators.selection import Selection
from api.store.indicators.counting import IndicatorCounter, NotMigrated, Wanted
from plan_schema.process.calendar import is_werkdag
from plan_schema.process.indicators.catalogue import measures
from plan_schema.process.indicators.counting import Count
from plan_schema.process.indicators.periods import PeriodLength, bounds, whole_periods
from plan_schema.process.indicators.publication import Series, publish
from plan_schema.process.indicators.surroundings import Surroundings
from policies.counts import CountRow, Reach, reach_of


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: to whom it reaches, as of which day, and the series; `threshold` is the smallest group."""

    selection: Selection
    reach: Reach
    today: date
    length: PeriodLength
    threshold: int
    periods: tuple[str, ...]
    series: tuple[Series, ...]


class Indicators:
    """Counts and publishes; the same for every road that asks."""

    def __init__(
        self,
        counter: IndicatorCounter,
        rows: Iterable[CountRow],
        organisations: Organisations,
        today: Callable[[], date],
        threshold: int,
        length: PeriodLength,
    ) -> None:
        self._counter = counter
        self._rows = tuple(rows)
        self._organisations = organisations
        self._today = today
        self._threshold = threshold
        self._length = length

    @property
    def names(self) -> Names:
        """What organisations are called."""
        return self._organisations

    @property
    def today(self) -> date:
        """The day of now: a period that has not ended by then is not published."""
        return self._today()

    def reach(self, access: Access) -> Reach:
        """Over which plans a caller reads counts; RequestRefused (403), before any look at the database, when over none."""
        caller = access.caller
        found = reach_of(self._rows, caller.organisation.kind, caller.role, caller.purposes)
        if found is None:
            raise self._not_allowed()
        return found

    async def publication(self, access: Access, selection: Selection) -> Publication:
        """What may be published; RequestRefused: 403 for who may read no counts, 503 while plans wait for a migration."""
        reach = self.reach(access)
        within = access.caller.organisation.inrichtingen if reach is Reach.EIGEN_PI else None
        return await self.published(selection, reach, within)

    async def published(
        self, selection: Selection, reach: Reach = Reach.ALLE, within: frozenset[str] | None = None
    ) -> Publication:
        """What may be published of the plans of some inrichtingen (None: of all); RequestRefused (503)."""
        today = self.today
        last = min(selection.last, today - timedelta(days=1))
        periods = whole_periods(selection.first, last, self._length)
        asked = tuple(measures(selection.ids))
        counted = Count()
        if periods:
            wanted = Wanted(asked, selection.dimensions, bounds(periods[0])[0], bounds(periods[-1])[1], within)
            counted = await self._count(wanted, today)
        series = publish(counted, asked, selection.dimensions, periods, self._length, self._threshold)
        return Publication(selection, reach, today, self._length, self._threshold, tuple(periods), tuple(series))

    async def _count(self, wanted: Wanted, today: date) -> Count:
        kinds = {organisation.oin: str(organisation.kind) for organisation in self._organisations}
        try:
            return await self._counter.count(wanted, Surroundings(today, kinds, is_werkdag))
        except NotMigrated:
            raise RequestRefused(
                503,
                [
                    Fault(
                        Code.PLANNEN_OUDER,
                        "Niet alle plannen staan in het schema van nu; de beheerder werkt ze bij met reintegratieplan migreer.",
                    )
                ],
            ) from None

    def _not_allowed(self) -> RequestRefused:
        who = sorted({f"{row.organisation} {role}" for row in self._rows for role in row.roles})
        fault = Fault(
            Code.UNAUTHORIZED_FIELD,
            "U mag met deze rol en dit doel geen aantallen lezen.",
            "indicatoren",
            extra=(
                ("reden", "GEEN_REGEL"),
                ("grondslag", tuple(sorted({row.ground for row in self._rows}))),
                ("wieWel", tuple(who)),
            ),
        )
        return RequestRefused(403, [fault])
