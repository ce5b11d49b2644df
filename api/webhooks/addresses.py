"""Where a webhook may be: https, at a public address; in development also on the machine itself.

What counts is the address that is connected to (`network.py`); what is refused here is refused before anybody looks up a name.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import httpx

Address: TypeAlias = IPv4Address | IPv6Address

LONGEST: Final = 2_000

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): an IPv4 address in the last four bytes."""


class UnfitAddress(Exception):
    """This can be no address of a webhook; `expected` (Dutch) says what can."""

    def __init__(self, expected: str) -> None:
        super().__init__("unfit address")
        self.expected = expected


def checked_url(text: str, *, loopback: bool) -> str:
    """The address, when it can be one of a webhook as far as its text tells; UnfitAddress otherwise."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
        httpx.URL(text)
    except (ValueError, httpx.InvalidURL):
        raise UnfitAddress("een adres als https://systeem.example/ontvangst") from None
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > LONGEST:
        raise UnfitAddress(f"een adres in ASCII van ten hoogste {LONGEST} tekens")
    if not host or port == 0 or parts.scheme not in {"https", "http"}:
        raise UnfitAddress("een adres als https://systeem.example/ontvangst")
    if parts.scheme == "http" and not loopback:
        raise UnfitAddress("een adres dat met https:// begint")
    if parts.username is not None or parts.password is not None or "#" in text:
        raise UnfitAddress("een adres zonder gebruikersnaam, wachtwoord of fragment")
    literal = _literal(host)
    if literal is not None and not allowed(literal, loopback=loopback):
        raise UnfitAddress("een openbaar adres")
    if parts.scheme == "http" and not (host == "localhost" or (literal is not None and literal.is_loopback)):
        raise UnfitAddress("een adres dat met https:// begint; http alleen op de eigen machine, in ontwikkeling")
    return text


def allowed(address: Address, *, loopback: bool) -> bool:
    """Whether a webhook may be sent to this address: one of the public internet, or (`loopback`) this machine."""
    inner = _inner(address)
    if loopback and inner.is_loopback:
        return True
    if isinstance(inner, IPv6Address) and inner not in _GLOBAL_UNICAST:
        return False
    return inner.is_global and not inner.is_multicast


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(address.packed[-4:])
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
