"""Traits in bands, and offences by kind."""

from datetime import date

import pytest

from plan_schema.process.casus.traits import (
    WIDER_AGE,
    WIDER_SPAN,
    AgeBand,
    OffenceKind,
    Span,
    offence_of,
    traits_of,
)
from plan_schema.sections.betrokkene import Geslacht
from plan_schema.values import UNKNOWN

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2003-03-03", AgeBand.ONDER_23),
        ("2003-03-02", AgeBand.VAN_23_TOT_30),
        ("1996-03-03", AgeBand.VAN_23_TOT_30),
        ("1996-03-02", AgeBand.VAN_30_TOT_40),
        ("1986-03-02", AgeBand.VAN_40_TOT_50),
        ("1961-03-03", AgeBand.VAN_50_TOT_65),
        ("1961-03-02", AgeBand.VANAF_65),
        (None, AgeBand.ONBEKEND),
        (dict(UNKNOWN), AgeBand.ONBEKEND),
    ],
)
def test_an_age_is_a_band_that_begins_on_a_birthday(born: object, band: AgeBand) -> None:
    assert traits_of({"betrokkene": {"geboortedatum": born}}, TODAY).age is band


@pytest.mark.parametrize(
    ("begun", "ends", "stayed", "left"),
    [
        ("2026-02-20", "2026-03-20", Span.KORTER_DAN_1_MAAND, Span.KORTER_DAN_1_MAAND),
        ("2026-01-02", "2026-05-01", Span.VAN_1_TOT_3_MAANDEN, Span.VAN_1_TOT_3_MAANDEN),
        ("2025-06-01", "2027-01-01", Span.VAN_3_TOT_12_MAANDEN, Span.VAN_3_TOT_12_MAANDEN),
        ("2020-01-01", "2030-01-01", Span.VANAF_12_MAANDEN, Span.VANAF_12_MAANDEN),
        ("2025-12-01", "2025-12-15", Span.KORTER_DAN_1_MAAND, Span.VOORBIJ),
        ("2026-02-20", None, Span.KORTER_DAN_1_MAAND, Span.ONBEKEND),
        (None, None, Span.ONBEKEND, Span.ONBEKEND),
    ],
)
def test_days_become_spans(begun: str | None, ends: str | None, stayed: Span, left: Span) -> None:
    found = traits_of({"detentie": {"datumAanvang": begun, "datumInvrijheidstelling": ends}}, TODAY)
    assert (found.stayed, found.left) == (stayed, left)


def test_every_band_is_fine_wide_or_unknown() -> None:
    assert set(AgeBand) == WIDER_AGE.keys() | set(WIDER_AGE.values()) | {AgeBand.ONBEKEND}
    assert set(Span) == WIDER_SPAN.keys() | set(WIDER_SPAN.values()) | {Span.ONBEKEND, Span.VOORBIJ}


def test_sex_is_as_recorded_or_unknown() -> None:
    assert traits_of({"betrokkene": {"geslacht": "X"}}, TODAY).sex is Geslacht.X
    assert traits_of({}, TODAY).sex is Geslacht.ONBEKEND


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("Sr art. 310", OffenceKind.VERMOGEN),
        ("Sr art. 287", OffenceKind.GEWELD),
        ("Sr art. 242", OffenceKind.ZEDEN),
        ("Ow art. 2", OffenceKind.DRUGS),
        ("Opiumwet art. 3", OffenceKind.DRUGS),
        ("WWM art. 26", OffenceKind.WAPENS),
        ("WVW art. 8", OffenceKind.VERKEER),
        ("Sr art. 140", OffenceKind.OVERIG),
        ("een verhaal over 310", OffenceKind.OVERIG),
        (None, OffenceKind.ONBEKEND),
    ],
)
def test_an_article_becomes_a_kind(code: str | None, kind: OffenceKind) -> None:
    assert offence_of({"detentie": {"artikelcode": code}}) is kind
