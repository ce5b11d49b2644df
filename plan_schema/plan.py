"""The plan: its sections in order. A new field is one line in its section; everything else follows or a test says what is missing."""

from typing import Final

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date
from plan_schema.paths import Paths
from plan_schema.sections.afronding import Overdracht, StemBetrokkene, Toezicht
from plan_schema.sections.afscherming import Afscherming
from plan_schema.sections.betrokkene import Betrokkene
from plan_schema.sections.contacten import Contact
from plan_schema.sections.detentie import Detentie
from plan_schema.sections.doelen import Doel
from plan_schema.sections.leefgebieden import (
    Identiteitsbewijs,
    Onderdak,
    Schulden,
    SociaalNetwerk,
    WerkEnInkomen,
    Zorgverzekering,
)
from plan_schema.sections.overleg import Overleg
from plan_schema.sections.overleggen import Overleggen
from plan_schema.sections.samen_starten import SamenStarten
from plan_schema.sections.screening import Screening
from plan_schema.sections.som import Som
from plan_schema.sections.terugkeer import Terugkeer
from plan_schema.sections.uitvoering import Activiteit, Inzet, Verlof
from plan_schema.sections.zorg import Zorg
from plan_schema.tree import build


class PlanStatus(Choice):
    """Status van het plan."""

    CONCEPT = "CONCEPT"
    BESPROKEN_MDO1 = "BESPROKEN_MDO1"
    VASTGESTELD = "VASTGESTELD"
    IN_UITVOERING = "IN_UITVOERING"
    BIJGESTELD = "BIJGESTELD"
    OVERGEDRAGEN = "OVERGEDRAGEN"
    AFGESLOTEN = "AFGESLOTEN"
    ONBEKEND = "ONBEKEND"


class Plan(Group, item="PBW-18a"):
    """The re-integratieplan of one gedetineerde, during one detention and after it."""

    status: PlanStatus = field("Status van het plan", "000:L482, L495, L500")
    vastgesteld_op: Date = field("Datum waarop het MDO het plan vaststelde", "000:L495; design 10.9")
    betrokkene: Betrokkene = field("Over wie het plan gaat", "PM 20d lid 2 a")
    detentie: Detentie = field("De detentie", "PM 20d lid 2 b")
    contacten: list[Contact] = field("De mensen die bij dit plan betrokken zijn", "001:L128, L136")
    terugkeer: Terugkeer = field("Gemeente van herkomst en gemeente van vestiging", "PM 20d lid 1; 001:L495")
    identiteitsbewijs: Identiteitsbewijs = field("Leefgebied identiteitsbewijs", "PM 20d lid 2 c")
    onderdak: Onderdak = field("Leefgebied onderdak", "PM 20d lid 2 d")
    werk_en_inkomen: WerkEnInkomen = field("Leefgebied werk en inkomen", "PM 20d lid 2 e")
    schulden: Schulden = field("Leefgebied schulden", "PM 20d lid 2 f")
    zorgverzekering: Zorgverzekering = field("Leefgebied zorgverzekering", "PM 20d lid 2 g")
    zorg: Zorg = field("Leefgebied zorg: alleen continuïteit, nooit medische inhoud", "PM 20d lid 3")
    sociaal_netwerk: SociaalNetwerk = field("Leefgebied sociaal netwerk", "PM 20d lid 2 h")
    overleg: Overleg = field("Waarover DJI, reclassering en gemeente overleggen", "PM 20d lid 4")
    screening: Screening = field("Screeningsinstrumenten en risico's", "000:L474, L2021")
    samen_starten: SamenStarten = field("Samen starten: signaal, bekendheid, duiding en bijdragen", "002:L590-L1006")
    som: Som = field("Selectie Ondersteunend Model", "000:L1974-L2056")
    doelen: list[Doel] = field("Doelen en acties", "PBW 18a lid 2 b; 000:L482")
    reclasseringsinzet: list[Inzet] = field("Inzet van de reclassering", "000:L950-L1007")
    activiteiten: list[Activiteit] = field("Activiteiten tijdens detentie", "PBW 18a lid 2 c")
    verlof: list[Verlof] = field("Verlof", "PBW 18a lid 2 c; 000:L498")
    overleggen: Overleggen = field("Gehouden en geplande overleggen", "000:L495-L497")
    toezicht: Toezicht = field("Reclasseringstoezicht na detentie", "000:L1187; 001:L679")
    overdracht: Overdracht = field("Warme overdracht en akkoorden", "001:L465; design 10.9")
    stem_betrokkene: StemBetrokkene = field("Wat betrokkene zelf wil en vindt", "000:L176, L924")
    afschermingen: list[Afscherming] = field("Delen van het plan die niemand mag gebruiken", "Wjsg 22, 24")


PLAN: Final = build(Plan)
"""The structure of the plan."""

PATHS: Final = Paths(PLAN)
"""Its paths and bits."""
