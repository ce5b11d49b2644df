"""The SOM form, test version of 01-03-2021 (000:L1974-L2056), from Word file to steps.

Part 1 is the casemanager's, part 2 the reclasseringswerker's, part 3 theirs together; the casemanager sends it in.
An empty field says nothing; a box that is not ticked says nothing either ("kruis aan indien van toepassing").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.demo.draft import UNKNOWN, Draft, Given
from api.demo.form_values import days, dutch_date, one_of, text, yes_no
from api.demo.step import Step
from api.demo.word_form import Answer, Answers, read_answers
from plan_schema import identifiers

PART_1: Final = "Deel 1: casemanager"
PART_2: Final = "Deel 2: reclasseringswerker"
PART_3: Final = "Deel 3: Besluit SOM (casemanager en reclasseringswerker)"
USAGE: Final = "Toelichting gebruik SOM formulier"

SOURCE: Final = "SOM-formulier 01-03-2021"

_SKN: Final = "SKN gedetineerde:"
_NAME: Final = "naam gedetineerde:"
_STAY: Final = "Verwachte verblijfsduur / einddatum detentie:"
_TICK_HEADING: Final = "Sprake van (kruis aan indien van toepassing)"
_RISK_HEADING: Final = "Inschatting risico (max 1 jaar oud):"
_SCREENED_1: Final = "Datum screening casemanager:"
_SCREENED_2: Final = "Datum screening reclasseringswerker:"
_EXPLANATION: Final = "Toelichting besluit:"

_RISK: Final = one_of({"laag": "LAAG", "matig": "MATIG", "medium": "MATIG", "hoog": "HOOG"})


@dataclass(frozen=True, slots=True)
class _Field:
    path: str
    read: Callable[[str], Given]


_FIELDS_1: Final[Mapping[str, _Field]] = {
    "Datum binnenkomst:": _Field("detentie.datumBinnenkomst", dutch_date),
    "Status gedetineerde:": _Field(
        "detentie.statusGedetineerde",
        one_of({"Preventief": "PREVENTIEF", "veroordeeld (in eerste aanleg)": "VEROORDEELD_EERSTE_AANLEG"}),
    ),
    "(indien preventief) Zittingsdatum:": _Field("detentie.zittingsdatum", dutch_date),
    "Actueel delict (artikelcode):": _Field("detentie.artikelcode", text),
    "Naam casemanager:": _Field("som.deel1.casemanager", text),
    _SCREENED_1: _Field("som.deel1.datumScreening", dutch_date),
    "SCIL uitgevoerd:": _Field("screening.scilUitgevoerd", yes_no),
    "Indien ja, conclusie SCIL:": _Field("screening.scilConclusie", text),
    "Aandachtspunten voor reclassering (bv op grond van screening leefgebieden of zorgen over geweld):": _Field(
        "som.deel1.aandachtspunten", text
    ),
}
_TICKS_1: Final[Mapping[str, str]] = {
    "Reclasseringstoezicht na detentie": "detentie.toezichtNaDetentie",
    "Artikel 43.3 plaatsing": "detentie.artikel433Plaatsing",
    "Geen verblijfsstatus": "detentie.geenVerblijfsstatus",
    "TBS dwang opgelegd": "detentie.tbsOpgelegd",
    "ISD opgelegd": "detentie.isdOpgelegd",
    "Uitstroom met zorgmachtiging": "detentie.uitstroomZorgmachtiging",
}
_FIELDS_2: Final[Mapping[str, _Field]] = {
    "Naam reclasseringswerker:": _Field("som.deel2.reclasseringswerker", text),
    _SCREENED_2: _Field("som.deel2.datumScreening", dutch_date),
    "Actuele informatie (minder dan jaar oud) beschikbaar:": _Field(
        "som.deel2.reclasseringsinformatie",
        # A bare "nee" does not say whether there is none, or whether it is old: that is not known, and not guessed.
        one_of({"ja": "ACTUEEL", "nee, geen": "GEEN", "nee, verouderd": "VEROUDERD", "nee": UNKNOWN}),
    ),
    "Reclasseringsadvies voor zitting aangevraagd:": _Field("som.deel2.adviesAangevraagd", yes_no),
    "Verzoek OM onderzoeken ISD of TBS:": _Field("som.deel2.verzoekOmIsdTbs", yes_no),
    "Recidive:": _Field("som.deel2.risicoRecidive", _RISK),
    "Letselschade:": _Field("som.deel2.risicoLetselschade", _RISK),
    "Onttrekking:": _Field("som.deel2.risicoOnttrekking", _RISK),
    "Problematiek criminogene factoren:": _Field("som.deel2.problematiekCriminogeneFactoren", text),
    "Beschermende factoren:": _Field("som.deel2.beschermendeFactoren", text),
    "Zelfredzaamheid (denk aan LVB, laaggeletterdheid, psychiatrische problematiek, sociale steun):": _Field(
        "som.deel2.zelfredzaamheid", text
    ),
    "Te motiveren voor verandering:": _Field(
        "som.deel2.teMotiveren", one_of({"ja": "TE_MOTIVEREN", "nee": "NIET_TE_MOTIVEREN"})
    ),
    "JOVO, ASR wegingskader nog niet ingezet:": _Field(
        # The form asks whether it was NOT used; the plan records whether it was.
        "som.deel2.asrWegingskaderIngezet",
        one_of({"ja": "NEE", "nee": "JA", "n.v.t.": None}),
    ),
    "Opgelegde bijzondere voorwaarden:": _Field("som.deel2.bijzondereVoorwaarden", text),
    "Lopende contacten met hulpverleners:": _Field("som.deel2.lopendeHulpverlening", text),
    "Overige relevante informatie:": _Field("som.deel2.overigeInformatie", text),
}


@dataclass(frozen=True, slots=True)
class _Decision:
    choice: str
    asks: str | None = None
    """What the form wants filled in behind this option."""
    needed: bool = False


_WISHED: Final = "Reclasseringsinzet gewenst:"
_DECISIONS: Final[Mapping[str, _Decision]] = {
    "Reclasseringsinzet in PI geen prioriteit": _Decision("GEEN_PRIORITEIT"),
    "Te weinig info voor besluit reclasseringsinzet, SOM herhalen na vonnis": _Decision("HERHALEN_NA_VONNIS"),
    "Te weinig info voor besluit reclasseringsinzet, overleg om reclasseringsadvies (OM) of re-integratieadvies (DJI) "
    "aan te vragen": _Decision("ADVIES_AANVRAGEN", "aan te vragen"),
    f"{_WISHED} voorbereiden toezicht": _Decision("VOORBEREIDEN_TOEZICHT"),
    f"{_WISHED} inzetten gedragstraining in PI, te weten": _Decision("GEDRAGSTRAINING_IN_PI", "te weten", needed=True),
    f"{_WISHED} begeleidingsgesprekken met gedetineerde, gericht op": _Decision(
        "BEGELEIDINGSGESPREKKEN", "gericht op", needed=True
    ),
    f"{_WISHED} {_WISHED} ondersteunen artikel 43.3 plaatsing": _Decision("ONDERSTEUNEN_ART_43_3"),
    f"{_WISHED} initiëren zorg of hulp na detentie (door reclassering), te weten": _Decision(
        "INITIEREN_ZORG_HULP", "te weten", needed=True
    ),
    f"{_WISHED} (alsnog) schorsing voorlopige hechtenis initiëren": _Decision("SCHORSING_INITIEREN"),
    "Overig, namelijk": _Decision("OVERIG", "namelijk", needed=True),
}

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    PART_1: (_SKN, _NAME, _STAY, _TICK_HEADING, *_FIELDS_1, *_TICKS_1),
    PART_2: (_RISK_HEADING, *_FIELDS_2),
    PART_3: (*_DECISIONS, _EXPLANATION),
    USAGE: (),
}
"""The form: every label, by heading."""


def read_som_form(
    file: Path, *, casemanager: str = "casemanager-arnhem", reclassering: str = "reclassering-rn-arnhem"
) -> list[Step]:
    """The steps of a filled-in SOM form: one per part that says anything. InputError names what is wrong, and where.

    The form does not say from which inrichting it comes, nor from which 3RO organisation: the caller says as whom.
    The name on it is not taken over; the plan has it, found by SKN.
    """
    answers = read_answers(file, PARTS)
    skn = _skn(answers[PART_1][_SKN])
    parts = (
        (casemanager, "SOM deel 1", _part_1(answers[PART_1]), answers[PART_1][_SCREENED_1]),
        (reclassering, "SOM deel 2", _part_2(answers[PART_2]), answers[PART_2][_SCREENED_2]),
        (casemanager, "SOM deel 3: besluit", _part_3(answers[PART_3]), answers[PART_2][_SCREENED_2]),
    )
    return [
        Step(
            persona,
            skn,
            draft.patch,
            explanation=explanation,
            reference_date=_day(dated),
            source_system=SOURCE,
        )
        for persona, explanation, draft, dated in parts
        if draft.patch
    ]


def _skn(answer: Answer) -> str:
    try:
        return identifiers.skn(answer.text)
    except ValueError:
        raise answer.wrong("een strafrechtsketennummer van 7 tot 10 cijfers") from None


def _day(answer: Answer) -> str | None:
    day = answer.read(dutch_date)
    return day if isinstance(day, str) else None


def _fields(draft: Draft, answers: Answers, fields: Mapping[str, _Field]) -> None:
    for label, field in fields.items():
        draft.put(field.path, answers[label].read(field.read))


def _part_1(answers: Answers) -> Draft:
    draft = Draft()
    _fields(draft, answers, _FIELDS_1)
    _stay(draft, answers[_STAY])
    for label, path in _TICKS_1.items():
        if _ticked(answers[label]):
            draft.put(path, "JA")
    return draft


def _stay(draft: Draft, answer: Answer) -> None:
    duration = days(answer.text)
    if duration is not None:
        draft.put("detentie.verwachteVerblijfsduurDagen", duration)
        return
    try:
        end = dutch_date(answer.text)
    except ValueError:
        raise answer.wrong(
            "een datum als DD-MM-JJJJ, een duur als '40 dagen' of '6 weken', 'onbekend' of niets"
        ) from None
    draft.put("detentie.datumInvrijheidstelling", end)
    if end is not None:
        draft.put("detentie.einddatumStatus", UNKNOWN if end is UNKNOWN else "VERWACHT")


def _part_2(answers: Answers) -> Draft:
    draft = Draft()
    _fields(draft, answers, _FIELDS_2)
    return draft


def _part_3(answers: Answers) -> Draft:
    draft = Draft()
    chosen: list[str] = []
    filled_in: list[str] = []
    for label, decision in _DECISIONS.items():
        answer = answers[label]
        if not _ticked(answer):
            continue
        chosen.append(decision.choice)
        more = answer.text.strip(" .:")
        if more and decision.asks:
            filled_in.append(f"{decision.asks}: {more}")
        elif decision.needed:
            raise answer.wrong(f"een invulling na '{decision.asks}' bij dit aangekruiste besluit")
    draft.put("som.besluit.besluiten", chosen or None)
    draft.put("som.besluit.nadereInvulling", "; ".join(filled_in) or None)
    draft.put("som.besluit.toelichting", answers[_EXPLANATION].read(text))
    return draft


def _ticked(answer: Answer) -> bool:
    if answer.ticked is None:
        raise answer.wrong("een vakje ☒ of ☐ voor deze regel")
    return answer.ticked
