"""Who is trusted, by the settings: issuers, proxies, and how a token must be presented."""

from api.identity.authentication import Authenticator
from api.identity.certificates import ClientCertificates
from api.identity.development import ISSUER_URL, DevelopmentIssuer
from api.identity.dpop import Proofs
from api.identity.issuers import Issuer, KeySource
from api.identity.metadata import ResourceMetadata
from api.identity.organisations import Organisations
from api.identity.tokens import TokenVerifier
from api.settings import Settings


def development_issuer(settings: Settings) -> DevelopmentIssuer:
    """The local issuer; refuses to exist beside a real one."""
    return DevelopmentIssuer(settings.data_dir, settings.audience, list(settings.issuers))


def trusted_issuers(settings: Settings) -> list[Issuer]:
    """The issuers whose tokens are accepted."""
    if settings.is_development:
        return [development_issuer(settings).issuer()]
    return [Issuer(url, KeySource.from_url(jwks)) for url, jwks in settings.issuers.items()]


def resource_metadata(settings: Settings) -> ResourceMetadata:
    """What is published for clients that look for a token."""
    issuers = [ISSUER_URL] if settings.is_development else list(settings.issuers)
    return ResourceMetadata(settings.audience, settings.base_url, issuers, bound_only=settings.bound_tokens_only)


def authenticator(settings: Settings, organisations: Organisations, metadata: ResourceMetadata) -> Authenticator:
    """Finds out who asks, among these organisations."""
    return Authenticator(
        TokenVerifier(trusted_issuers(settings), settings.audience, organisations, settings.token_max_lifetime),
        Proofs(),
        ClientCertificates(settings.trusted_proxies),
        settings.base_url,
        metadata.url,
        bound_only=settings.bound_tokens_only,
        development=settings.is_development,
    )
