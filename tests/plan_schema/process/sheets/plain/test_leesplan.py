"""The leesplan: what it says of a plan."""

from datetime import date
from typing import Any

from api.sheets.pictograms import PICTOGRAMS
from plan_schema.process.sheets.plain.leesplan import leesplan
from plan_schema.process.sheets.seen import Seen
from plan_schema.process.sheets.sheet import Facts, Part, Sentence, Sheet, Tone
from plan_schema.values import UNKNOWN
from tests.plan_schema.process.sheets.plain.reading import TODAY, said


def _sheet(plan: dict[str, Any], *withheld: str, today: date = TODAY) -> Sheet:
    return leesplan(Seen(plan, frozenset(withheld)), today)


def _part(sheet: Sheet, heading: str) -> Part:
    return next(part for part in sheet.parts if part.heading == heading)


def _texts(sheet: Sheet, heading: str) -> list[str]:
    return [one.text for one in _part(sheet, heading).blocks if isinstance(one, Sentence)]


def test_it_says_what_is_arranged_and_what_is_not_yet() -> None:
    sheet = _sheet(said())
    assert _texts(sheet, "Uw paspoort of kaart") == [
        "Dit is nog niet goed geregeld.",
        "U heeft geen goed paspoort en geen goede kaart.",
        "Een nieuwe kaart is gevraagd. U krijgt nog bericht.",
    ]
    tones = [one.tone for one in _part(sheet, "Wonen").blocks if isinstance(one, Sentence)]
    assert tones == [Tone.DONE] * 3
    assert _texts(sheet, "Zorg")[-1] == "U wacht op een plek in de zorg."


def test_it_says_who_helps_with_what_and_when() -> None:
    sheet = _sheet(said())
    assert _texts(sheet, "Doel 1") == [
        "Werk in de bouw",
        "U werkt aan dit doel.",
        "U wilt dit halen voor 1 oktober 2026.",
        "Daarvoor gebeurt dit:",
        "Een brief aan de baas",
        "Dit doet u zelf.",
        "Het moet klaar zijn op 1 april 2026.",
        "Dit moet nog.",
    ]
    assert _texts(sheet, "Wie u helpt") == ["Uw mentor praat met u en helpt u."]
    assert Facts((("Naam", "M. Mentor"), ("Telefoon", "026-1234567"))) in _part(sheet, "Wie u helpt").blocks
    assert _texts(sheet, "Als u vrij bent") == [
        "De reclassering helpt u straks. Dat wilt u zelf.",
        "Dat begint op 2 september 2026.",
    ]


def test_talks_to_come_stand_in_order_and_those_that_were_held_do_not() -> None:
    assert _texts(_sheet(said()), "Gesprekken") == [
        "U heeft een gesprek op 5 maart 2026.",
        "Dit gesprek gaat over uw plan.",
        "U heeft een gesprek op 9 maart 2026.",
        "U praat met twee mensen die u helpen.",
    ]
    assert _texts(_sheet(said(), today=date(2027, 1, 1)), "Gesprekken") == ["Er is nu geen gesprek gepland."]


def test_his_own_words_stand_as_he_said_them_and_are_marked() -> None:
    blocks = _part(_sheet(said()), "Wat u zelf wilt").blocks
    assert blocks[1:] == (
        Sentence("Ik wil bij mijn dochter wonen.", Tone.QUOTE),
        Sentence("Een baan.", Tone.QUOTE),
    )


def test_an_end_date_is_as_sure_as_it_is() -> None:
    plan = said()
    assert "Misschien komt u vrij op 1 september 2026." in _texts(_sheet(plan), "Waar u nu bent")[1]
    plan["detentie"]["einddatumStatus"] = "DEFINITIEF"
    assert _texts(_sheet(plan), "Waar u nu bent")[1] == "U komt vrij op 1 september 2026."
    plan["detentie"]["datumInvrijheidstelling"] = dict(UNKNOWN)
    assert _texts(_sheet(plan), "Waar u nu bent")[1] == "Wanneer komt u vrij? Dat weten we nog niet."


def test_of_an_empty_plan_it_says_what_is_not_known_and_never_that_something_is_fine() -> None:
    sheet = _sheet({})
    tones = {one.tone for part in sheet.parts for one in part.blocks if isinstance(one, Sentence)}
    assert Tone.DONE not in tones
    assert all(part.blocks for part in sheet.parts)
    assert _texts(sheet, "Uw doelen") == ["U heeft nog geen doelen. Praat met uw casemanager."]


def test_what_is_withheld_is_said_to_be_and_nothing_more() -> None:
    shut = ["Dit deel is nu niet voor u te zien."]
    withheld = ("schulden.standVanZaken", "doelen[].omschrijving", "contacten[].rol", "toezicht.kader")
    sheet = _sheet({}, *withheld, "stemBetrokkene.wensen", "stemBetrokkene.eigenDoelen", "detentie.inrichting")
    for heading in ("Schulden", "Uw doelen", "Wie u helpt", "Als u vrij bent", "Wat u zelf wilt", "Waar u nu bent"):
        assert _texts(sheet, heading) == shut, heading
    assert _texts(sheet, "Wonen") != shut


def test_every_sign_that_it_uses_exists() -> None:
    sheet = _sheet(said(), "zorg.standVanZaken")
    names = {part.picture for part in sheet.parts}
    names |= {one.picture for part in sheet.parts for one in part.blocks if isinstance(one, Sentence)}
    assert names - {None} <= set(PICTOGRAMS)
