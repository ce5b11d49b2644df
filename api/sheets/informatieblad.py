"""The informatieblad for the gemeente, laid out: from the answer to its question to a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from plan_schema.process.sheets.dutch import day_in_words, in_words
from plan_schema.process.sheets.sheet import Block, Facts, Part, Sentence, Sheet, Table, Tone

QUESTION: Final = """query Informatieblad($id: ID!) {
  informatieblad(planId: $id) {
    versie opgesteldOp geslachtsnaam voorvoegsel voornamen geboortedatum aanvangDetentie einddatum einddatumStatus
    inrichting herkomstgemeente { code naam } vestigingsgemeente { code naam }
    terugkeeradres terugkeeradresStatus postadres
    contacten { rol naam organisatie functie telefoon email }
    leefgebieden {
      naam afgeschermd standVanZaken toelichting hulpvraag hulpvraagStatus verdereHulpvragen gewensteActie vastgesteldOp
    }
    communicatiebehoefte ontbreekt { melding aanvuller } afgeschermd
  }
}"""

_UNKNOWN: Final = "niet vastgelegd"
_WITHHELD: Final = Sentence("U mag dit deel niet zien.", Tone.WITHHELD)
_PARTLY: Final = Sentence("Van dit deel mag u niet alles zien.", Tone.WITHHELD)


def informatieblad_sheet(answer: Mapping[str, Any], _: date) -> Sheet | None:
    """The sheet; None when there is no such plan for the asker."""
    sheet = answer["informatieblad"]
    if sheet is None:
        return None
    return Sheet(
        "Informatieblad voor de gemeente",
        (
            f"Gemaakt op {day_in_words(sheet['opgesteldOp'])} uit versie {sheet['versie']} van het re-integratieplan. "
            "Vraag een nieuw blad voordat u iets doet: het plan kan zijn veranderd.",
        ),
        tuple(_parts(sheet)),
    )


def _parts(sheet: Mapping[str, Any]) -> Iterator[Part]:
    name = " ".join(part for part in (sheet["voornamen"], sheet["voorvoegsel"], sheet["geslachtsnaam"]) if part)
    yield _part(
        sheet, "betrokkene", "Over wie", (("Naam", name or None), ("Geboortedatum", _day(sheet["geboortedatum"])))
    )
    yield _part(
        sheet,
        "detentie",
        "Detentie",
        (
            ("Inrichting", sheet["inrichting"]),
            ("Sinds", _day(sheet["aanvangDetentie"])),
            ("Einddatum", _end(sheet)),
        ),
    )
    yield _part(
        sheet,
        "terugkeer",
        "Terugkeer",
        (
            ("Gemeente van herkomst", _gemeente(sheet["herkomstgemeente"])),
            ("Gemeente van vestiging", _gemeente(sheet["vestigingsgemeente"])),
            ("Terugkeeradres", _with(sheet["terugkeeradres"], sheet["terugkeeradresStatus"])),
            ("Postadres", sheet["postadres"]),
        ),
    )
    yield Part("Wie u kunt bereiken", tuple(_contacts(sheet)))
    if "screening" in sheet["afgeschermd"]:
        said = _WITHHELD
    else:
        said = Sentence(sheet["communicatiebehoefte"] or f"{_UNKNOWN.capitalize()}.")
    yield Part("Wat betrokkene nodig heeft om informatie te begrijpen", (said,))
    yield Part("Hulpvragen per leefgebied")
    for leefgebied in sheet["leefgebieden"]:
        yield Part(leefgebied["naam"], tuple(_leefgebied(leefgebied)), level=3)
    yield Part("Wat nog ontbreekt", (_missing(sheet),))


def _part(sheet: Mapping[str, Any], section: str, heading: str, rows: Iterable[tuple[str, str | None]]) -> Part:
    facts = Facts(tuple((name, value or _UNKNOWN) for name, value in rows))
    return Part(heading, (facts, _PARTLY) if section in sheet["afgeschermd"] else (facts,))


def _contacts(sheet: Mapping[str, Any]) -> Iterator[Block]:
    rows = tuple(_contact(contact) for contact in sheet["contacten"])
    if rows:
        yield Table("Contactpersonen bij dit plan", ("Rol", "Naam", "Organisatie", "Telefoon en e-mail"), rows)
    if "contacten" in sheet["afgeschermd"]:
        yield _PARTLY
    elif not rows:
        yield Sentence("Er staat niemand bij dit plan.", Tone.NOTE)


def _contact(contact: Mapping[str, Any]) -> tuple[str, ...]:
    role, function = in_words(contact["rol"]), contact["functie"]
    ways = "\n".join(way for way in (contact["telefoon"], contact["email"]) if way)
    return (
        role if function is None or function.casefold() == role.casefold() else f"{role} ({function})",
        contact["naam"] or _UNKNOWN,
        contact["organisatie"] or _UNKNOWN,
        ways or _UNKNOWN,
    )


def _leefgebied(part: Mapping[str, Any]) -> Iterator[Block]:
    if part["afgeschermd"]:
        yield _WITHHELD
        return
    standing, status = part["standVanZaken"], part["hulpvraagStatus"]
    rows = [
        ("Stand van zaken", in_words(standing) if standing else _UNKNOWN),
        ("Hulpvraag", part["hulpvraag"] or (in_words(status) if status == "GEEN_HULPVRAAG" else _UNKNOWN)),
    ]
    if status and status != "GEEN_HULPVRAAG":
        rows.append(("Stand van de hulpvraag", in_words(status)))
    rows += [("Verdere hulpvraag", text) for text in part["verdereHulpvragen"]]
    for name, value in (
        ("Gewenste actie", part["gewensteActie"]),
        ("Toelichting", part["toelichting"]),
        ("Vastgesteld op", _day(part["vastgesteldOp"])),
    ):
        if value:
            rows.append((name, value))
    yield Facts(tuple(rows))


def _missing(sheet: Mapping[str, Any]) -> Block:
    rows = tuple((entry["melding"], in_words(entry["aanvuller"])) for entry in sheet["ontbreekt"])
    if not rows:
        return Sentence("Van wat u mag zien ontbreekt niets.", Tone.DONE)
    return Table("Wat op dit blad ontbreekt", ("Wat", "Wie dit kan aanvullen"), rows)


def _end(sheet: Mapping[str, Any]) -> str | None:
    return _with(_day(sheet["einddatum"]), sheet["einddatumStatus"])


def _day(iso: str | None) -> str | None:
    return None if iso is None else day_in_words(iso)


def _gemeente(gemeente: Mapping[str, Any] | None) -> str | None:
    return None if gemeente is None else str(gemeente["naam"] or gemeente["code"])


def _with(value: str | None, remark: str | None) -> str | None:
    """A value with what a value list says of it, where both are there."""
    return f"{value} ({in_words(remark).lower()})" if value and remark else value
