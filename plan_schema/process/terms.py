"""The terms of the process. Each is a norm of a report, or a default where no source gives one; a term warns and never blocks."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from plan_schema.process import calendar


@dataclass(frozen=True, slots=True)
class Terms:
    """How long everything may take; `free`: days that are no werkdag by royal decree (Atw art. 3 lid 3)."""

    signal: int = 1
    """Werkdagen from binnenkomst to the signaal: it is given each werkdag (002:L54, L590)."""
    assessment: int = 3
    """Werkdagen from the signaal to the beoordeling van de bekendheid (002:L641)."""
    sharing: int = 5
    """Werkdagen from there to sharing what is known; no source gives one (design 10.2)."""
    duiding: int = 5
    """Werkdagen from there to the joint duiding; no source gives one (design 10.2)."""
    contact: int = 10
    """Werkdagen from binnenkomst to the first contact with gemeente and reclassering (001:L440)."""
    intake: int = 10
    """Days from binnenkomst to the integrale intake (000:L480)."""
    som_from: int = 2
    """Weeks after binnenkomst from which the SOM is filled in: in the third week (000:L1177)."""
    som: int = 4
    """Weeks from binnenkomst to the SOM: in the fourth at the latest, just before the first MDO (000:L2061)."""
    plan: int = 4
    """Weeks from binnenkomst to the joint overleg and the plan (art. 18a Pbw; 001:L442, L452)."""
    first_mdo: int = 4
    """Weeks from binnenkomst to the first MDO (000:L495)."""
    second_mdo: int = 9
    """Weeks from binnenkomst to the second MDO (000:L495)."""
    next_mdo: int = 6
    """Weeks from one MDO to the next (000:L496; 001:L463)."""
    next_mdo_long: int = 3
    """Months from one MDO to the next for langgestraften (000:L510)."""
    talk: int = 3
    """Months from one trajectgesprek to the next; the reports only say periodically (000:L497; 001:L463)."""
    short_stay: int = 28
    """Days: a shorter stay has the minimal track (000:L1177; 001:L539)."""
    early_release_advice: int = 105
    """Days before the end of detention at which the v.i.-advies is asked for (000:L978)."""
    supervisor: int = 28
    """Days before release at which a toezichthouder is known; the reports only say before (000:L986)."""
    alignment: int = 42
    """Days before release from which PI, reclassering and gemeente align: one MDO before; the reports only say before (001:L465)."""
    free: frozenset[date] = frozenset()

    def werkdagen(self, start: date, count: int) -> date:
        """The last day of a term of so many werkdagen."""
        return calendar.after_werkdagen(start, count, self.free)

    def weeks(self, start: date, count: int) -> date:
        """The last day of a term of so many weeks."""
        return calendar.after_weeks(start, count, self.free)

    def months(self, start: date, count: int) -> date:
        """The last day of a term of so many months."""
        return calendar.after_months(start, count, self.free)


STANDARD: Final = Terms()
"""The terms as the sources have them."""
