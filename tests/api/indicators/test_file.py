"""A name that begins like a formula is no formula in the file."""

from datetime import date
from typing import Final

from api.identity.organisations import OrganisationTable
from api.indicators.file import TOO_FEW, UNDIVIDED, csv_of
from api.indicators.selection import Selection
from api.indicators.service import Publication
from plan_schema.process.indicators.catalogue import Measure
from plan_schema.process.indicators.dimensions import Dimension
from plan_schema.process.indicators.disclosure import Bound, Figure
from plan_schema.process.indicators.periods import PeriodLength
from plan_schema.process.indicators.publication import Entry, Series, Split
from policies.counts import Reach

NAMES: Final = OrganisationTable.load()


def publication(*entries: Entry) -> Publication:
    asked = Selection(("I01",), (Dimension.INRICHTING,), date(2026, 1, 1), date(2026, 6, 30))
    series = (Series(Measure("I01"), entries),)
    periods = tuple(entry.period for entry in entries)
    return Publication(asked, Reach.ALLE, date(2026, 7, 1), PeriodLength.KWARTAAL, 10, periods, series)


def test_rows_say_what_is_withheld_and_why() -> None:
    figures = (Figure(("=1+1",), 30), Figure(("PI Arnhem",), 40, 20, 50))
    text = csv_of(
        publication(
            Entry("2026-K1", Figure((), 70, 40, 57), (Split(Dimension.INRICHTING, figures),)),
            Entry("2026-K2", Figure((), 20, None, 40, Bound.HOOGSTENS), (Split(Dimension.INRICHTING, ()),)),
            Entry("2026-K3", None, ()),
        ),
        NAMES,
    )
    lines = [line.split(",") for line in text.split("\r\n")[1:-1]]
    places = [(line[3], line[4], line[5], *line[6:10], line[-1]) for line in lines]
    assert places == [
        ("2026-K1", "", "alle", "70", "40", "57", "", ""),
        ("2026-K1", "INRICHTING", "'=1+1", "30", "", "", "", "teller niet te tonen"),
        ("2026-K1", "INRICHTING", "PI Arnhem", "40", "20", "50", "", ""),
        ("2026-K2", "", "alle", "20", "", "40", "HOOGSTENS", "teller niet te tonen"),
        ("2026-K2", "INRICHTING", "", "", "", "", "", UNDIVIDED),
        ("2026-K3", "", "alle", "", "", "", "", TOO_FEW),
    ]
