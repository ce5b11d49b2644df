"""The checklist of the warm handover: per leefgebied what is needed at release, what is there, and what is missing.

The same points for every plan, so that how many there are says nothing of one. What nobody recorded is ONBEKEND, which is no better
than missing on the day of release, but asks for something else: somebody has to find out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plan_schema.process.basis import Basis
from plan_schema.sections.doelen import LeefgebiedSoort
from plan_schema.values import Node


class Bevinding(StrEnum):
    """Hoe een punt van de overdracht ervoor staat."""

    NIET_NODIG = "NIET_NODIG"
    AANWEZIG = "AANWEZIG"
    ONTBREEKT = "ONTBREEKT"
    ONBEKEND = "ONBEKEND"


class Overdrachtspunt(StrEnum):
    """Wat er bij invrijheidstelling geregeld moet zijn."""

    STAND_VAN_ZAKEN = "STAND_VAN_ZAKEN"
    HULPVRAAG_IN_WOORDEN = "HULPVRAAG_IN_WOORDEN"
    GELDIG_IDENTITEITSBEWIJS = "GELDIG_IDENTITEITSBEWIJS"
    DIGID = "DIGID"
    VERBLIJF_NA_DETENTIE = "VERBLIJF_NA_DETENTIE"
    INKOMEN_OF_DAGBESTEDING = "INKOMEN_OF_DAGBESTEDING"
    BANKREKENING = "BANKREKENING"
    POSTADRES = "POSTADRES"
    AANPAK_SCHULDEN = "AANPAK_SCHULDEN"
    ZORGVERZEKERING_HERSTART = "ZORGVERZEKERING_HERSTART"
    ZORG_LOOPT_DOOR = "ZORG_LOOPT_DOOR"
    STEUN_UIT_NETWERK = "STEUN_UIT_NETWERK"


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One point: in which leefgebied, what was found, what it asks (Dutch), and the source."""

    leefgebied: LeefgebiedSoort
    point: Overdrachtspunt
    finding: Bevinding
    text: str
    source: str
    rests_on: frozenset[str]

    @property
    def missing(self) -> bool:
        """Whether something is left to do."""
        return self.finding in {Bevinding.ONTBREEKT, Bevinding.ONBEKEND}


@dataclass(frozen=True, slots=True)
class _Requirement:
    leefgebied: LeefgebiedSoort
    point: Overdrachtspunt
    text: str
    source: str
    judge: Callable[[Basis], Bevinding]


SECTIONS: Final = {
    LeefgebiedSoort.IDENTITEITSBEWIJS: "identiteitsbewijs",
    LeefgebiedSoort.ONDERDAK: "onderdak",
    LeefgebiedSoort.WERK_EN_INKOMEN: "werkEnInkomen",
    LeefgebiedSoort.SCHULDEN: "schulden",
    LeefgebiedSoort.ZORGVERZEKERING: "zorgverzekering",
    LeefgebiedSoort.ZORG: "zorg",
    LeefgebiedSoort.SOCIAAL_NETWERK: "sociaalNetwerk",
}
"""Where each leefgebied stands in a plan."""


def checklist(document: Node, _: date) -> list[ChecklistPoint]:
    """Every point of the handover, by leefgebied, as the plan stands."""
    found = []
    for requirement in _REQUIREMENTS:
        basis = Basis(document)
        finding = requirement.judge(basis)
        found.append(
            ChecklistPoint(
                requirement.leefgebied,
                requirement.point,
                finding,
                requirement.text,
                requirement.source,
                basis.rests_on,
            )
        )
    return found


def _there(value: object) -> Bevinding:
    return Bevinding.ONBEKEND if value in {None, "ONBEKEND"} else Bevinding.AANWEZIG


def _yes(path: str) -> Callable[[Basis], Bevinding]:
    known = {"JA": Bevinding.AANWEZIG, "NEE": Bevinding.ONTBREEKT}
    return lambda basis: known.get(basis.text(path) or "", Bevinding.ONBEKEND)


