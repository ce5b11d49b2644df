"""The expressions of the indicators of cooperation (IND-01-IND-33): what the plain functions say, in the words of MongoDB."""

from typing import Final

from api.store.indicators.expressions import (
    Expression,
    among,
    anyone,
    at_least,
    at_most,
    both,
    day,
    day_number,
    either,
    everyone,
    filtered,
    given,
    is_,
    items,
    known,
    mapped,
    minus,
    most,
    no,
    or_null,
    there,
    when,
    written_on,
)
from api.store.indicators.facts import (
    CONVERSATIONS,
    ENTERED,
    RELEASED,
    STARTED,
    STAY,
    contact,
    present,
    workdays,
)
from plan_schema.process.indicators.surroundings import Surroundings

_BASIC: Final = ("identiteitsbewijs", "onderdak", "werkEnInkomen", "schulden", "zorg")
_AREAS: Final = (*_BASIC[:4], "zorgverzekering", "zorg", "sociaalNetwerk")
_ASKED: Final = ("GESTELD", "IN_BEHANDELING", "BEANTWOORD", "AFGEWEZEN")
_PARTIES: Final = ("DJI", "RECLASSERING", "GEMEENTE")
_FREE: Final = given(RELEASED)


def _over(around: Surroundings, since: str, days: int) -> Expression:
    return at_most(since, day_number(around.today) - days)


def _four_weeks(number: Expression) -> Expression:
    return at_most(number, {"$add": [ENTERED, 28]})


def _first_weeks(around: Surroundings) -> dict[str, Expression]:
    def in_ten(number: Expression) -> Expression:
        return at_most(workdays(around, ENTERED, number), 10)

    passed = workdays(around, ENTERED, day_number(around.today))
    ten_over = both(given(passed), {"$gt": [passed, 10]})
    over = _over(around, ENTERED, 28)
    joint = both(
        is_("$$one.soort", "GEZAMENLIJK_OVERLEG"),
        *(present(around, "$$one", kind) for kind in _PARTIES),
        _four_weeks("$$one.dag"),
    )
    confirmed = either(
        is_("$terugkeer.vestigingsgemeenteBevestigd", "JA"), is_("$terugkeer.terugkeeradresStatus", "BEVESTIGD")
    )
    screened = [day(f"${area}.vastgesteldOp") for area in _BASIC]
    met = filtered(CONVERSATIONS, present(around, "$$one", "GEMEENTE"))
    return {
        "IND-01": when(ten_over, everyone(screened, in_ten("$$one"))),
        "IND-02": when(ten_over, anyone(met, in_ten("$$one.dag"))),
        "IND-03": when(over, anyone(CONVERSATIONS, joint)),
        "IND-04": when(over, _four_weeks(day("$vastgesteldOp"))),
        "IND-07": when(over, confirmed),
    }


def _contacts(around: Surroundings) -> dict[str, Expression]:
    reachable = filtered(items("$contacten"), either(given(known("$$one.telefoon")), given(known("$$one.email"))))
    found = {
        "CASEMANAGER": anyone(reachable, is_("$$one.rol", "CASEMANAGER")),
        **{
            kind: anyone(reachable, among("$$one.organisatie", sorted(around.of_kind(kind))))
            for kind in ("RECLASSERING", "GEMEENTE")
        },
    }
    over = _over(around, ENTERED, 28)
    return {f"IND-05:{party}": when(over, has) for party, has in found.items()} | {
        "IND-05:ALLE": when(over, both(*found.values()))
    }


def _content(around: Surroundings) -> dict[str, Expression]:
    asked = {area: among(known(f"${area}.hulpvraagStatus"), _ASKED) for area in _AREAS}
    worded = both(*(either(no(asks), given(known(f"${area}.hulpvraag"))) for area, asks in asked.items()))
    old, new = known("$terugkeer.herkomstgemeente"), known("$terugkeer.vestigingsgemeente")
    moves = both(given(old), given(new), no(is_(old, new)))
    decided = filtered(items("$verlof"), among("$$one.status", ("TOEGEKEND", "GENOTEN", "AFGEWEZEN")))
    return {
        **{f"IND-06:{area}": given(known(f"${area}.standVanZaken")) for area in _AREAS},
        "IND-08": when(either(*asked.values()), worded),
        "IND-19:ONDERDAK": or_null(minus(day("$onderdak.verwachtePlaatsing"), day("$onderdak.wachtlijstSinds"))),
        "IND-19:ZORG": most(
            mapped(items("$zorg.zorgtrajecten"), minus(day("$$one.gestartOp"), day("$$one.wachtlijstSinds")))
        ),
        "IND-28:ANDERE_GEMEENTE": when(both(given(old), given(new)), no(is_(old, new))),
        "IND-28:DAARVAN_BEVESTIGD": when(moves, is_("$terugkeer.vestigingsgemeenteBevestigd", "JA")),
        "IND-29:TOEGEKEND": when(there(decided), anyone(decided, among("$$one.status", ("TOEGEKEND", "GENOTEN")))),
        "IND-29:AFGEWEZEN": when(there(decided), anyone(decided, is_("$$one.status", "AFGEWEZEN"))),
    } | _written(around)


