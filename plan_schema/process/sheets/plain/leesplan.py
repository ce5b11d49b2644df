"""The leesplan of a plan: what is arranged and what is not yet, who helps with what and when, and what the reader wants himself."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from plan_schema.process.sheets.dutch import day_in_words
from plan_schema.process.sheets.plain.leefgebieden import HEADINGS, REQUEST, SENTENCES, STANDING
from plan_schema.process.sheets.plain.people import ACTIONS, DOERS, GOALS, HELPERS, SUPERVISION, TALKS
from plan_schema.process.sheets.plain.saying import own, plain, shut, still, unsure
from plan_schema.process.sheets.seen import Seen
from plan_schema.process.sheets.sheet import Block, Facts, Part, Sentence, Sheet
from plan_schema.values import Node

TITLE: Final = "Uw plan"
_LEAD: Final = (
    "Dit plan is van u. Het gaat over de tijd dat u vrij bent. U leest wat klaar is. U leest ook wat nog moet.",
    "Klopt er iets niet? Of snapt u iets niet? Vertel het uw mentor.",
)
_ROLE: Final = "rol"


def leesplan(seen: Seen, today: date) -> Sheet:
    """The sheet, as far as its reader may see the plan, on a day."""
    parts = [
        Part("Waar u nu bent", tuple(_now(seen)), picture="dag"),
        Part("Wat u zelf wilt", tuple(_wishes(seen)), picture="stem"),
        *(Part(heading, tuple(_leefgebied(seen, section)), picture=section) for section, heading in HEADINGS.items()),
        *_goals(seen),
        Part("Gesprekken", tuple(_talks(seen, today)), picture="praten"),
        Part("Wie u helpt", tuple(_helpers(seen, today)), picture="hulp"),
        Part("Als u vrij bent", tuple(_afterwards(seen)), picture="u"),
    ]
    return Sheet(TITLE, _LEAD, tuple(parts), plain=True)


def _now(seen: Seen) -> Iterator[Block]:
    place, day, status = (f"detentie.{name}" for name in ("inrichting", "datumInvrijheidstelling", "einddatumStatus"))
    if seen.hides(place, day, status):
        yield shut()
        return
    inrichting, released = seen.text(place), seen.text(day)
    if inrichting:
        yield plain(f"U zit nu in {inrichting}.")
    if released is None:
        yield unsure("Wanneer komt u vrij? Dat weten we nog niet.")
    elif seen.value(status) == "DEFINITIEF":
        yield plain(f"U komt vrij op {day_in_words(released)}.")
    else:
        yield plain(f"Misschien komt u vrij op {day_in_words(released)}. Die dag kan nog anders worden.")


def _wishes(seen: Seen) -> Iterator[Block]:
    wishes, goals = "stemBetrokkene.wensen", "stemBetrokkene.eigenDoelen"
    if seen.hides_all((wishes, goals)):
        yield shut()
        return
    told = [text for text in (seen.text(wishes), seen.text(goals)) if text]
    if told:
        yield plain("Dit heeft u verteld:")
        yield from map(own, told)
    else:
        yield still("U heeft nog niet verteld wat u wilt. Praat met uw mentor.")


def _leefgebied(seen: Seen, section: str) -> Iterator[Block]:
    standing, request = f"{section}.standVanZaken", f"{section}.hulpvraagStatus"
    if seen.hides(standing, request):
        yield shut()
        return
    yield STANDING[seen.text(standing) or "ONBEKEND"]
    for path, sentences in SENTENCES.items():
        if path.startswith(f"{section}."):
            yield from (sentences[value] for value in _values(seen, path))
    asked = seen.text(request)
    if asked:
        yield REQUEST[asked]
    for lead, name in (("U vroeg dit:", "hulpvraag"), ("Dit moet er gebeuren:", "gewensteActie")):
        words = seen.text(f"{section}.{name}")
        if words:
            yield plain(lead)
            yield own(words)


def _values(seen: Seen, path: str) -> Iterator[str]:
    """What a field holds, or that field of every item."""
    around, bracket, name = path.partition("[].")
    texts = [Seen(entry).text(name) for entry in seen.items(around)] if bracket else [seen.text(path)]
    yield from (text for text in texts if text is not None)


def _goals(seen: Seen) -> Iterator[Part]:
    goals = seen.items("doelen")
    if seen.hides("doelen[].omschrijving"):
        yield Part("Uw doelen", (shut(),), picture="doel")
        return
    empty = () if goals else (still("U heeft nog geen doelen. Praat met uw casemanager."),)
    yield Part("Uw doelen", empty, picture="doel")
    for number, item in enumerate(goals, 1):
        goal = Seen(item)
        yield Part(f"Doel {number}", tuple(_goal(goal)), level=3)


def _goal(goal: Seen) -> Iterator[Block]:
    words, day = goal.text("omschrijving"), goal.text("streefdatum")
    if words:
        yield own(words)
    yield GOALS[goal.text("status") or "ONBEKEND"]
    if day:
        yield plain(f"U wilt dit halen voor {day_in_words(day)}.")
    for item in goal.items("acties"):
        yield from _action(Seen(item))


def _action(action: Seen) -> Iterator[Block]:
    words, day, helper = (action.text(name) for name in ("omschrijving", "termijn", "ondersteuner"))
    if words:
        yield plain("Daarvoor gebeurt dit:")
        yield own(words)
    yield plain(DOERS[action.text("uitvoerder") or "ONBEKEND"])
    if helper:
        yield Facts((("Hulp van", helper),))
    if day:
        yield Sentence(f"Het moet klaar zijn op {day_in_words(day)}.", picture="dag")
    yield ACTIONS[action.text("status") or "ONBEKEND"]


def _talks(seen: Seen, today: date) -> Iterator[Block]:
    if seen.hides("overleggen.gesprekken[].geplandOp", "overleggen.gesprekken[].soort"):
        yield shut()
        return
    planned = [talk for item in seen.items("overleggen.gesprekken") if _to_come(talk := Seen(item), today)]
    if not planned:
        yield plain("Er is nu geen gesprek gepland.")
    for talk in sorted(planned, key=lambda talk: talk.text("geplandOp") or ""):
        day = talk.text("geplandOp")
        yield Sentence(f"U heeft een gesprek op {day_in_words(day or today.isoformat())}.", picture="dag")
        yield plain(TALKS[talk.text("soort") or "ONBEKEND"])


def _to_come(talk: Seen, today: date) -> bool:
    day = talk.text("geplandOp")
    return day is not None and day >= today.isoformat() and talk.text("datum") is None


def _helpers(seen: Seen, today: date) -> Iterator[Block]:
    if seen.hides("contacten[].rol"):
        yield shut()
        return
    here = [item for item in seen.items("contacten") if _here(item, today)]
    if not here:
        yield unsure("Wie helpt u? Dat weten we nog niet. Vraag het uw mentor.")
    for item in here:
        helper = Seen(item)
        yield plain(HELPERS[helper.text(_ROLE) or "ONBEKEND"])
        named = (("Naam", "naam"), ("Waar", "organisatienaam"), ("Telefoon", "telefoon"))
        facts = tuple((label, text) for label, name in named if (text := helper.text(name)))
        if facts:
            yield Facts(facts)


def _here(item: Node, today: date) -> bool:
    until = Seen(item).text("tot")
    return until is None or until >= today.isoformat()


def _afterwards(seen: Seen) -> Iterator[Block]:
    frame, start = "toezicht.kader", "toezicht.start"
    if seen.hides(frame):
        yield shut()
        return
    yield SUPERVISION[seen.text(frame) or "ONBEKEND"]
    day = seen.text(start)
    if day:
        yield Sentence(f"Dat begint op {day_in_words(day)}.", picture="dag")
