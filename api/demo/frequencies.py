"""How often things are so, according to the reports: the generated plans hold to it, and a test measures them.

Sources are `report:line`. Where a report has words and no number, the description quotes them and the share is our choice.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Frequency:
    """A share (0-1) of the group that the description names."""

    description: str
    share: float
    source: str


GEEN_GELDIG_ID: Final = Frequency("plannen: geen geldig identiteitsbewijs", 0.15, "000:L546")
GEEN_DAGBESTEDING: Final = Frequency("plannen: geen dagbesteding", 0.85, "000:L547")
GEEN_INKOMEN: Final = Frequency("plannen: geen inkomen", 0.36, "000:L548")
GEEN_STARTKWALIFICATIE: Final = Frequency("plannen: geen startkwalificatie", 2 / 3, "000:L549")
NIET_INGESCHREVEN: Final = Frequency("plannen: niet ingeschreven op een adres", 0.22, "000:L550")
WANBETALER: Final = Frequency("plannen: wanbetaler", 0.26, "000:L551")
SCHULDEN: Final = Frequency("plannen: schulden; 'the majority'", 0.60, "000:L538")
LVB: Final = Frequency("plannen: licht verstandelijke beperking, dus een communicatiebehoefte", 0.45, "000:L538, L1246")
PSYCHISCHE_PROBLEMEN: Final = Frequency("plannen: psychische problemen, dus zorg nodig", 0.60, "000:L1246")
VERSLAVING: Final = Frequency("SOM: verslaving onder de criminogene factoren", 0.50, "000:L1246")

PREVENTIEF: Final = Frequency("plannen: preventief (huis van bewaring)", 116 / 139, "000:L1095-L1102")
ZITTINGSDATUM_ONBEKEND: Final = Frequency("preventief: zittingsdatum onbekend", 80 / 116, "000:L1102")
VERBLIJF_KORTER_DAN_3_MAANDEN: Final = Frequency(
    "einddatum bekend: korter dan drie maanden", 0.75, "000:L534; 001:L539"
)
VERBLIJF_LANGER_DAN_1_JAAR: Final = Frequency("einddatum bekend: langer dan een jaar", 0.09, "000:L534")
EINDDATUM_ONBEKEND: Final = Frequency("plannen: einddatum onbekend", 0.25, "000:L1108; 002:L626-L628")
TOEZICHT_NA_DETENTIE: Final = Frequency("plannen: toezicht na detentie", 0.18, "000:L571")
CASEMANAGER_ONTBREEKT: Final = Frequency("plannen: geen contactgegevens; 'often'", 0.50, "001:L136, L507")

SIGNAAL_OP_TIJD: Final = Frequency("plannen: signaal uiterlijk de volgende werkdag", 0.70, "002:L606")
BEKEND_BIJ_RECLASSERING: Final = Frequency("SOM: bekend; 'almost three quarters'", 0.74, "000:L569")
GEEN_ACTUELE_INFORMATIE: Final = Frequency("SOM: geen actuele informatie", 51 / 139, "000:L1104")
RECIDIVERISICO_ONBEKEND: Final = Frequency("SOM: recidiverisico onbekend", 71 / 139, "000:L1104")
ADVIES_ONBEKEND: Final = Frequency("SOM, preventief: niet aangegeven of advies is gevraagd", 79 / 116, "000:L1102")
BESLUIT_UITGESTELD: Final = Frequency("SOM: besluit uitgesteld", 68 / 139, "000:L1124")
GEEN_PRIORITEIT: Final = Frequency("SOM: geen reclasseringsinzet nodig", 33 / 139, "000:L1116")
REEDS_IN_JD_ONLINE: Final = Frequency("gedeelde informatie: staat al in JD-online", 0.30, "002:L875")

FREQUENCIES: Final = tuple(value for value in list(globals().values()) if isinstance(value, Frequency))
"""Every frequency of this table."""

RECLASSERING_SHARES: Final = {
    "PI Arnhem": {"00000099200000001000": 15, "00000099200000002000": 56, "00000099200000003000": 29},
    "JC Zaanstad": {"00000099200000001000": 34, "00000099200000002000": 33, "00000099200000003000": 33},
}
"""Percentages of RN, SVG and LJ&R per inrichting (000:L428, L431; for Zaanstad no shares are given, so: alike)."""
