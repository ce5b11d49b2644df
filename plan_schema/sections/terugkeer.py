"""Where the person came from and where he goes: two gemeenten, kept apart, each confirmed by itself (001:L495, L631)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Gemeentecode, JaNeeOnbekend, Line


class TerugkeeradresStatus(Choice):
    """Hoe zeker het terugkeeradres is."""

    AUTOMATISCH_AFGELEID = "AUTOMATISCH_AFGELEID"
    BEVESTIGD = "BEVESTIGD"
    ONBEKEND = "ONBEKEND"


class Terugkeer(Group, item="PM-20d-2-a-3"):
    """Herkomst and vestiging."""

    herkomstgemeente: Gemeentecode = field(
        "Gemeente waar betrokkene vóór detentie ingezetene was", "001:L136, L364", item="PM-20d-1"
    )
    herkomstgemeente_bevestigd: JaNeeOnbekend = field(
        "Of de herkomstgemeente dit bevestigt", "001:L495", item="PM-20d-1"
    )
    vestigingsgemeente: Gemeentecode = field(
        "Gemeente waar betrokkene zich wil vestigen", "001:L276, L587", item="PM-20d-1"
    )
    vestigingsgemeente_bevestigd: JaNeeOnbekend = field(
        "Of de vestigingsgemeente dit bevestigt", "001:L495, L631", item="PM-20d-1"
    )
    contact_gemeente_op: Date = field(
        "Datum waarop de casemanager voor het eerst contact had met de gemeente", "001:L440", item="PM-20d-1"
    )
    terugkeeradres: Line = field("Adres waarheen betrokkene terugkeert", "001:L495")
    terugkeeradres_status: TerugkeeradresStatus = field("Of het terugkeeradres is afgeleid of bevestigd", "001:L495")
    postadres: Line = field("Postadres, nodig om een uitkering aan te vragen", "001:L615")
