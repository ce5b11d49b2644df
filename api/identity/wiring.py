"""Which issuers are trusted: those of the settings, or in development the local one; never both."""

from api.identity.development import DevelopmentIssuer
from api.identity.issuers import Issuer, KeySource
from api.settings import Settings


def development_issuer(settings: Settings) -> DevelopmentIssuer:
    """The local issuer; refuses to exist beside a real one."""
    return DevelopmentIssuer(settings.data_dir, settings.audience, list(settings.issuers))


def trusted_issuers(settings: Settings) -> list[Issuer]:
    """The issuers whose tokens are accepted."""
    if settings.is_development:
        return [development_issuer(settings).issuer()]
    return [Issuer(url, KeySource.from_url(jwks)) for url, jwks in settings.issuers.items()]
