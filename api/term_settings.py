"""The terms of the process as settings: a term warns and never blocks, so each can be set to what was agreed."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from plan_schema.process.terms import STANDARD, Terms


def _days(value: Any) -> frozenset[date]:
    try:
        parts = value.split(",") if isinstance(value, str) else list(value)
        return frozenset(date.fromisoformat(str(part).strip()) for part in parts)
    except (ValueError, TypeError):
        raise ValueError("datums met komma's ertussen, zoals 2026-05-15, 2027-05-07") from None


class TermSettings(BaseSettings):
    """Those terms of `Terms` that parties can agree on; the others are of the law or of how the work is organised."""

    term_signal: int = Field(
        STANDARD.signal, ge=1, le=60, description="Term of the signaal nieuwe detentie, in werkdagen from binnenkomst."
    )
    term_assessment: int = Field(
        STANDARD.assessment, ge=1, le=60, description="Term of the beoordeling van de bekendheid, in werkdagen."
    )
    term_sharing: int = Field(
        STANDARD.sharing, ge=1, le=60, description="Term of sharing what 3RO knows, in werkdagen."
    )
    term_duiding: int = Field(STANDARD.duiding, ge=1, le=60, description="Term of the joint duiding, in werkdagen.")
    term_contact: int = Field(
        STANDARD.contact, ge=1, le=60, description="Term of the first contact with the gemeente, in werkdagen."
    )
    term_talk: int = Field(STANDARD.talk, ge=1, le=12, description="Months from one trajectgesprek to the next.")
    term_supervisor: int = Field(
        STANDARD.supervisor, ge=1, le=365, description="Days before release at which a toezichthouder is known."
    )
    term_alignment: int = Field(
        STANDARD.alignment, ge=1, le=365, description="Days before release from which the parties align."
    )
    term_free_days: Annotated[frozenset[date], NoDecode, BeforeValidator(_days)] = Field(
        frozenset(),
        description="Days, with commas between, that are no werkdag by royal decree (Algemene termijnenwet art. 3 lid 3).",
    )

    @property
    def terms(self) -> Terms:
        """The terms by which steps are due."""
        return Terms(
            signal=self.term_signal,
            assessment=self.term_assessment,
            sharing=self.term_sharing,
            duiding=self.term_duiding,
            contact=self.term_contact,
            talk=self.term_talk,
            supervisor=self.term_supervisor,
            alignment=self.term_alignment,
            free=self.term_free_days,
        )