def _written(*paths: str) -> Callable[[Basis], Bevinding]:
    """Some text in one of these fields."""

    def judge(basis: Basis) -> Bevinding:
        texts = [basis.text(path) for path in paths]
        return Bevinding.AANWEZIG if any(texts) else Bevinding.ONBEKEND

    return judge


def _applied(path: str) -> Callable[[Basis], Bevinding]:
    """How an application stands: prepared or asked is what can be done before release (001:L615)."""
    known = {
        "NIET_NODIG": Bevinding.NIET_NODIG,
        "VOORBEREID": Bevinding.AANWEZIG,
        "AANGEVRAAGD": Bevinding.AANWEZIG,
        "TOEGEKEND": Bevinding.AANWEZIG,
        "NIET_AANGEVRAAGD": Bevinding.ONTBREEKT,
        "AFGEWEZEN": Bevinding.ONTBREEKT,
    }
    return lambda basis: known.get(basis.text(path) or "", Bevinding.ONBEKEND)


def _state(section: str) -> Callable[[Basis], Bevinding]:
    return lambda basis: _there(basis.text(f"{section}.standVanZaken"))


def _question(section: str) -> Callable[[Basis], Bevinding]:
    def judge(basis: Basis) -> Bevinding:
        # A yes or no is too thin (001:L507, L565): where something is not in order, the words are needed.
        state = basis.text(f"{section}.standVanZaken")
        if state == "OP_ORDE":
            return Bevinding.NIET_NODIG
        if state != "NIET_OP_ORDE":
            return Bevinding.ONBEKEND
        if basis.text(f"{section}.hulpvraagStatus") == "GEEN_HULPVRAAG":
            return Bevinding.NIET_NODIG
        return Bevinding.AANWEZIG if basis.text(f"{section}.hulpvraag") else Bevinding.ONTBREEKT

    return judge


def _identity(basis: Basis) -> Bevinding:
    present = basis.text("identiteitsbewijs.aanwezig")
    until, out = basis.day("identiteitsbewijs.geldigTot"), basis.day("detentie.datumInvrijheidstelling")
    if present == "JA":
        return Bevinding.ONTBREEKT if until is not None and out is not None and until < out else Bevinding.AANWEZIG
    if basis.text("identiteitsbewijs.aanvraagStatus") == "TOEGEKEND":
        return Bevinding.AANWEZIG
    return Bevinding.ONTBREEKT if present == "NEE" else Bevinding.ONBEKEND


def _stay(basis: Basis) -> Bevinding:
    stay = basis.text("onderdak.verblijfNaDetentie")
    return Bevinding.ONTBREEKT if stay == "GEEN" else _there(stay)


def _income(basis: Basis) -> Bevinding:
    if basis.text("werkEnInkomen.dagbesteding"):
        return Bevinding.AANWEZIG
    return _applied("werkEnInkomen.uitkeringAanvraag")(basis)


def _postal_address(basis: Basis) -> Bevinding:
    # Without an address nobody can apply for a benefit (001:L615).
    if basis.text("werkEnInkomen.uitkeringAanvraag") == "NIET_NODIG":
        return Bevinding.NIET_NODIG
    return _written("terugkeer.postadres", "terugkeer.terugkeeradres")(basis)


def _debts(basis: Basis) -> Bevinding:
    debts = basis.text("schulden.schuldenAanwezig")
    if debts == "NEE":
        return Bevinding.NIET_NODIG
    if debts != "JA":
        return Bevinding.ONBEKEND
    arranged = _applied("schulden.betalingsregeling")(basis), _applied("schulden.schuldhulpverlening")(basis)
    return Bevinding.AANWEZIG if Bevinding.AANWEZIG in arranged else Bevinding.ONTBREEKT


def _care(basis: Basis) -> Bevinding:
    needed = basis.text("zorg.zorgNodig")
    if needed == "NEE":
        return Bevinding.NIET_NODIG
    if needed != "JA":
        return Bevinding.ONBEKEND
    provider, arranged = basis.text("zorg.zorgaanbieder"), _written("zorg.aanmelding", "zorg.continuiteit")(basis)
    return Bevinding.AANWEZIG if provider and arranged is Bevinding.AANWEZIG else Bevinding.ONTBREEKT


