"""Who helps, who does what, and how it goes with goals, in plain words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plan_schema.process.sheets.plain.saying import done, plain, still, unsure
from plan_schema.process.sheets.sheet import Sentence

HELPERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CASEMANAGER": "Uw casemanager maakt met u dit plan.",
        "SENIOR_CASEMANAGER": "Deze casemanager kijkt mee met uw plan.",
        "BACKOFFICE": "Dit bureau doet het werk op papier.",
        "MENTOR": "Uw mentor praat met u en helpt u.",
        "PLAATSVERVANGEND_MENTOR": "Is uw mentor er niet? Dan helpt deze mentor u.",
        "RECLASSERINGSWERKER": "De reclassering helpt u met uw plan.",
        "ADVISEUR": "Deze man of vrouw geeft raad over uw plan.",
        "TOEZICHTHOUDER": "De reclassering spreekt u straks vaak.",
        "NAZORGCOORDINATOR": "Deze man of vrouw van de gemeente helpt u straks.",
        "CONTACTPUNT_GEMEENTE": "Hier kunt u de gemeente bellen.",
        "SCHULDHULPVERLENER": "Deze man of vrouw helpt u met uw schulden.",
        "ZORGAANBIEDER": "Hier krijgt u zorg.",
        "OVERIG": "Deze man of vrouw helpt ook mee.",
        "ONBEKEND": "Deze man of vrouw helpt ook mee.",
    }
)
"""What each contact does for the reader."""

DOERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GEDETINEERDE": "Dit doet u zelf.",
        "CASEMANAGER": "Uw casemanager doet dit.",
        "MENTOR": "Uw mentor doet dit.",
        "REINTEGRATIECENTRUM": "Dit doet u in het centrum.",
        "RECLASSERINGSWERKER": "De reclassering doet dit.",
        "TOEZICHTHOUDER": "De reclassering doet dit.",
        "GEMEENTE": "De gemeente doet dit.",
        "NETWERK": "Uw familie of vrienden doen dit.",
        "OVERIG": "Iemand anders doet dit.",
        "ONBEKEND": "Wie doet dit? Dat weten we nog niet.",
    }
)
"""Who does an action."""

GOALS: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "CONCEPT": still("We praten nog over dit doel."),
        "LOPEND": still("U werkt aan dit doel."),
        "BEHAALD": done("Dit doel is gehaald. Goed gedaan!"),
        "NIET_BEHAALD": still("Dit doel is niet gehaald."),
        "VERVALLEN": plain("Dit doel is gestopt."),
        "ONBEKEND": unsure("Hoe gaat het met dit doel? Dat weten we nog niet."),
    }
)
"""How it goes with a goal."""

ACTIONS: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "OPEN": still("Dit moet nog."),
        "BEZIG": still("Hier wordt aan gewerkt."),
        "AFGEROND": done("Dit is klaar."),
        "VOORTZETTEN_NA_DETENTIE": still("Dit gaat door als u vrij bent."),
        "VERVALLEN": plain("Dit hoeft niet meer."),
        "ONBEKEND": unsure("Is dit klaar? Dat weten we nog niet."),
    }
)
"""How it goes with an action."""

TALKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "TRAJECTGESPREK": "Dit gesprek gaat over uw plan.",
        "DRIEGESPREK": "U praat met twee mensen die u helpen.",
        "CASUSBESPREKING": "De mensen die u helpen, praten samen.",
        "GEZAMENLIJK_OVERLEG": "U praat met de mensen die u helpen.",
        "ONBEKEND": "Dit gesprek gaat over uw plan.",
    }
)
"""What a talk is."""

SUPERVISION: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "VOORWAARDELIJKE_INVRIJHEIDSTELLING": plain("U komt eerder vrij. De reclassering let dan op u."),
        "VOORWAARDELIJKE_VEROORDELING": plain("De reclassering let straks op u. Dat wil de rechter."),
        "PENITENTIAIR_PROGRAMMA": plain("U mag straks een deel van uw straf buiten doen. De reclassering let op u."),
        "SCHORSING_VOORLOPIGE_HECHTENIS": plain("U mag straks thuis op de rechter wachten. De reclassering let op u."),
        "ISD_EXTRAMURAAL": plain("U gaat straks naar buiten. De reclassering let op u."),
        "VRIJWILLIG": plain("De reclassering helpt u straks. Dat wilt u zelf."),
        "GEEN": plain("De reclassering let straks niet op u."),
        "ONBEKEND": unsure("Let de reclassering straks op u? Dat weten we nog niet."),
    }
)
"""Who keeps an eye on the reader afterwards."""
