"""Ways to say something plainly: with a sign that says whether it is done, must still be done, or is not known."""

from collections.abc import Mapping

from plan_schema.process.sheets.sheet import Sentence, Tone


def done(text: str) -> Sentence:
    """Something that is arranged."""
    return Sentence(text, Tone.DONE, "klaar")


def still(text: str) -> Sentence:
    """Something that must still be done, or is not as it should be."""
    return Sentence(text, Tone.OPEN, "nog-niet")


def unsure(text: str) -> Sentence:
    """Something that is not known."""
    return Sentence(text, Tone.PLAIN, "weet-niet")


def plain(text: str) -> Sentence:
    """Something that is as it is."""
    return Sentence(text)


def own(text: str) -> Sentence:
    """Words that somebody wrote, as they are."""
    return Sentence(text, Tone.QUOTE)


def shut() -> Sentence:
    """Something that the reader may not see."""
    return Sentence("Dit deel is nu niet voor u te zien.", Tone.WITHHELD, "gesloten")


def yes_or_no(yes: Sentence, no: Sentence, unknown: str) -> Mapping[str, Sentence]:
    """A sentence for ja, for nee, and for what is not known."""
    return {"JA": yes, "NEE": no, "ONBEKEND": unsure(unknown)}


def asked_for(what: str) -> Mapping[str, Sentence]:
    """How it goes with something that is asked for, such as `een uitkering`."""
    named = what[0].upper() + what[1:]
    return {
        "NIET_NODIG": done(f"{named} is niet nodig."),
        "NIET_AANGEVRAAGD": still(f"{named} is nog niet gevraagd."),
        "VOORBEREID": still(f"{named} is nog niet gevraagd. De brief ligt klaar."),
        "AANGEVRAAGD": still(f"{named} is gevraagd. U krijgt nog bericht."),
        "TOEGEKEND": done(f"U krijgt {what}."),
        "AFGEWEZEN": still(f"U krijgt {what} niet."),
        "ONBEKEND": unsure(f"Krijgt u {what}? Dat weten we nog niet."),
    }