_OWN: Final = (
    _Requirement(
        LeefgebiedSoort.IDENTITEITSBEWIJS,
        Overdrachtspunt.GELDIG_IDENTITEITSBEWIJS,
        "Een identiteitsbewijs dat op de dag van invrijheidstelling geldig is.",
        "001:L364, L611",
        _identity,
    ),
    _Requirement(
        LeefgebiedSoort.IDENTITEITSBEWIJS,
        Overdrachtspunt.DIGID,
        "DigiD dat betrokkene kan gebruiken.",
        "001:L611-L613",
        _yes("identiteitsbewijs.digidBeschikbaar"),
    ),
    _Requirement(
        LeefgebiedSoort.ONDERDAK,
        Overdrachtspunt.VERBLIJF_NA_DETENTIE,
        "Een plek om te verblijven, direct na detentie.",
        "001:L623, L629-L635",
        _stay,
    ),
    _Requirement(
        LeefgebiedSoort.WERK_EN_INKOMEN,
        Overdrachtspunt.INKOMEN_OF_DAGBESTEDING,
        "Werk of dagbesteding, of een uitkering die ten minste is voorbereid.",
        "001:L374, L615",
        _income,
    ),
    _Requirement(
        LeefgebiedSoort.WERK_EN_INKOMEN,
        Overdrachtspunt.BANKREKENING,
        "Een bankrekening waarop loon of uitkering kan worden betaald.",
        "001:L613",
        _yes("werkEnInkomen.bankrekening"),
    ),
    _Requirement(
        LeefgebiedSoort.WERK_EN_INKOMEN,
        Overdrachtspunt.POSTADRES,
        "Een adres waarop een uitkering kan worden aangevraagd.",
        "001:L615",
        _postal_address,
    ),
    _Requirement(
        LeefgebiedSoort.SCHULDEN,
        Overdrachtspunt.AANPAK_SCHULDEN,
        "Als er schulden zijn: een betalingsregeling of schuldhulpverlening.",
        "001:L378, L539, L819",
        _debts,
    ),
    _Requirement(
        LeefgebiedSoort.ZORGVERZEKERING,
        Overdrachtspunt.ZORGVERZEKERING_HERSTART,
        "Een zorgverzekering die op de dag van invrijheidstelling weer loopt.",
        "PM 20d lid 2 g",
        _applied("zorgverzekering.herstart"),
    ),
    _Requirement(
        LeefgebiedSoort.ZORG,
        Overdrachtspunt.ZORG_LOOPT_DOOR,
        "Als zorg nodig is: een zorgaanbieder, en wat nodig is om de zorg te laten doorlopen.",
        "001:L382",
        _care,
    ),
    _Requirement(
        LeefgebiedSoort.SOCIAAL_NETWERK,
        Overdrachtspunt.STEUN_UIT_NETWERK,
        "Wie betrokkene kan opvangen en steunen.",
        "001:L386, L392",
        _written("sociaalNetwerk.steunfiguren", "sociaalNetwerk.netwerk"),
    ),
)


def _of_every_leefgebied(leefgebied: LeefgebiedSoort, section: str) -> tuple[_Requirement, ...]:
    return (
        _Requirement(
            leefgebied,
            Overdrachtspunt.STAND_VAN_ZAKEN,
            "Hoe dit leefgebied ervoor staat.",
            "001:L465, L823",
            _state(section),
        ),
        _Requirement(
            leefgebied,
            Overdrachtspunt.HULPVRAAG_IN_WOORDEN,
            "Als dit leefgebied niet op orde is: de hulpvraag, in woorden.",
            "001:L507, L565",
            _question(section),
        ),
    )


_REQUIREMENTS: Final = tuple(
    requirement
    for leefgebied, section in SECTIONS.items()
    for requirement in (
        *_of_every_leefgebied(leefgebied, section),
        *(own for own in _OWN if own.leefgebied is leefgebied),
    )
)
