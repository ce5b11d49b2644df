"""The code table of gemeenten, with validity: a herindeling on 1 January ends a code, plans keep it.

Source: CBS, division of 2024 (342 gemeenten), in `gemeenten.csv`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One row of the code table; `valid_until` is the first day on which the code is no longer in use."""

    code: str
    name: str
    veiligheidsregio: str
    valid_from: date
    valid_until: date | None

    def valid_on(self, day: date) -> bool:
        """Whether the code is in use on this day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def _load() -> Mapping[str, Gemeente]:
    text = files("plan_schema").joinpath("gemeenten.csv").read_text("utf-8")
    return MappingProxyType(
        {
            row["gemeentecode"]: Gemeente(
                code=row["gemeentecode"],
                name=row["naam"],
                veiligheidsregio=row["veiligheidsregio"],
                valid_from=date.fromisoformat(row["geldigVanaf"]),
                valid_until=date.fromisoformat(row["geldigTot"]) if row["geldigTot"] else None,
            )
            for row in csv.DictReader(text.splitlines())
        }
    )


GEMEENTEN: Final = _load()
"""Every gemeentecode ever issued that a plan may name, by code."""
