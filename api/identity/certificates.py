"""The certificate of a client, as the proxy that ended its TLS connection passes it on.

Sources: RFC 9440 (`Client-Cert`: the certificate in DER, base64 between colons); RFC 8705 (its thumbprint, `x5t#S256`);
Digikoppeling (PKIoverheid puts the OIN in `serialNumber` of the subject). Whoever can reach this process could write such a header
himself, so it counts from the addresses of trusted proxies only, and from anybody else it is as if it were not there.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from starlette.requests import HTTPConnection

from api.identity.token_error import TokenCode, TokenError
from plan_schema import identifiers

HEADER: Final = "Client-Cert"

Network: TypeAlias = IPv4Network | IPv6Network


def networks(addresses: Iterable[str]) -> tuple[Network, ...]:
    """The networks that these addresses name, with or without a mask; ValueError when one names none."""
    return tuple(ip_network(address) for address in addresses)


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate: its SHA-256 thumbprint in base64url, and the OIN of whom it is for, if it says so."""

    thumbprint: str
    oin: str | None


class ClientCertificates:
    """Reads the certificates that trusted proxies pass on."""

    def __init__(self, proxies: Iterable[Network]) -> None:
        self._proxies = tuple(proxies)

    def of(self, connection: HTTPConnection) -> ClientCertificate | None:
        """The certificate that this client showed, None without one; TokenError when what is passed on cannot be read."""
        if not self._is_trusted(connection):
            return None
        given = connection.headers.getlist(HEADER)
        if not given:
            return None
        try:
            (value,) = given
            return _certificate(value.strip())
        except (ValueError, binascii.Error):
            raise TokenError(
                TokenCode.CERTIFICAAT_ANDERS,
                f"De header {HEADER} van de proxy is niet leesbaar; verwacht wordt één certificaat volgens RFC 9440.",
            ) from None

    def _is_trusted(self, connection: HTTPConnection) -> bool:
        if connection.client is None:
            return False
        try:
            peer = ip_address(connection.client.host)
        except ValueError:
            return False
        return any(peer in network for network in self._proxies)


def _certificate(value: str) -> ClientCertificate:
    if len(value) < 3 or not value.startswith(":") or not value.endswith(":"):
        raise ValueError("no byte sequence")
    found = x509.load_der_x509_certificate(base64.b64decode(value[1:-1], validate=True))
    thumbprint = base64.urlsafe_b64encode(sha256(found.public_bytes(Encoding.DER)).digest()).rstrip(b"=").decode()
    return ClientCertificate(thumbprint, _oin(found))


def _oin(certificate: x509.Certificate) -> str | None:
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER):
        try:
            return identifiers.oin(str(attribute.value))
        except ValueError:
            continue
    return None
