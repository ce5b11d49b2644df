"""Which track a detention follows, and from which day its clocks run."""

from datetime import date, timedelta

from plan_schema.process.basis import Basis
from plan_schema.process.step import Actor
from plan_schema.process.terms import Terms

_RELEASE = "detentie.datumInvrijheidstelling"


def start_of_clock(basis: Basis) -> date | None:
    """The day from which the terms of the first weeks count: binnenkomst, or the start of the detention where nobody recorded it.

    Datum binnenkomst is that of the inrichting of now. After a transfer it starts no term anew: the plan travels along (000:L500), and
    the first weeks were those of the first inrichting.
    """
    began = basis.day("detentie.datumAanvang")
    if basis.every("detentie.plaatsingen", "inrichting"):
        return began
    return basis.day("detentie.datumBinnenkomst") or began


def is_closed(basis: Basis) -> bool:
    """Whether the plan is closed: then nobody waits for anybody."""
    return basis.text("status") == "AFGESLOTEN"


def release_of(basis: Basis) -> date | None:
    """The day of release, expected or definite."""
    return basis.day(_RELEASE)


def is_short(basis: Basis, start: date, terms: Terms) -> bool:
    """Whether the stay is shorter than a plan takes: then only what cannot wait is done (000:L1177; 001:L539)."""
    release = release_of(basis)
    if release is not None:
        return release - start < timedelta(days=terms.short_stay)
    expected = basis.value("detentie.verwachteVerblijfsduurDagen")
    return isinstance(expected, int) and expected < terms.short_stay


def worker(basis: Basis) -> Actor:
    """The reclasseringswerker of the organisation that has the case; of any of the PI where nobody has it yet, or more than one."""
    assigned = basis.value("samenStarten.toewijzing.organisaties")
    alone = assigned[0] if isinstance(assigned, list) and len(assigned) == 1 else None
    return Actor("RECLASSERING", "RECLASSERINGSWERKER", alone)
