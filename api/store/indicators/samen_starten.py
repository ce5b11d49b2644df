"""The expressions of the indicators of Samen starten (I01-I33): what the plain functions say, in the words of MongoDB."""

from typing import Final

from api.store.indicators.expressions import (
    Expression,
    among,
    anyone,
    both,
    day,
    either,
    filtered,
    given,
    is_,
    items,
    known,
    least,
    mapped,
    minus,
    no,
    or_null,
    there,
    when,
)
from api.store.indicators.facts import (
    CONVERSATIONS,
    RELEASE_DATE,
    RELEASED,
    SHARED,
    SHARED_ON,
    SIGNALLED,
    STARTED,
    STAY,
    present,
    workdays,
)
from plan_schema.process.indicators.surroundings import Surroundings

_BEKENDHEID: Final = "$samenStarten.bekendheid"
_DUIDING: Final = "$samenStarten.duiding"
_KNOWN: Final = ("VOLDOENDE_BEKEND", "ONVOLDOENDE_BEKEND")
_OUTCOMES: Final = (*_KNOWN, "NIET_BEKEND")
_REASONS: Final = ("TE_KORT_INGESLOTEN", "WIL_NIET_MEEWERKEN", "OVERIG", "ONBEKEND")
_CONTRIBUTIONS: Final = ("AANVULLENDE_ANALYSE", "RECLASSERINGSADVIES", "DEELNAME_EERSTE_TRAJECTGESPREK")
_ROLES: Final = ("CASEMANAGER", "RECLASSERINGSWERKER")
_OLD: Final = 274

_SIGNALLED: Final = given(SIGNALLED)
_DUE: Final = among("$detentie.instroomtitel", ("VOORLOPIG_GEHECHT", "ONHERROEPELIJK_VEROORDEELD"))
_ASSESSED: Final = among(f"{_BEKENDHEID}.uitkomst", _OUTCOMES)
_SHARES: Final = is_(f"{_BEKENDHEID}.informatieDelen", "JA")
_HELD: Final = given(day(f"{_DUIDING}.gehoudenOp"))
_EFFORTS: Final = items("$reclasseringsinzet")
_FIRST_EFFORT: Final = minus(least(mapped(_EFFORTS, day("$$one.gestartOp"))), STARTED)


def _within(passed: Expression, limit: int) -> Expression:
    return {"$let": {"vars": {"passed": passed}, "in": when(given("$$passed"), {"$lte": ["$$passed", limit]})}}


def _signal(around: Surroundings) -> dict[str, Expression]:
    elements = {
        "SKN": given(known("$betrokkene.sknNummer")),
        "NAAM": given(known("$betrokkene.geslachtsnaam")),
        "AFDELING": both(given(known("$detentie.afdeling")), given(known("$detentie.inrichting"))),
        "CASEMANAGER": anyone(items("$contacten"), both(is_("$$one.rol", "CASEMANAGER"), given(known("$$one.naam")))),
        "DATA": both(given(STARTED), given(RELEASE_DATE)),
    }
    reason = {"$ifNull": [known("$samenStarten.signaal.redenGeenSignaal"), "ONBEKEND"]}
    return {
        "I01": when(_DUE, _SIGNALLED),
        "I02": _within(workdays(around, STARTED, SIGNALLED), 1),
        **{f"I03:{name}": when(_SIGNALLED, element) for name, element in elements.items()},
        "I03:ALLES": when(_SIGNALLED, both(*elements.values())),
        **{f"I04:{name}": when(both(_DUE, no(_SIGNALLED)), is_(reason, name)) for name in _REASONS},
    }


def _step_1(around: Surroundings) -> dict[str, Expression]:
    told = either(given(known(f"{_BEKENDHEID}.terugkoppeling")), given(known(f"{_BEKENDHEID}.terugkoppelingOp")))
    outcome = f"{_BEKENDHEID}.uitkomst"
    return {
        "I05": when(_SIGNALLED, _ASSESSED),
        "I06": _within(workdays(around, SIGNALLED, day(f"{_BEKENDHEID}.beoordeeldOp")), 3),
        "I07:INFORMATIE_DELEN": when(_ASSESSED, _SHARES),
        **{f"I07:{name}": when(_ASSESSED, is_(outcome, name)) for name in _OUTCOMES},
        "I08:BEKEND": when(among(outcome, _KNOWN), told),
        "I08:NIET_BEKEND": when(is_(outcome, "NIET_BEKEND"), told),
    }


