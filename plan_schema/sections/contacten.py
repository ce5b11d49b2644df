"""The people on the case: the most missed information of all (001:L128, L136, L803)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Email, Line, Oin, Phone, Text


class ContactRol(Choice):
    """Rol van een contactpersoon bij dit plan."""

    CASEMANAGER = "CASEMANAGER"
    SENIOR_CASEMANAGER = "SENIOR_CASEMANAGER"
    BACKOFFICE = "BACKOFFICE"
    MENTOR = "MENTOR"
    PLAATSVERVANGEND_MENTOR = "PLAATSVERVANGEND_MENTOR"
    RECLASSERINGSWERKER = "RECLASSERINGSWERKER"
    ADVISEUR = "ADVISEUR"
    TOEZICHTHOUDER = "TOEZICHTHOUDER"
    NAZORGCOORDINATOR = "NAZORGCOORDINATOR"
    CONTACTPUNT_GEMEENTE = "CONTACTPUNT_GEMEENTE"
    SCHULDHULPVERLENER = "SCHULDHULPVERLENER"
    ZORGAANBIEDER = "ZORGAANBIEDER"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class Contact(Group, item="PM-20d-1", owner="organisatie"):
    """A professional on the case; each organisation keeps its own."""

    rol: ContactRol = field("Rol van de contactpersoon", "001:L136, L414; 002:L598")
    naam: Line = field("Naam van de contactpersoon", "001:L158, L853")
    organisatie: Oin = field("OIN van de organisatie van de contactpersoon", "001:L128")
    organisatienaam: Line = field("Naam van de organisatie", "001:L128")
    functie: Line = field("Functie", "002:L2455")
    afdeling: Line = field("Afdeling of team", "002:L769-L775")
    telefoon: Phone = field("Telefoonnummer", "001:L136, L567")
    email: Email = field("E-mailadres", "001:L136, L567")
    vanaf: Date = field("Betrokken vanaf", "002:L1259")
    tot: Date = field("Betrokken tot", "002:L1259")
    opmerking: Text = field("Bereikbaarheid, vervanging en andere opmerkingen", "001:L414, L444")
