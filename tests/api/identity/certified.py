"""Client certificates as PKIoverheid gives them: the OIN stands in `serialNumber` of the subject."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate as the header `Client-Cert` carries it, and its thumbprint."""

    header: str
    thumbprint: str


def certificate(oin: str | None) -> Certified:
    """A new certificate, of this OIN or of nobody who says so."""
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, "client.example")]
    if oin is not None:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, oin))
    name = x509.Name(attributes)
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    der = made.public_bytes(Encoding.DER)
    thumbprint = base64.urlsafe_b64encode(sha256(der).digest()).rstrip(b"=").decode()
    return Certified(f":{base64.b64encode(der).decode()}:", thumbprint)