def _written(around: Surroundings) -> dict[str, Expression]:
    gemeente = either(*(given(known(f"$terugkeer.{name}")) for name in ("herkomstgemeente", "vestigingsgemeente")))
    return {
        **{f"IND-12:{kind}": or_null(minus(day(f"$written.{kind}.eerste"), STARTED)) for kind in _PARTIES[1:]},
        "IND-27": when(both(gemeente, _over(around, STARTED, 28)), no(given("$written.GEMEENTE"))),
        "IND-33": or_null("$written.DJI.aantal"),
    }


def _meetings(around: Surroundings) -> dict[str, Expression]:
    mdo = filtered(items("$overleggen.mdo"), is_("$$one.soort", "MDO"))
    days = filtered(mapped(mdo, day("$$one.datum")), given("$$one"))
    gaps = {
        "$map": {
            "input": {"$range": [1, {"$size": "$$days"}]},
            "as": "place",
            "in": minus({"$arrayElemAt": ["$$days", "$$place"]}, {"$arrayElemAt": ["$$days", minus("$$place", 1)]}),
        }
    }
    rhythm = when({"$gt": [{"$size": "$$days"}, 1]}, {"$lte": [{"$max": gaps}, 42]})
    agreed = filtered(
        items("$overleggen.gesprekken"),
        both(is_("$$one.soort", "TRAJECTGESPREK"), at_most(day("$$one.geplandOp"), day_number(around.today))),
    )
    return {
        "IND-09": {"$let": {"vars": {"days": {"$sortArray": {"input": days, "sortBy": 1}}}, "in": rhythm}},
        "IND-10": when(there(agreed), everyone(agreed, given(day("$$one.datum")))),
        **{
            f"IND-11:{kind}": when(there(CONVERSATIONS), anyone(CONVERSATIONS, present(around, "$$one", kind)))
            for kind in _PARTIES
        },
    }


def _release(around: Surroundings) -> dict[str, Expression]:
    home = known("$onderdak.verblijfNaDetentie")
    benefit = known("$werkEnInkomen.uitkeringAanvraag")
    begun = filtered(mapped(items("$zorg.zorgtrajecten"), day("$$one.gestartOp")), at_least("$$one", STARTED))
    agreed = mapped(filtered(items("$overdracht.akkoorden"), is_("$$one.akkoord", "JA")), "$$one.partij")
    handed = both(at_most(day("$overdracht.warmeOverdrachtOp"), RELEASED), {"$setIsSubset": [list(_PARTIES), agreed]})
    supervised = both(_FREE, given(known("$toezicht.kader")), no(is_("$toezicht.kader", "GEEN")))
    planned = both(
        given(known("$toezicht.planVanAanpak")), at_most(written_on("$herkomst.toezicht", "planVanAanpak"), RELEASED)
    )
    directed = both(*(given(known(f"$overdracht.{name}")) for name in ("casusregie", "procesregie")))
    return {
        **{f"IND-15:{area}": when(_FREE, is_(f"${area}.standVanZaken", "OP_ORDE")) for area in _BASIC},
        "IND-16": when(both(_FREE, given(home)), is_(home, "GEEN")),
        "IND-17": when(
            both(_FREE, given(benefit), no(is_(benefit, "NIET_NODIG"))),
            at_most(day("$werkEnInkomen.uitkeringAangevraagdOp"), RELEASED),
        ),
        "IND-18": when(both(_FREE, there(begun)), at_most({"$min": begun}, RELEASED)),
        "IND-20": or_null(minus(day("$toezicht.start"), RELEASED)),
        "IND-21": when(_FREE, handed),
        "IND-22": when(supervised, planned),
        "IND-23": when(_FREE, directed),
    } | _before_release(around)


def _before_release(around: Surroundings) -> dict[str, Expression]:
    short = both(_FREE, given(STAY), {"$lt": [STAY, 90]})

    def acted(kind: str) -> Expression:
        by_them = {
            "$anyElementTrue": [
                {
                    "$map": {
                        "input": items("$$one.acties"),
                        "as": "act",
                        "in": among("$$act.uitvoerderOrganisatie", sorted(around.of_kind(kind))),
                    }
                }
            ]
        }
        return either(contact(around, kind), anyone(items("$doelen"), by_them))

    met = anyone(CONVERSATIONS, both(present(around, "$$one", "GEMEENTE"), at_most("$$one.dag", RELEASED)))
    return {
        **{f"IND-25:{kind}": when(short, acted(kind)) for kind in _PARTIES[1:]},
        "IND-26": when(
            both(_FREE, given(known("$screening.communicatiebehoefte"))), either(contact(around, "GEMEENTE"), met)
        ),
    }


def cooperation(around: Surroundings) -> dict[str, Expression]:
    """The expression of every measure, by its name: true, false or a number, and null for a plan that does not count."""
    parts = (_first_weeks, _contacts, _content, _meetings, _release)
    return {name: found for part in parts for name, found in part(around).items()}
