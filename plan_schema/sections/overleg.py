"""What DJI, 3RO and gemeente may consult about (PM 20d lid 4; 000:L344)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, JaNeeOnbekend, Text


class Gedragsoordeel(Choice):
    """Oordeel over het gedrag sinds de Wet straffen en beschermen."""

    GEWENST = "GEWENST"
    ONGEWENST = "ONGEWENST"
    ONBEKEND = "ONBEKEND"


class Overleg(Group, item="PM-20d-4-a"):
    """Earlier contacts, course of detention, motivation and behaviour."""

    eerdere_reclasseringscontacten: Text = field(
        "Eerdere reclasseringscontacten, toezichten en werkstraffen", "PM 20d lid 4 a; 000:L896"
    )
    detentieverloop: Text = field("Verloop van de detentie", "PM 20d lid 4 a; 000:L344")
    detentiefasering: Text = field(
        "Detentiefasering: verlof, penitentiair programma, voorwaardelijke invrijheidstelling",
        "PM 20d lid 4 a; 001:L459",
    )
    motivatie: Text = field("Motivatie voor begeleiding en verandering", "PM 20d lid 4 b; 000:L1106", item="PM-20d-4-b")
    gedrag_tijdens_detentie: Text = field("Gedrag tijdens detentie", "PM 20d lid 4 c; 000:L483", item="PM-20d-4-c")
    gedragsoordeel: Gedragsoordeel = field("Oordeel over het gedrag", "000:L331, L1691", item="PM-20d-4-c")
    reintegratie_inspanningen: Text = field(
        "Inspanningen van betrokkene voor zijn re-integratie", "000:L483", item="PM-20d-4-c"
    )
    nakomen_afspraken: JaNeeOnbekend = field("Of betrokkene afspraken nakomt", "000:L677", item="PM-20d-4-b")
    peildatum_gedrag: Date = field(
        "Datum waarop het beeld van gedrag en motivatie is gevormd", "000:L1200", item="PM-20d-4-c"
    )
