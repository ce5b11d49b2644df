"""Which keys versions are signed with: those of the settings, or in development ones of this machine."""

from api.settings import Settings
from api.store.signing import Keyring


def signing_keys(settings: Settings) -> Keyring:
    """The keys; BadKeyring when their file cannot be used."""
    if settings.version_keys is not None:
        return Keyring.load(settings.version_keys)
    return Keyring.of_development(settings.data_dir)
