"""The failures of a start that were foreseen: each has a Dutch message that says what is wrong and how to mend it."""

from typing import Final

from api.demo.errors import InputError, LoadError
from api.identity.development import DevelopmentIssuerError
from api.identity.organisations import OrganisationTableError
from api.identity.personas import PersonaError
from api.settings import SettingsError
from api.startup_error import StartupError
from api.store.server_check import UnsuitableServer
from policies.table import PolicyError

FORESEEN: Final = (
    DevelopmentIssuerError,
    InputError,
    LoadError,
    OrganisationTableError,
    PersonaError,
    PolicyError,
    SettingsError,
    StartupError,
    UnsuitableServer,
)
