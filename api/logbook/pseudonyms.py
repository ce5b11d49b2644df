"""Pseudonyms of betrokkenen: a keyed hash of the SKN, so that a log names nobody and its holder can still be asked about one."""

from dataclasses import dataclass
from typing import Final

from api.settings import PREFIX, Settings
from api.store.signing import BadKeyring, Keyring

TYPE: Final = "urn:nld:re-integratieplan:pseudoniem"
PLAN_TYPE: Final = "urn:nld:re-integratieplan:plan"
GONE_TYPE: Final = "urn:nld:re-integratieplan:vernietigd"
"""What `data_subject_id` holds: a pseudonym (followed by the name of its key), a plan's id, or a token after destruction."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """A person as the logs know him: HMAC-SHA256 in hexadecimal, and the name of the key."""

    key: str
    value: str

    @property
    def type(self) -> str:
        """The `data_subject_id_type` of this pseudonym."""
        return f"{TYPE}:{self.key}"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes pseudonyms with the active key; finds people under every key that was ever used."""

    keys: Keyring

    def of(self, skn: str) -> Pseudonym:
        """The pseudonym under which a person is logged now."""
        return self._under(self.keys.active, skn)

    def all(self, skn: str) -> tuple[Pseudonym, ...]:
        """Every pseudonym under which a person may have been logged."""
        return tuple(self._under(name, skn) for name in self.keys.keys)

    def _under(self, key: str, skn: str) -> Pseudonym:
        signed = Keyring(key, self.keys.keys).sign(f"betrokkene:{skn}")
        return Pseudonym(key, signed["waarde"])


def pseudonyms(settings: Settings) -> Pseudonyms:
    """The pseudonyms of these settings, in development with keys of this machine; BadKeyring when there are no usable keys."""
    if settings.logbook_keys is not None:
        return Pseudonyms(Keyring.load(settings.logbook_keys))
    if not settings.is_development:
        raise BadKeyring(
            f"{PREFIX}LOGBOOK_KEYS: verplicht in productie; verwacht het pad van het bestand met pseudoniemsleutels."
        )
    # A folder of its own: versions and pseudonyms have different keys.
    return Pseudonyms(Keyring.of_development(settings.data_dir / "logboek"))
