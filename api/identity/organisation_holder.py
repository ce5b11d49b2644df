"""The organisations that are connected now: read again when the table changes, replaced as a whole."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from api.identity.caller import Caller, Organisation
from api.identity.organisations import OrganisationTable, OrganisationTableError

_LOG = logging.getLogger("reintegratieplan.organisations")


class OrganisationHolder:
    """The organisation table in force. OrganisationTableError when it cannot be used at the start; later, the last good one stays."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._table = OrganisationTable.load(path)
        self._seen = self._content()

    @property
    def revision(self) -> str:
        """The content hash of the table in force."""
        return self._table.revision

    def get(self, oin: str) -> Organisation | None:
        """Return the organisation with this OIN, or None."""
        return self._table.get(oin)

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._table)

    def as_of_now(self, caller: Caller) -> Caller:
        """The caller as his organisation is now; for no doel at all when it is no longer connected."""
        organisation = self._table.get(caller.organisation.oin)
        if organisation is None:
            return caller.acting_for(())
        return caller if organisation == caller.organisation else replace(caller, organisation=organisation)

    def refresh(self) -> bool:
        """Read the table again when it changed; whether another is now in force."""
        content = self._content()
        if content == self._seen:
            return False
        self._seen = content
        try:
            table = OrganisationTable.load(self._path)
        except OrganisationTableError as error:
            _LOG.error("organisations_refused", extra={"problems": str(error).splitlines()})
            return False
        # One assignment: whoever asks in between gets the old table or the new, never a mixture.
        self._table = table
        _LOG.info("organisations_replaced", extra={"revision": table.revision})
        return True

    async def watch(self, seconds: float) -> None:
        """Keep the table fresh until cancelled, off the event loop."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.refresh)

    def _content(self) -> bytes | None:
        try:
            return None if self._path is None else self._path.read_bytes()
        except OSError:
            return None
