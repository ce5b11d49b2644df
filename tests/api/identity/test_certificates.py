import pytest

from api.identity.certificates import HEADER, ClientCertificate, ClientCertificates, networks
from api.identity.token_error import TokenCode, TokenError
from tests.api.identity.certified import certificate
from tests.api.identity.connections import STRANGER, request

CERTIFICATES = ClientCertificates(networks(["10.0.0.0/24", "::1"]))
OIN = "00000099300000202000"


def test_the_proxy_tells_whose_certificate_it_was() -> None:
    shown = certificate(OIN)
    found = CERTIFICATES.of(request((HEADER, shown.header)))
    assert found == ClientCertificate(shown.thumbprint, OIN)


@pytest.mark.parametrize("serial", [None, "123", "NTRNL-12345678"])
def test_a_certificate_need_not_name_an_oin(serial: str | None) -> None:
    found = CERTIFICATES.of(request((HEADER, certificate(serial).header)))
    assert found is not None
    assert found.oin is None


@pytest.mark.parametrize("peer", [STRANGER, "::2", "geen adres"])
def test_what_anybody_else_says_is_as_if_it_were_not_there(peer: str) -> None:
    assert CERTIFICATES.of(request((HEADER, certificate(OIN).header), peer=peer)) is None
    assert CERTIFICATES.of(request((HEADER, "onzin"), peer=peer)) is None


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert ClientCertificates(()).of(request((HEADER, certificate(OIN).header))) is None


def test_a_client_without_a_certificate_has_none() -> None:
    assert CERTIFICATES.of(request()) is None


@pytest.mark.parametrize("value", ["", "::", ":QUJD:", ":@@:", "QUJD", certificate(OIN).header.strip(":")])
def test_what_is_no_certificate_is_refused(value: str) -> None:
    with pytest.raises(TokenError) as refused:
        CERTIFICATES.of(request((HEADER, value)))
    assert (refused.value.code, refused.value.status) == (TokenCode.CERTIFICAAT_ANDERS, 401)


def test_two_certificates_are_refused() -> None:
    with pytest.raises(TokenError):
        CERTIFICATES.of(request((HEADER, certificate(OIN).header), (HEADER, certificate(OIN).header)))


@pytest.mark.parametrize("address", ["10.0.0.0/33", "proxy.example", ""])
def test_an_address_that_is_none_is_no_network(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the settings give the message
        networks([address])
