"""Pictograms: simple signs of our own beside the words, for who reads with difficulty; each says what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Pictogram:
    """A sign on a field of 24 by 24: its lines (SVG), and what it shows, in Dutch."""

    alternative: str
    shapes: str

    @property
    def image(self) -> str:
        """The sign as an image by itself."""
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {LOOK}>{self.shapes}</svg>'


LOOK: Final = (
    'fill="none" stroke="#154273" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" color="#154273"'
)

_PERSON: Final = '<circle cx="12" cy="7" r="4"/><path d="M4 21c0-4.5 3.6-7 8-7s8 2.5 8 7"/>'

PICTOGRAMS: Final[Mapping[str, Pictogram]] = MappingProxyType(
    {
        "u": Pictogram("Een persoon", _PERSON),
        "identiteitsbewijs": Pictogram(
            "Een identiteitskaart",
            '<rect x="2" y="5" width="20" height="14" rx="2"/><circle cx="8" cy="11" r="2.2"/>'
            '<path d="M4.8 16c.5-1.6 1.7-2.4 3.2-2.4s2.7.8 3.2 2.4M14 10h5M14 14h5"/>',
        ),
        "onderdak": Pictogram("Een huis", '<path d="M3 11 12 3l9 8M5 9.5V21h14V9.5M10 21v-6h4v6"/>'),
        "werkEnInkomen": Pictogram(
            "Een tas voor het werk",
            '<rect x="2" y="8" width="20" height="12" rx="2"/><path d="M9 8V5h6v3M2 13h20M12 12v2"/>',
        ),
        "schulden": Pictogram(
            "Geld", '<circle cx="12" cy="12" r="9"/><path d="M16 8.2a5 5 0 1 0 0 7.6M6 10.8h6M6 13.2h6"/>'
        ),
        "zorgverzekering": Pictogram(
            "Een paraplu", '<path d="M12 3v9M3 12a9 9 0 0 1 18 0zM12 12v6.5a2.5 2.5 0 0 1-5 0"/>'
        ),
        "zorg": Pictogram(
            "Een hart",
            '<path d="M12 20.5C6 16 3 12.6 3 8.8A4.8 4.8 0 0 1 12 6.6a4.8 4.8 0 0 1 9 2.2c0 3.8-3 7.2-9 11.7z"/>',
        ),
        "sociaalNetwerk": Pictogram(
            "Twee mensen bij elkaar",
            '<circle cx="8" cy="8" r="3.2"/><circle cx="16.5" cy="9" r="2.7"/>'
            '<path d="M2 20c0-4 2.6-6 6-6s6 2 6 6M15.5 14.2c3.6-.4 6.5 1.6 6.5 5.3"/>',
        ),
        "klaar": Pictogram("Een vinkje", '<circle cx="12" cy="12" r="9"/><path d="m7.5 12.5 3 3 6-6.5"/>'),
        "nog-niet": Pictogram("Een klok", '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l4 2.5"/>'),
        "weet-niet": Pictogram(
            "Een vraagteken",
            '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.3a2.8 2.8 0 1 1 4 2.6c-.9.5-1.3 1-1.3 2"/><path d="M12 17v.1"/>',
        ),
        "gesloten": Pictogram(
            "Een slot", '<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3M12 15v2"/>'
        ),
        "dag": Pictogram(
            "Een kalender",
            '<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4M16 3v4M8 14h2M14 14h2M8 17.5h2"/>',
        ),
        "doel": Pictogram("Een vlag", '<path d="M6 21V4M6 4.5c4-2 7 2 12 0V13c-5 2-8-2-12 0"/>'),
        "praten": Pictogram(
            "Twee tekstballonnen",
            '<path d="M3 4h12v8H8l-3 3v-3H3zM17 9h4v8h-2v3l-3-3h-5v-2"/>',
        ),
        "hulp": Pictogram(
            "Iemand die helpt",
            '<circle cx="7" cy="6" r="3"/><circle cx="17" cy="6" r="3"/><path d="M3 20v-4c0-3 2-4.5 4-4.5l4 3.5h2l4-3.5c2 0 4 1.5 4 4.5v4"/>',
        ),
        "stem": Pictogram("Een potlood", '<path d="m4 20 1-5L16 4l4 4L9 19zM13.5 6.5l4 4M4 20h6"/>'),
    }
)
"""Every pictogram by its name."""
