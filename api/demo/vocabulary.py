"""Words for generated plans: invented names and the sentences that casemanagers, reclassering and gemeenten write."""

from typing import Final

VOORNAMEN: Final = (
    "Adnan", "Bram", "Cas", "Daan", "Emre", "Finn", "Giovanni", "Hakim", "Ivo", "Jayden", "Kees", "Levi", "Marco",
    "Nabil", "Omar", "Piotr", "Quinten", "Ruben", "Sjors", "Tarik", "Umut", "Vincent", "Wesley", "Xander",
    "Youssef", "Zoltan",
)  # fmt: skip
VROUWENNAMEN: Final = (
    "Amira", "Bianca", "Chantal", "Daniëlle", "Esra", "Fleur", "Gina", "Hilde", "Iris", "Jolanda",
)  # fmt: skip
_STARTS: Final = (
    "Berk", "Brem", "Duin", "Eiken", "Gras", "Heide", "Ijzer", "Koper", "Linde", "Molen", "Nevel", "Riet",
    "Schelp", "Veen", "Wilgen", "Zilver", "Zand",
)  # fmt: skip
_ENDS: Final = (
    "brug", "dal", "hoorn", "kade", "kraag", "meander", "paal", "sluis", "stroom", "terp", "veer", "wier", "zoom",
)  # fmt: skip
GESLACHTSNAMEN: Final = tuple(f"{start}{end}" for start in _STARTS for end in _ENDS)
"""Put together, so that no name is anybody's."""
VOORVOEGSELS: Final = ("van", "van de", "van der", "de", "ten")
STRATEN: Final = ("Voorbeeldstraat", "Fictieweg", "Teststraat", "Proeflaan", "Modelplein", "Schetskade")
GEBOORTEPLAATSEN: Final = (
    "Arnhem",
    "Nijmegen",
    "Utrecht",
    "Zaandam",
    "Amsterdam",
    "Tilburg",
    "Paramaribo",
    "Willemstad",
)
NATIONALITEITEN: Final = ("Nederlandse",) * 8 + ("Poolse", "Marokkaanse", "Roemeense")
ARTIKELCODES: Final = (
    "Sr art. 310", "Sr art. 311", "Sr art. 312", "Sr art. 300", "Sr art. 302", "Sr art. 285", "Ow art. 2", "Ow art. 10",
    "WWM art. 26", "Sr art. 326", "Sr art. 416",
)  # fmt: skip

WOONSITUATIES: Final = (
    "Huurde een kamer via een kennis; contract is mondeling.",
    "Woonde bij zijn moeder; kan daar niet terug zolang er spanningen zijn.",
    "Zelfstandige huurwoning van een woningcorporatie.",
    "Sliep afwisselend bij vrienden en in de nachtopvang.",
    "Begeleid wonen; de plek is tot nu toe aangehouden.",
)
ZONDER_ADRES: Final = "Stond op geen adres ingeschreven; had een briefadres nodig om een uitkering aan te vragen."
ARBEIDSVERLEDEN: Final = (
    "Werkte via uitzendbureaus in de logistiek, nooit langer dan een half jaar.",
    "Stukadoor in loondienst tot het bedrijf stopte; daarna losse klussen.",
    "Geen arbeidsverleden; volgde tot zijn zeventiende praktijkonderwijs.",
    "Werkte acht jaar in de horeca; werkgever wil hem terug.",
    "Bezorger als zelfstandige, zonder administratie.",
)
GEEN_DAGBESTEDING_TEKST: Final = "Geen werk, opleiding of andere dagbesteding na detentie."
DAGBESTEDINGEN: Final = (
    "Kan terug naar zijn werkgever zodra hij vrijkomt.",
    "Start met een leerwerktraject techniek van de gemeente.",
    "Vrijwilligerswerk bij de kringloop, drie dagdelen per week.",
)
SCHULDEISERS: Final = (
    "Zorgverzekeraar, CJIB, energieleverancier.",
    "CJIB en woningcorporatie; beslag op de uitkering.",
    "Telecomaanbieder, webwinkels, een particulier.",
)
HULPVRAGEN_WONEN: Final = (
    "Wil hulp om zijn huurwoning te behouden tijdens detentie.",
    "Zoekt een plek voor de eerste nacht na vrijlating.",
    "Wil zich inschrijven als woningzoekende maar heeft geen DigiD.",
)
HULPVRAGEN_SCHULDEN: Final = (
    "Wil weten wat hij in totaal schuldig is en met wie een regeling kan.",
    "Vraagt of zijn betalingsregelingen gepauzeerd kunnen worden.",
)
NETWERKEN: Final = (
    "Zijn zus belt wekelijks en wil meedenken over zijn terugkeer.",
    "Vrijwel alleen contact met mensen uit het oude circuit.",
    "Partner en twee kinderen; bezoek om de week.",
    "Oud-voetbaltrainer wil hem opvangen en meenemen naar de club.",
)
WENSEN: Final = (
    "Ik wil werken en een eigen plek, zodat mijn kinderen kunnen komen logeren.",
    "Ik wil van mijn schulden af voordat ik weer iets opbouw.",
    "Ik wil niet terug naar dezelfde buurt.",
)
COMMUNICATIEBEHOEFTEN: Final = (
    "Korte zinnen, één onderwerp tegelijk; laat hem in eigen woorden herhalen wat is afgesproken.",
    "Afspraken op papier met pictogrammen; brieven samen doornemen.",
    "Heeft meer tijd nodig om te antwoorden; maak afspraken telkens op hetzelfde tijdstip.",
)
SCIL_LVB: Final = "De score wijst op een mogelijke licht verstandelijke beperking; nader onderzoek is gewenst."
SCIL_GEEN_LVB: Final = "De score geeft geen aanwijzing voor een licht verstandelijke beperking."
TERUGKOPPELINGEN: Final = {
    "VOLDOENDE_BEKEND": "Voldoende bekend: er liep een toezicht. Relevante informatie volgt.",
    "ONVOLDOENDE_BEKEND": "Alleen bekend van een werkstraf; de informatie is te oud om te delen.",
    "NIET_BEKEND": "Niet bekend bij de reclassering. Neem contact op als de intake bijzonderheden laat zien.",
}
GEDEELD: Final = (
    "Eerder toezicht verliep wisselend: kwam afspraken na zolang hij werk had.",
    "Het recidiverisico hangt samen met middelengebruik en het ontbreken van een dagstructuur.",
    "Met de vorige begeleider had hij een goede werkrelatie; een warme start daar kan helpen.",
)
PROBLEMATIEK: Final = {
    "VERSLAVING": "Dagelijks gebruik voor detentie; stopte tijdens een eerdere opname drie maanden.",
    "FINANCIEN": "Schulden lopen op door boetes; geen overzicht.",
    "DAGSTRUCTUUR": "Geen vaste dagindeling sinds hij zijn baan verloor.",
    "CRIMINEEL_NETWERK": "Vrienden zijn vrijwel allen bekend bij justitie.",
    "PRO_CRIMINELE_HOUDING": "Ziet het delict als de enige uitweg die hij had.",
}
"""Criminogene factoren, with a sentence for each."""
REACTIES: Final = (
    "Gesproken met de casemanager; de gemeente pakt de hulpvraag op en komt in de PI langs.",
    "Betrokkene is bij ons bekend. Wij plannen een gesprek vóór invrijheidstelling.",
    "De aanvraag is in behandeling; graag de einddatum doorgeven zodra die vaststaat.",
)
