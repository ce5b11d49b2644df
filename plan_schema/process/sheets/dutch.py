"""Values in words, for people."""

from datetime import date
from typing import Final

_MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_SPELLED: Final = {
    "NAZORGCOORDINATOR": "Nazorgcoördinator",
    "CONTACTPUNT_GEMEENTE": "Contactpunt van de gemeente",
    "DJI": "DJI",
    "ONBEKEND": "Niet bekend",
    "GESTELD": "Gesteld, nog niet in behandeling",
}


def day_in_words(iso: str) -> str:
    """A date (ISO text) as it is said: 5 januari 2026."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_words(value: str) -> str:
    """A value of a value list as it is said: `NIET_OP_ORDE` is `Niet op orde`."""
    return _SPELLED.get(value) or value.replace("_", " ").capitalize()
