"""The case for asking advice, laid out: what it tells, and that it tells no more on purpose."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from plan_schema.plan import PATHS
from plan_schema.process.sheets.dutch import in_words
from plan_schema.process.sheets.leefgebieden import SECTION_OF
from plan_schema.process.sheets.sheet import Block, Facts, Items, Part, Sentence, Sheet, Tone
from plan_schema.sections.doelen import LeefgebiedSoort

QUESTION: Final = """query AnoniemeCasus($id: ID!) {
  anoniemeCasus(planId: $id) {
    __typename
    ... on AnoniemeCasus {
      leeftijd geslacht verblijfTotNu totInvrijheidstelling delictsoort aangepasteCommunicatie rollen
      leefgebieden { leefgebied naam afgeschermd standVanZaken hulpvraagStatus gegevens { veld waarde } }
    }
    ... on CasusTeHerkenbaar { melding }
  }
}"""

_TITLE: Final = "Casus om advies over te vragen"
_UNTOLD: Final = "niet getoond"
_WITHHELD: Final = Sentence("Dit deel is niet te zien.", Tone.WITHHELD)


def casus_sheet(answer: Mapping[str, Any], _: date) -> Sheet | None:
    """The case; None when there is no such plan for the asker."""
    case = answer["anoniemeCasus"]
    if case is None:
        return None
    if case["__typename"] == "CasusTeHerkenbaar":
        return Sheet(_TITLE, (), (Part("Geen casus", (Sentence(case["melding"], Tone.NOTE),)),))
    lead = (
        "Zonder namen, nummers, datums en plaatsen. Kenmerken zijn zo grof dat ze bij meer mensen horen; wat te fijn is, "
        "wordt niet getoond. Vrije tekst gaat niet mee: schrijf uw vraag erbij in uw eigen woorden, zonder namen.",
    )
    return Sheet(_TITLE, lead, tuple(_parts(case)))


def _parts(case: Mapping[str, Any]) -> Iterator[Part]:
    traits = (
        ("Leeftijd", "leeftijd"),
        ("Geslacht", "geslacht"),
        ("In detentie", "verblijfTotNu"),
        ("Tot de invrijheidstelling", "totInvrijheidstelling"),
        ("Soort delict", "delictsoort"),
    )
    rows = [(label, in_words(case[name]) if case[name] else _UNTOLD) for label, name in traits]
    rows.append(
        (
            "Informatie moet worden aangepast",
            {True: "Ja", False: "Niet vastgelegd"}.get(case["aangepasteCommunicatie"], _UNTOLD),
        )
    )
    yield Part("Over wie", (Facts(tuple(rows)),))
    roles = tuple(in_words(role) for role in case["rollen"])
    yield Part("Wie erbij betrokken zijn", (Items(roles) if roles else Sentence("Niemand is vastgelegd."),))
    yield Part("De situatie")
    for leefgebied in case["leefgebieden"]:
        yield Part(leefgebied["naam"], tuple(_leefgebied(leefgebied)), level=3)


def _leefgebied(part: Mapping[str, Any]) -> Iterator[Block]:
    if part["afgeschermd"]:
        yield _WITHHELD
        return
    section = SECTION_OF[LeefgebiedSoort(part["leefgebied"])]
    rows = [("Stand van zaken", part["standVanZaken"]), ("Hulpvraag", part["hulpvraagStatus"])]
    rows += [(_label(section, fact["veld"]), fact["waarde"]) for fact in part["gegevens"]]
    yield Facts(tuple((label, in_words(value) if value else "Niet vastgelegd") for label, value in rows))


def _label(section: str, name: str) -> str:
    node = PATHS.node(f"{section}.{name}")
    assert node is not None  # noqa: S101 - a case names fields of the plan
    return node.description