def _step_2(around: Surroundings) -> dict[str, Expression]:
    active = f"{_DUIDING}.actieveBijdrage"
    dated = filtered(mapped(SHARED, day("$$one.datumInformatie")), given("$$one"))
    first = {"$min": dated}
    stopped = (
        both(_ASSESSED, is_(f"{_BEKENDHEID}.informatieDelen", "NEE")),
        both(_HELD, is_(active, "NEE")),
    )
    again = given(day("$samenStarten.heropening.heropendOp"))
    return {
        "I09": when(_SHARES, there(SHARED)),
        "I10": or_null(workdays(around, SIGNALLED, SHARED_ON)),
        "I11": when(there(SHARED), _HELD),
        "I12": or_null(minus(day(f"{_DUIDING}.gehoudenOp"), SHARED_ON)),
        "I13": when(there(SHARED), given(known(f"{_DUIDING}.regiehouder"))),
        "I15": when(_HELD, is_(active, "JA")),
        "I20:E1": when(_SIGNALLED, stopped[0]),
        "I20:E2": when(_SIGNALLED, stopped[1]),
        "I20:S3": when(_SIGNALLED, both(there(SHARED), no(_HELD))),
        "I21": when(either(again, *stopped), again),
        "I26": when(there(SHARED), anyone(SHARED, is_("$$one.reedsInJdOnline", "JA"))),
        "I27": when(both(_SIGNALLED, there(dated)), {"$lt": [first, minus(SIGNALLED, _OLD)]}),
    }


def _contributions(around: Surroundings) -> dict[str, Expression]:
    asked, mdo = items("$samenStarten.bijdragen"), items("$overleggen.mdo")
    joins = is_(f"{_DUIDING}.deelnameTrajectgesprek", "JA")
    agreed = {"$cond": [joins, [{"aanvraag": {"soort": "DEELNAME_EERSTE_TRAJECTGESPREK"}}], []]}
    kinds = {"$concatArrays": [asked, agreed]}
    first = filtered(CONVERSATIONS, both(is_("$$one.soort", "TRAJECTGESPREK"), is_("$$one.eerste", "JA")))
    delivered = either(is_("$$one.resultaat.status", "GELEVERD"), given(day("$$one.resultaat.geleverdOp")))
    with_input = filtered(mdo, given(known("$$one.inbreng3ro")))
    return {
        **{
            f"I16:{kind}": when(there(kinds), anyone(kinds, is_("$$one.aanvraag.soort", kind)))
            for kind in _CONTRIBUTIONS
        },
        "I17": when(there(first), anyone(first, present(around, "$$one", "RECLASSERING"))),
        "I18": when(anyone(asked, delivered), anyone(mdo, is_("$$one.inbrengVerwerkt", "JA"))),
        "I19": when(there(with_input), anyone(with_input, present(around, "$$one", "RECLASSERING"))),
    }


def _third(number: int) -> Expression:
    thrice, stay = {"$multiply": ["$$passed", 3]}, "$$stay"
    found = {"$cond": [{"$lt": [thrice, stay]}, 0, {"$cond": [{"$lt": [thrice, {"$multiply": [stay, 2]}]}, 1, 2]}]}
    return {
        "$let": {
            "vars": {"passed": _FIRST_EFFORT, "stay": minus(RELEASE_DATE, STARTED)},
            "in": when(both(given("$$passed"), given(stay), {"$gt": [stay, 0]}), is_(found, number)),
        }
    }


def _efforts(_: Surroundings) -> dict[str, Expression]:
    grounded = filtered(_EFFORTS, among("$$one.grond", ("WETTELIJKE_TAAK", "SPECIFIEKE_NOODZAAK_DENR_PLAN")))
    runs = both(no(is_("$status", "AFGESLOTEN")), no(given(RELEASED)))
    roles = filtered(items("$contacten"), among("$$one.rol", _ROLES))
    replaced = either(
        *(
            both(
                {"$gt": [{"$size": filtered(roles, is_("$$one.rol", role))}, 1]},
                anyone(roles, both(is_("$$one.rol", role), given(day("$$one.tot")))),
            )
            for role in _ROLES
        )
    )
    return {
        "I22": or_null(_FIRST_EFFORT),
        "I23:EERSTE_DERDE": _third(0),
        "I23:MIDDELSTE_DERDE": _third(1),
        "I23:LAATSTE_DERDE": _third(2),
        "I24": when(either(there(grounded), _HELD), anyone(grounded, given(day("$$one.gestartOp")))),
        "I25": when(runs, both(no(there(_EFFORTS)), no(there(items("$activiteiten"))))),
        "I28": when(both(_SIGNALLED, given(STAY)), {"$lt": [STAY, 90]}),
        "I30": when(there(roles), replaced),
    }


def samen_starten(around: Surroundings) -> dict[str, Expression]:
    """The expression of every measure, by its name: true, false or a number, and null for a plan that does not count."""
    parts = (_signal, _step_1, _step_2, _contributions, _efforts)
    return {name: found for part in parts for name, found in part(around).items()}
