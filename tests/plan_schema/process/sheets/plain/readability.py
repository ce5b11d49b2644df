"""How easy a Dutch text is: the measure of Flesch in the version of Douma (1960), and sentences and words that are too long or hard.

206.84 - 0.93 x words per sentence - 0.77 x syllables per hundred words; from 80 a text is easy, from 60 it is plain.
"""

import re
from collections.abc import Iterable

HARD = frozenset(
    re.findall(
        r"\S+",
        """aangaande aanleiding aanvang afhankelijk alsmede betreffende bewerkstelligen casusregie communicatiebehoefte
        conform continuïteit dagbesteding derhalve desbetreffende detentie dient dienen doch doelstelling essentiële
        evenals faciliteren gedetineerde hulpvraag implementeren indicatie indien inrichting inzake justitieel justitiële
        krachtens leefgebied mededelen middels mits nadere namelijk nazorg omtrent onderhavige onderdak ondersteuning
        ontvangst procedure realiseren reeds re-integratie screening tenzij teneinde tevens titel toelichting traject
        uitvoering vanwege vereist verlenen verschaffen verstrekken verzoek verzoeken voornoemd voorwaarde voorwaarden
        voorwaardelijk vordering wenselijk zodra zorgaanbieder""",
    )
)
"""Words of offices and laws that have a plainer one."""

_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ou|au|ei|ai|oi|[aeiouyéëïóöüáäèê]")


def sentences_in(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in re.split(r"(?<=[.!?:])\s+", text.strip()) if part]


def words_in(sentence: str) -> list[str]:
    return re.findall(r"[\w'-]+", sentence.lower())


def syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))


def flesch_douma(texts: Iterable[str]) -> float:
    sentences = sentences_in(texts)
    words = [word for sentence in sentences for word in words_in(sentence)]
    return 206.84 - 0.93 * len(words) / len(sentences) - 77 * sum(map(syllables, words)) / len(words)
