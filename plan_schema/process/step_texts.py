"""What every kind of step asks of whose turn it is, in the words of the interface."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plan_schema.process.step import StepKind

STEP_TEXTS: Final[Mapping[StepKind, str]] = MappingProxyType(
    {
        StepKind.SIGNAAL_GEVEN: "Geef het signaal nieuwe detentie aan de reclassering.",
        StepKind.BEKENDHEID_BEOORDELEN: "Beoordeel in hoeverre betrokkene bekend is bij de reclassering.",
        StepKind.INFORMATIE_DELEN: "Deel de beschikbare informatie met de casemanager.",
        StepKind.DUIDING_PLANNEN: "Plan de gezamenlijke duiding.",
        StepKind.DUIDING_VASTLEGGEN: "Duid samen de gedeelde informatie en leg dat vast.",
        StepKind.DUIDING_BEVESTIGEN: "Bevestig de vastgelegde duiding.",
        StepKind.BIJDRAGE_BESLUITEN: "Besluit of de reclassering actief bijdraagt aan het plan.",
        StepKind.BIJDRAGE_AANVRAGEN: "Vraag de afgesproken bijdrage van de reclassering aan.",
        StepKind.BIJDRAGE_STARTEN: "Begin met de aangevraagde bijdrage.",
        StepKind.BEVINDINGEN_AFSTEMMEN: "Stem de bevindingen af met de casemanager.",
        StepKind.TRAJECTGESPREK_HOUDEN: "Houd het trajectgesprek en leg het vast.",
        StepKind.INBRENG_LEVEREN: "Lever de inbreng voor het concept van het plan.",
        StepKind.CONCEPT_IN_MDO_BRENGEN: "Breng het concept van het plan in het MDO.",
        StepKind.INZET_STARTEN: "Begin met de inzet van de reclassering.",
        StepKind.BIJDRAGE_HERBEOORDELEN: "Beoordeel opnieuw of de reclassering bijdraagt: de juridische status is veranderd.",
        StepKind.EERSTE_CONTACT: "Neem voor het eerst contact op met gemeente en reclassering.",
        StepKind.INTAKE: "Houd de integrale intake.",
        StepKind.SOM_INVULLEN: "Vul de SOM in.",
        StepKind.GEZAMENLIJK_OVERLEG: "Bespreek het concept van het plan met betrokkene, reclassering en gemeente.",
        StepKind.PLAN_OPSTELLEN: "Stel het plan op en laat het vaststellen.",
        StepKind.MDO_WEEK_4: "Bespreek het plan in het eerste MDO.",
        StepKind.MDO_WEEK_9: "Bespreek het plan in het tweede MDO.",
        StepKind.MDO_VERVOLG: "Bespreek de uitvoering van het plan in het MDO.",
        StepKind.VI_ADVIES: "Vraag het advies over voorwaardelijke invrijheidstelling aan.",
        StepKind.TOEZICHTHOUDER_AANWIJZEN: "Wijs een toezichthouder aan.",
        StepKind.AFSTEMMING_VOOR_VRIJLATING: "Stem met reclassering en gemeente af wat er bij vrijlating geregeld is.",
        StepKind.CONTACT_INVULLEN: "Vul een contactpersoon van uw organisatie in die te bereiken is.",
        StepKind.HULPVRAAG_BEANTWOORDEN: "Neem deze hulpvraag in behandeling, of wijs haar af.",
        StepKind.ACTIE_UITVOEREN: "Voer deze actie uit, of leg vast hoe het ermee staat.",
        StepKind.GEMEENTE_BEVESTIGEN: "Bevestig dat dit uw gemeente is, of zeg dat zij het niet is.",
        StepKind.GEMEENTE_UITZOEKEN: "Zoek uit om welke gemeente het gaat: de genoemde gemeente zegt dat zij het niet is.",
        StepKind.AKKOORD_VRAGEN: "Vraag de partijen die nog niet zijn gevraagd om akkoord met het plan.",
        StepKind.AKKOORD_GEVEN: "Geef uw akkoord met het plan, of uw voorbehoud.",
        StepKind.TITEL_VASTLEGGEN: "Leg vast of er na detentie een justitiële titel is: dat bepaalt wie de regie krijgt.",
        StepKind.TITEL_EN_KADER_VERGELIJKEN: "Zoek uit wat klopt: de justitiële titel en het toezichtkader spreken elkaar tegen.",
        StepKind.WARME_OVERDRACHT: "Draag het plan over aan wie na detentie de regie heeft.",
        StepKind.OVERNEMEN: "Neem over wat na detentie bij uw organisatie ligt, en bevestig dat.",
        StepKind.TOEZICHT_STARTEN: "Begin met het toezicht en leg vast wanneer het begon.",
    }
)
"""By kind."""
