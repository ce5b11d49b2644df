"""What facts come from, one by one."""

from typing import Any

import pytest

from plan_schema.plan import PATHS
from plan_schema.process.som.facts import FACTS, PATHS_OF_FACTS
from plan_schema.process.som.record import Record
from plan_schema.tree import Leaf
from plan_schema.values import UNKNOWN
from tests.plan_schema.process.som.plans import TODAY, plan_with

RELEASE, STATUS = "detentie.datumInvrijheidstelling", "detentie.einddatumStatus"
FACTOR = "screening.criminogeneFactoren[a]"


def test_every_fact_comes_from_fields_of_the_plan() -> None:
    assert all(isinstance(PATHS.node(path), Leaf) for path in PATHS_OF_FACTS)


@pytest.mark.parametrize(
    ("name", "plan", "value"),
    [
        ("fase", {"detentie.statusGedetineerde": "PREVENTIEF"}, "PREVENTIEF"),
        ("fase", {"detentie.statusGedetineerde": "VEROORDEELD_EERSTE_AANLEG"}, "NA_VONNIS"),
        ("fase", {"detentie.statusGedetineerde": "ONBEKEND"}, None),
        ("leeftijd", {"betrokkene.geboortedatum": "2000-02-29"}, 26),
        ("leeftijd", {"betrokkene.geboortedatum": UNKNOWN}, None),
        ("verblijfsduurInDagen", {"detentie.datumAanvang": "2026-08-01", RELEASE: "2026-08-21"}, 20),
        ("verblijfsduurInDagen", {RELEASE: UNKNOWN, "detentie.verwachteVerblijfsduurDagen": 9}, 9),
        ("verblijfsduurInDagen", {"detentie.datumAanvang": "2026-08-01"}, None),
        ("reclasseringsinformatie", {"som.deel2.reclasseringsinformatie": "NIET_OPGEZOCHT"}, None),
        ("reclasseringsinformatie", {"som.deel2.reclasseringsinformatie": "VEROUDERD"}, "VEROUDERD"),
        ("adviesvraagLoopt", {"som.deel2.adviesAangevraagd": "NEE"}, "NEE"),
        ("adviesvraagLoopt", {"som.deel2.adviesAangevraagd": "JA", "som.deel2.adviesUitgebrachtOp": UNKNOWN}, None),
        ("adviesvraagLoopt", {"som.deel2.adviesAangevraagd": "JA", "som.deel2.adviesUitgebrachtOp": "2026-09-02"}, "JA"),
        ("adviesvraagLoopt", {"som.deel2.adviesUitgebrachtOp": "2026-09-01"}, "NEE"),
        ("inDetentie", {}, "JA"),
        ("inDetentie", {RELEASE: "2026-09-01", STATUS: "DEFINITIEF"}, "NEE"),
        ("inDetentie", {RELEASE: "2026-09-02", STATUS: "DEFINITIEF"}, "JA"),
        ("inDetentie", {RELEASE: "2026-08-01", STATUS: "VERWACHT"}, "JA"),
        ("inDetentie", {RELEASE: "2026-08-01", STATUS: "ONBEKEND"}, None),
        ("inDetentie", {RELEASE: UNKNOWN}, None),
        ("inDetentie", {STATUS: "DEFINITIEF"}, None),
        ("inDetentie", {RELEASE: "2026-08-01"}, None),
        ("uitvoeringMaatregelGestart", {"detentie.doelgroep": ["AFGESTRAFT", "TBS"]}, "JA"),
        ("uitvoeringMaatregelGestart", {"detentie.doelgroep": ["AFGESTRAFT"]}, "NEE"),
        ("uitvoeringMaatregelGestart", {"detentie.doelgroep": ["AFGESTRAFT", "ONBEKEND"]}, None),
        ("uitvoeringMaatregelGestart", {"detentie.doelgroep": UNKNOWN}, None),
        ("recidiverisico", {"som.deel2.risicoRecidive": "HOOG"}, "HOOG"),
        ("recidiverisico", {"screening.risc.recidiverisico": "HOOG", "screening.risc.gedeeld": "JA"}, "HOOG"),
        ("recidiverisico", {"screening.risc.recidiverisico": "HOOG", "screening.risc.gedeeld": "NEE"}, None),
        ("recidiverisicoVolgensRisc", {"screening.risc.recidiverisico": "LAAG"}, None),
        ("datumRisc", {"screening.risc.datum": "2026-01-01"}, None),
        ("criminogeneFactoren", {f"{FACTOR}.factor": "VERSLAVING", f"{FACTOR}.gedeeld": "JA"}, "JA"),
        ("criminogeneFactoren", {f"{FACTOR}.factor": "VERSLAVING"}, None),
        ("criminogeneFactoren", {"som.deel2.problematiekCriminogeneFactoren": "schulden"}, "JA"),
        ("beschermendeFactoren", {"som.deel2.beschermendeFactoren": UNKNOWN}, None),
        ("zelfredzaamheid", {"screening.zelfredzaamheid.mate": "BEPERKT"}, None),
        ("zelfredzaamheid", {"screening.zelfredzaamheid.mate": "BEPERKT", "screening.zelfredzaamheid.gedeeld": "JA"}, "BEPERKT"),
        ("zorgenCasemanager", {}, "NEE"),
    ],
)  # fmt: skip
def test_fact(name: str, plan: dict[str, Any], value: Any) -> None:
    assert FACTS[name].read(Record(plan_with(plan), ()), TODAY) == value
