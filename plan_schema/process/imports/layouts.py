"""The files that can be imported. No source gives a file format; each holds the elements that the reports name, line by line."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from plan_schema.process.imports.layout import MARK, REFERENCE_DATE, SKN, Column, Constant, Layout
from plan_schema.process.imports.texts import parts_of_name

_YES_NO_REQUEST: Final = MappingProxyType({"ja": "GESTELD", "nee": "GEEN_HULPVRAAG"})
_NAME_EXPECTED: Final = "een naam als 'van den Achternaam, Voornamen'"

_LEEFGEBIEDEN: Final = {
    "Identiteitsbewijs": "identiteitsbewijs",
    "Huisvesting": "onderdak",
    "Werk en inkomen": "werkEnInkomen",
    "Schulden": "schulden",
    "Zorg": "zorg",
    "Sociaal netwerk": "sociaalNetwerk",
}
"""The five basisvoorwaarden and the sixth attention point, by their words in the reports (000:L469)."""


def _skn(source: str) -> Column:
    return Column("SKN-nummer", SKN, "Strafrechtsketennummer; wijst het plan aan", source, required=True)


def _mark(description: str, *, required: bool = False) -> Column:
    return Column("Kenmerk", MARK, description, "eigen keuze", required=required)


def _date(source: str) -> Column:
    return Column(
        "Peildatum", REFERENCE_DATE, "Dag waarop de bron dit zei; zonder: die van de optie --peildatum", source
    )


def _name(source: str) -> Column:
    return Column(
        "Naam gedetineerde",
        "betrokkene.geslachtsnaam",
        "Naam, met het voorvoegsel vooraan",
        source,
        required=True,
        parts=parts_of_name,
        expected_text=_NAME_EXPECTED,
    )


SIGNAALLIJST: Final = Layout(
    name="signaallijst",
    title="Signaal nieuwe detentie: de dagelijkse lijst van een inrichting",
    system="TULP, signaal nieuwe detentie",
    sender="DJI",
    purposes=("PLAN_UITVOEREN",),
    opens=True,
    identity=(SKN, "detentie.datumAanvang"),
    matched=("rol", "naam"),
    columns=(
        _skn("002:L598"),
        _name("002:L598"),
        Column("PI", "detentie.inrichting", "Inrichting, zoals in de organisatietabel", "002:L598", required=True),
        Column("Afdeling", "detentie.afdeling", "Afdeling", "002:L598", empty_is_unknown=True),
        Column("Casemanager", "contacten[].naam", "Casemanager, indien bekend", "002:L598-L600"),
        # Often missing (002:L626-L628), and the signaal counts all the same.
        Column(
            "Begindatum detentie",
            "detentie.datumAanvang",
            "Begindatum, indien bekend",
            "002:L600",
            empty_is_unknown=True,
        ),
        Column(
            "Einddatum detentie",
            "detentie.datumInvrijheidstelling",
            "Einddatum, indien bekend",
            "002:L600",
            empty_is_unknown=True,
        ),
        Column("Instroomtitel", "detentie.instroomtitel", "Titel bij instroom", "002:L596-L598"),
        Column(
            "Signaal afgegeven op",
            "samenStarten.signaal.afgegevenOp",
            "Moment van het signaal",
            "002:L590-L602",
            required=True,
        ),
        Column("Signaal afgegeven door", "samenStarten.signaal.afgegevenDoor", "Functie die het gaf", "002:L594"),
        _mark("Nummer van de regel in het bronsysteem; zonder: SKN-nummer en begindatum samen"),
        _date("002:L590"),
    ),
    constants=(
        Constant("contacten[].rol", "CASEMANAGER", "contacten[].naam"),
        Constant("detentie.einddatumStatus", "VERWACHT", "detentie.datumInvrijheidstelling"),
    ),
)


def _tab_11() -> Iterator[Column]:
    for words, group in _LEEFGEBIEDEN.items():
        yield Column(
            f"{words}: stand van zaken", f"{group}.standVanZaken", f"Hoe het staat met {words.lower()}", "000:L480"
        )
        yield Column(f"{words}: toelichting", f"{group}.toelichting", "In woorden", "000:L480")
        yield Column(f"{words}: gewenste actie", f"{group}.gewensteActie", "Welke actie gewenst is", "000:L480, L484")
        yield Column(f"{words}: hulpvraag", f"{group}.hulpvraag", "Wat betrokkene vraagt", "001:L565")


TULP_11: Final = Layout(
    name="tulp-11",
    title="TULP tabblad 11, Re-integratie en resocialisatie (tabblad nazorg)",
    system="TULP tabblad 11",
    sender="DJI",
    purposes=("PLAN_UITVOEREN",),
    columns=(
        _skn("000:L908"),
        _mark("Nummer van het record in TULP; zonder: het SKN-nummer"),
        _date("000:L482"),
        *_tab_11(),
    ),
)

IRIS_RACT: Final = Layout(
    name="iris-ract",
    title="IRIS: reclasseringsactiviteiten (RACT) en de aantekening RPI",
    system="IRIS/RACT",
    sender="RECLASSERING",
    purposes=("SAMEN_STARTEN", "OVERLEG_INZET"),
    item="reclasseringsinzet[]",
    identity=(SKN, MARK),
    columns=(
        _skn("002:L598"),
        _mark("Nummer van de registratie in IRIS", required=True),
        _date("002:L659-L661"),
        Column("Soort inzet", "reclasseringsinzet[].soort", "Soort activiteit", "000:L944, L950-L1007"),
        Column("Stand", "reclasseringsinzet[].status", "Hoe ver de activiteit is", "000:L944"),
        Column("Grond", "reclasseringsinzet[].grond", "Grond van de inzet", "002:L1101-L1109"),
        Column("Type advies", "reclasseringsinzet[].adviestype", "Bij een advies: welk", "000:L965-L972"),
        Column("Omschrijving", "reclasseringsinzet[].omschrijving", "In woorden", "000:L944, L1338"),
        Column("Gestart op", "reclasseringsinzet[].gestartOp", "Begin", "002:L1097"),
        Column("Afgerond op", "reclasseringsinzet[].afgerondOp", "Einde", "000:L1179"),
        Column("Resultaat", "reclasseringsinzet[].resultaat", "Wat ervan kwam", "000:L950-L1007"),
        Column("Aantekening RPI", "samenStarten.bekendheid.aantekeningRpi", "De aantekening RPI", "002:L681-L683"),
        Column("Mate van bekendheid", "samenStarten.bekendheid.uitkomst", "Uitkomst van stap 1", "002:L694-L698"),
        Column(
            "Informatie delen", "samenStarten.bekendheid.informatieDelen", "Of 3RO informatie deelt", "002:L657-L661"
        ),
        Column(
            "Laatste contact op", "samenStarten.bekendheid.criteria.laatsteContactOp", "Laatste contact", "002:L677"
        ),
    ),
)

INJUS: Final = Layout(
    name="injus",
    title="Injus: de detentiemelding van de Justitiële Informatiedienst",
    system="Injus, detentiemelding",
    sender="DJI",
    purposes=("PLAN_UITVOEREN",),
    opens=True,
    identity=(SKN, "detentie.datumAanvang"),
    columns=(
        _skn("000:L908"),
        _name("000:L1978"),
        Column("Burgerservicenummer", "betrokkene.burgerservicenummer", "BSN", "PM 20d lid 2 a 6°"),
        Column("Geboortedatum", "betrokkene.geboortedatum", "Geboortedatum", "PM 20d lid 2 a 4°"),
        Column("Begindatum detentie", "detentie.datumAanvang", "Begindatum", "001:L390", required=True),
        Column("Einddatum detentie", "detentie.datumInvrijheidstelling", "Einddatum", "001:L136, L390"),
        Column("Status einddatum", "detentie.einddatumStatus", "Verwacht of definitief", "001:L136, L507"),
        Column("Inrichting", "detentie.inrichting", "Inrichting van verblijf", "001:L390, L495", required=True),
        Column("Gemeente", "terugkeer.herkomstgemeente", "Gemeente aan wie Injus dit meldt", "001:L136, L364"),
        _mark("Nummer van de melding; zonder: SKN-nummer en begindatum samen"),
        _date("001:L390"),
    ),
)


def _five_conditions() -> Iterator[Column]:
    for words, group in _LEEFGEBIEDEN.items():
        yield Column(
            f"{words}: stand van zaken",
            f"{group}.standVanZaken",
            f"Hoe het staat met {words.lower()}",
            "001:L390, L507",
        )
        yield Column(
            f"{words}: hulpvraag", f"{group}.hulpvraagStatus", "Of er een hulpvraag is: ja of nee", "001:L136, L507",
            words=_YES_NO_REQUEST,
        )  # fmt: skip
        yield Column(f"{words}: toelichting", f"{group}.toelichting", "In woorden", "001:L565")


INFORMATIEBLAD: Final = Layout(
    name="informatieblad",
    title="Informatieblad van een inrichting aan de gemeente",
    system="Informatieblad",
    sender="DJI",
    purposes=("PLAN_UITVOEREN",),
    matched=("rol", "naam"),
    columns=(
        _skn("000:L908"),
        _mark("Nummer van het informatieblad; zonder: het SKN-nummer"),
        _date("001:L440"),
        Column("Aan gemeente", "terugkeer.herkomstgemeente", "Gemeente die het kreeg", "001:L390, L440"),
        Column("Einddatum detentie", "detentie.datumInvrijheidstelling", "Einddatum", "001:L136, L507"),
        Column("Terugkeeradres", "terugkeer.terugkeeradres", "Automatisch afgeleid adres", "001:L495"),
        Column("Casemanager", "contacten[].naam", "Casemanager", "001:L136, L507"),
        Column("Telefoon casemanager", "contacten[].telefoon", "Telefoonnummer", "001:L136, L567"),
        Column("E-mail casemanager", "contacten[].email", "E-mailadres", "001:L136, L567"),
        *_five_conditions(),
    ),
    constants=(
        Constant("contacten[].rol", "CASEMANAGER", "contacten[].naam"),
        Constant("detentie.einddatumStatus", "VERWACHT", "detentie.datumInvrijheidstelling"),
        Constant("terugkeer.terugkeeradresStatus", "AUTOMATISCH_AFGELEID", "terugkeer.terugkeeradres"),
    ),
)

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {layout.name: layout for layout in (SIGNAALLIJST, TULP_11, IRIS_RACT, INJUS, INFORMATIEBLAD)}
)
"""Every layout by the name that the command knows it by."""
