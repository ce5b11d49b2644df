"""Where a webhook may be."""

from ipaddress import ip_address

import pytest

from api.webhooks.addresses import UnfitAddress, allowed, checked_url

INTERNAL = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("text", INTERNAL)
def test_no_address_that_is_not_public_is_allowed(text: str) -> None:
    assert not allowed(ip_address(text), loopback=False)


@pytest.mark.parametrize(
    "text",
    ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:400e::1", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_a_public_address_is_allowed(text: str) -> None:
    assert allowed(ip_address(text), loopback=False)


def test_in_development_this_machine_is_allowed_and_its_network_is_not() -> None:
    assert allowed(ip_address("127.0.0.1"), loopback=True)
    assert allowed(ip_address("::1"), loopback=True)
    for text in ("10.0.0.1", "169.254.169.254", "192.168.1.1", "fe80::1"):
        assert not allowed(ip_address(text), loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://systeem.example/ontvangst",
        "https://systeem.example:8443/ontvangst?bron=plan",
        "https://1.1.1.1/ontvangst",
        "https://[2606:4700:4700::1111]/ontvangst",
    ],
)
def test_an_https_address_can_be_one_of_a_webhook(url: str) -> None:
    assert checked_url(url, loopback=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://systeem.example/ontvangst",
        "ftp://systeem.example/",
        "file:///etc/passwd",
        "https:///ontvangst",
        "https://",
        "systeem.example/ontvangst",
        "",
        "https://gebruiker:wachtwoord@systeem.example/",
        "https://gebruiker@systeem.example/",
        "https://systeem.example/#deel",
        "https://systeem.example/#",
        "https://systeem.example:0/",
        "https://systeem.example:99999/",
        "https://systeem.example/\r\nHost: elders.example",
        "https://systeem.example/ ontvangst",
        "https://systeëm.example/",
        "https://127.0.0.1/",
        "https://0177.0.0.1/",
        "https://999.1.1.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/",
        "https://systeem.example/" + "a" * 2_000,
    ],
)
def test_what_can_be_no_webhook_is_refused_before_any_look_up(url: str) -> None:
    with pytest.raises(UnfitAddress) as refusal:
        checked_url(url, loopback=False)
    assert refusal.value.expected
    assert url not in str(refusal.value) or not url


def test_http_is_for_this_machine_in_development_only() -> None:
    for url in ("http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/", "https://localhost/"):
        assert checked_url(url, loopback=True) == url
    for url in ("http://systeem.example/", "http://10.0.0.1/", "https://10.0.0.1/"):
        with pytest.raises(UnfitAddress):
            checked_url(url, loopback=True)
    with pytest.raises(UnfitAddress):
        checked_url("http://localhost:9000/", loopback=False)
