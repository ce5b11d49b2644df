"""What every value of every leefgebied is in plain words. A value without a sentence is named by a test."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plan_schema.process.sheets.plain.saying import asked_for, done, plain, still, unsure, yes_or_no
from plan_schema.process.sheets.sheet import Sentence

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "identiteitsbewijs": "Uw paspoort of kaart",
        "onderdak": "Wonen",
        "werkEnInkomen": "Werk en geld",
        "schulden": "Schulden",
        "zorgverzekering": "De zorgverzekering",
        "zorg": "Zorg",
        "sociaalNetwerk": "Familie en vrienden",
    }
)
"""The heading of each leefgebied, by its section."""

STANDING: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "OP_ORDE": done("Dit is goed geregeld."),
        "NIET_OP_ORDE": still("Dit is nog niet goed geregeld."),
        "ONBEKEND": unsure("Is dit goed geregeld? Dat weten we nog niet."),
    }
)
"""How a leefgebied stands."""

REQUEST: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "GEEN_HULPVRAAG": plain("U heeft hier geen hulp bij nodig."),
        "GESTELD": still("U vroeg om hulp. U krijgt nog antwoord."),
        "IN_BEHANDELING": still("U vroeg om hulp. Iemand werkt hieraan."),
        "BEANTWOORD": done("U vroeg om hulp. U heeft antwoord gekregen."),
        "AFGEWEZEN": still("U vroeg om hulp. Die hulp krijgt u niet."),
        "ONBEKEND": unsure("Wilt u hier hulp bij? Vertel het uw mentor."),
    }
)
"""What became of a request for help."""

_STAY: Final[Mapping[str, Sentence]] = {
    "EIGEN_WONING": done("Straks woont u in uw eigen huis."),
    "FAMILIE_OF_VRIENDEN": done("Straks woont u bij familie of vrienden."),
    "BEGELEID_WONEN": done("Straks woont u in een huis met hulp."),
    "BESCHERMD_WONEN": done("Straks woont u in een huis met veel hulp."),
    "KLINIEK": done("Straks gaat u naar een kliniek."),
    "DAKLOZENOPVANG": still("Straks slaapt u in de opvang."),
    "CRISISOPVANG": still("Straks slaapt u even in de opvang."),
    "GEEN": still("U heeft straks nog geen plek om te wonen."),
    "ONBEKEND": unsure("Waar woont u straks? Dat weten we nog niet."),
}
_SCHOOL: Final[Mapping[str, Sentence]] = {
    "GEEN": plain("U heeft geen school af."),
    "BASISONDERWIJS": plain("U heeft de lagere school af."),
    "VMBO": plain("U heeft het vmbo af."),
    "MBO_1": plain("U heeft mbo 1 af."),
    "HAVO_VWO": plain("U heeft de havo of het vwo af."),
    "MBO_2_4": plain("U heeft mbo 2, 3 of 4 af."),
    "HBO_WO": plain("U heeft een hoge school af."),
    "ONBEKEND": unsure("Welke school heeft u af? Dat weten we nog niet."),
}
_INCOME: Final[Mapping[str, Sentence]] = {
    "WERK": plain("U had geld van uw werk."),
    "UITKERING": plain("U had een uitkering."),
    "PENSIOEN": plain("U had pensioen."),
    "GEEN": plain("U had zelf geen geld."),
    "ONBEKEND": unsure("Hoe kwam u aan geld? Dat weten we nog niet."),
}

SENTENCES: Final[Mapping[str, Mapping[str, Sentence]]] = MappingProxyType(
    {
        "identiteitsbewijs.aanwezig": yes_or_no(
            done("U heeft een goed paspoort of een goede kaart."),
            still("U heeft geen goed paspoort en geen goede kaart."),
            "Heeft u een goed paspoort? Dat weten we nog niet.",
        ),
        "identiteitsbewijs.aanvraagStatus": asked_for("een nieuwe kaart"),
        "identiteitsbewijs.digidBeschikbaar": yes_or_no(
            done("U kunt DigiD gebruiken."),
            still("U kunt DigiD nog niet gebruiken."),
            "Kunt u DigiD gebruiken? Dat weten we nog niet.",
        ),
        "onderdak.verblijfNaDetentie": _STAY,
        "onderdak.ingeschrevenAlsWoningzoekende": yes_or_no(
            done("U staat op de lijst voor een huis."),
            still("U staat nog niet op de lijst voor een huis."),
            "Staat u op de lijst voor een huis? Dat weten we nog niet.",
        ),
        "onderdak.behoudMogelijk": yes_or_no(
            done("U kunt uw huis houden."),
            still("U kunt uw huis niet houden."),
            "Kunt u uw huis houden? Dat weten we nog niet.",
        ),
        "onderdak.huurachterstand": yes_or_no(
            still("U moet nog huur betalen."),
            done("U heeft de huur betaald."),
            "Moet u nog huur betalen? Dat weten we nog niet.",
        ),
        "onderdak.ingeschrevenOpAdres": yes_or_no(
            done("U staat bij de gemeente op een adres."),
            still("U staat bij de gemeente niet op een adres."),
            "Staat u op een adres? Dat weten we nog niet.",
        ),
        "onderdak.doorbetalingWoonlasten": asked_for("geld voor de huur"),
        "werkEnInkomen.soortInkomenVoorDetentie": _INCOME,
        "werkEnInkomen.opleidingsniveau": _SCHOOL,
        "werkEnInkomen.startkwalificatie": yes_or_no(
            done("U heeft genoeg school voor een baan."),
            still("Nog een diploma helpt u aan een baan."),
            "Welk diploma heeft u? Dat weten we nog niet.",
        ),
        "werkEnInkomen.uitkeringStopgezet": yes_or_no(
            plain("Uw oude uitkering is gestopt."),
            still("Uw oude uitkering is nog niet gestopt."),
            "Is uw oude uitkering gestopt? Dat weten we nog niet.",
        ),
        "werkEnInkomen.uitkeringAanvraag": asked_for("een uitkering"),
        "werkEnInkomen.bankrekening": yes_or_no(
            done("U heeft een rekening bij de bank."),
            still("U heeft nog geen rekening bij de bank."),
            "Heeft u een rekening bij de bank? Dat weten we nog niet.",
        ),
        "werkEnInkomen.voorschot": asked_for("geld voor de eerste weken"),
        "werkEnInkomen.vog": asked_for("een bewijs van goed gedrag"),
        "schulden.schuldenAanwezig": yes_or_no(
            still("U heeft schulden."),
            done("U heeft geen schulden."),
            "Heeft u schulden? Dat weten we nog niet.",
        ),
        "schulden.ondersteuningGewenst": yes_or_no(
            plain("U wilt hulp van de gemeente."),
            plain("U wilt geen hulp van de gemeente."),
            "Wilt u hulp van de gemeente? Vertel het uw mentor.",
        ),
        "schulden.betalingsregeling": asked_for("een plan om te betalen"),
        "schulden.schuldhulpverlening": asked_for("hulp bij uw schulden"),
        "schulden.wanbetalerZorgverzekering": yes_or_no(
            still("U moet nog betalen voor uw zorgverzekering."),
            done("U heeft betaald voor uw zorgverzekering."),
            "Moet u nog betalen voor de zorg? Dat weten we nog niet.",
        ),
        "zorgverzekering.verzekerdVoorDetentie": yes_or_no(
            plain("U had een zorgverzekering."),
            still("U had geen zorgverzekering."),
            "Had u een zorgverzekering? Dat weten we nog niet.",
        ),
        "zorgverzekering.herstart": asked_for("weer een zorgverzekering"),
        "zorg.zorgNodig": yes_or_no(
            still("U heeft zorg nodig."),
            done("U heeft geen zorg nodig."),
            "Heeft u zorg nodig? Dat weten we nog niet.",
        ),
        "zorg.indicatie": yes_or_no(
            done("De zorg is voor u goedgekeurd."),
            still("De zorg is nog niet goedgekeurd."),
            "Is de zorg goedgekeurd? Dat weten we nog niet.",
        ),
        "zorg.zorgtrajecten[].status": {
            "EERDER": plain("U kreeg eerder zorg."),
            "LOPEND": done("U krijgt nu zorg."),
            "AANGEMELD": still("U bent gemeld bij de zorg."),
            "WACHTLIJST": still("U wacht op een plek in de zorg."),
            "AFGESLOTEN": plain("Uw zorg is klaar."),
            "ONBEKEND": unsure("Hoe gaat het met de zorg? Dat weten we nog niet."),
        },
    }
)
"""A sentence for every value of every value list of the leefgebieden, by the path of the field, in the order of the leesplan."""

UNTOLD: Final = frozenset({"zorg.zorgtrajecten[].wet", "zorg.zorgtrajecten[].financiering"})
"""Value lists that are of no use to the reader: under which law care falls, and who pays for it."""
