"""What many measures ask of a plan, worked out once: in the fields below `f` of the document that passes through the pipeline."""

from typing import Any, Final

from api.store.indicators.expressions import (
    Expression,
    among,
    anyone,
    at_most,
    both,
    day,
    day_number,
    filtered,
    given,
    is_,
    items,
    least,
    mapped,
    minus,
    or_null,
    when,
    written_on,
)
from plan_schema.process.indicators.surroundings import Surroundings

STARTED: Final = "$f.started"
ENTERED: Final = "$f.entered"
SIGNALLED: Final = "$f.signalled"
RELEASE_DATE: Final = "$f.releaseDate"
RELEASED: Final = "$r.released"
STAY: Final = "$r.stay"
SHARED: Final = "$f.shared"
SHARED_ON: Final = "$r.sharedOn"
CONVERSATIONS: Final = "$f.conversations"
"""Those that were held; `dag` is the day number."""


def facts(around: Surroundings) -> list[dict[str, Any]]:
    """The stages that work them out."""
    shared = filtered(items("$samenStarten.gedeeldeInformatie"), is_("$$one.gedeeld", "JA"))
    written = filtered(
        items("$herkomst.samenStarten.gedeeldeInformatie"), {"$in": ["$$one.id", mapped(SHARED, "$$one.id")]}
    )
    conversations = mapped(items("$overleggen.gesprekken"), {"$mergeObjects": ["$$one", {"dag": day("$$one.datum")}]})
    expected = "$detentie.verwachteVerblijfsduurDagen"
    final = both(is_("$detentie.einddatumStatus", "DEFINITIEF"), at_most(RELEASE_DATE, day_number(around.today)))
    return [
        {
            "$set": {
                "f": {
                    "started": day("$detentie.datumAanvang"),
                    "entered": day("$detentie.datumBinnenkomst"),
                    "releaseDate": day("$detentie.datumInvrijheidstelling"),
                    "signalled": day("$samenStarten.signaal.afgegevenOp"),
                    "shared": shared,
                    "conversations": filtered(conversations, given("$$one.dag")),
                }
            }
        },
        {
            "$set": {
                "r": {
                    "released": when(final, RELEASE_DATE),
                    "stay": or_null(
                        {"$ifNull": [minus(RELEASE_DATE, STARTED), when({"$isNumber": expected}, expected)]}
                    ),
                    "sharedOn": {
                        "$ifNull": [
                            day("$samenStarten.bekendheid.gedeeldOp"),
                            least(mapped(written, written_on("$$one", "gedeeld"))),
                        ]
                    },
                }
            }
        },
    ]


def workdays(around: Surroundings, start: Expression, end: Expression) -> Expression:
    """The werkdagen after one day up to and including another; null when either is not known, or beyond the calendar."""
    return minus(_ordinal(around, end), _ordinal(around, start))


def _ordinal(around: Surroundings, number: Expression) -> Expression:
    place = minus(number, day_number(around.first))
    within = {"$and": [given(place), {"$gte": [place, 0]}, {"$lt": [place, len(around.workdays)]}]}
    # One array of constants: what a day is worth is looked up, never worked out again.
    return when(within, {"$arrayElemAt": [{"$literal": list(around.workdays)}, place]})


def present(around: Surroundings, meeting: str, kind: str) -> Expression:
    """Whether somebody of this kind of organisation was at a meeting."""
    there = {"$and": [is_("$$who.aanwezig", "JA"), among("$$who.organisatie", sorted(around.of_kind(kind)))]}
    return {"$anyElementTrue": [{"$map": {"input": items(f"{meeting}.deelnemers"), "as": "who", "in": there}}]}


def contact(around: Surroundings, kind: str) -> Expression:
    """Whether a contact of this kind of organisation is in the plan."""
    return anyone(items("$contacten"), among("$$one.organisatie", sorted(around.of_kind(kind))))
