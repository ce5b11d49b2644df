"""What the leefgebieden have in common: how it stands, and what help is asked, in words (001:L565: ja/nee is too thin)."""

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Text


class StandVanZaken(Choice):
    """Hoe een leefgebied ervoor staat."""

    OP_ORDE = "OP_ORDE"
    NIET_OP_ORDE = "NIET_OP_ORDE"
    ONBEKEND = "ONBEKEND"


class HulpvraagStatus(Choice):
    """Wat er met een hulpvraag is gebeurd."""

    GEEN_HULPVRAAG = "GEEN_HULPVRAAG"
    GESTELD = "GESTELD"
    IN_BEHANDELING = "IN_BEHANDELING"
    BEANTWOORD = "BEANTWOORD"
    AFGEWEZEN = "AFGEWEZEN"
    ONBEKEND = "ONBEKEND"


class Leefgebied(Group):
    """The shared fields of every leefgebied."""

    stand_van_zaken: StandVanZaken = field("Stand van zaken van dit leefgebied", "001:L122, L501")
    toelichting: Text = field("Toelichting op de stand van zaken", "000:L480")
    hulpvraag: Text = field("Hulpvraag van betrokkene, in woorden", "001:L507, L565")
    hulpvraag_status: HulpvraagStatus = field("Stand van de hulpvraag", "001:L565")
    gewenste_actie: Text = field("Actie die op dit leefgebied gewenst is", "000:L480")
    vastgesteld_op: Date = field("Datum van de screening van dit leefgebied", "000:L482")
