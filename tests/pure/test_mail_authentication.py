"""Whose word about a sender is believed, and what of a mail is believed at all."""

import pytest

from lib.lookalikes import LOOKS_LATIN, MIXED_SCRIPTS, NAME_SHOWS_OTHER, suspicions
from mail.authentication import authenticate, believable, read_results
from mail.parser import parse

OURS = "mx.desk.example"


def mail(*headers: str, sender: str = "Amara <amara@desk.example>"):
    lines = [f"From: {sender}", "To: billing@desk.example", *headers, "", "Hello", ""]
    return parse("\r\n".join(lines).encode())


def said(result: str, server: str = OURS) -> str:
    return f"Authentication-Results: {server}; {result}"


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=desk.example",
        "spf=pass smtp.mailfrom=x.example; dkim=fail; DMARC=Pass header.from=DESK.example",
        "dmarc=pass (policy \\) quarantine (nested)) header.from=desk.example",
        "dkim=pass header.d=desk.example header.s=mail",
        'dkim=pass reason="good; really" header.i=@desk.example',
        "spf=pass smtp.mailfrom=amara@desk.example",
        "auth=pass smtp.auth=amara@desk.example",
    ],
)
def test_our_own_server_proves_a_sender(result):
    found = authenticate(mail(said(result)), authserv_id=OURS)
    assert (found.believed, found.genuine, found.false) == (True, True, False)


@pytest.mark.parametrize(
    "result",
    [
        "none",
        "dmarc=none header.from=desk.example",
        "dmarc=pass header.from=evil.example",
        "dkim=pass header.d=evil.example",
        "dkim=pass header.d=sub.desk.example",
        "dkim=pass header.d=example",
        "spf=pass smtp.mailfrom=amara@evil.example",
        "spf=fail smtp.mailfrom=amara@desk.example",
        "auth=pass smtp.auth=eve@desk.example",
        'spf=fail smtp.mailfrom="x; dmarc=pass header.from=desk.example"@evil.example',
        "spf=none (dmarc=pass header.from=desk.example) smtp.helo=evil.example",
        'spf=none smtp.helo="; dmarc "="pass"',
    ],
)
def test_nothing_else_does(result):
    assert not authenticate(mail(said(result)), authserv_id=OURS).genuine


def test_a_failure_is_a_lie_only_if_dmarc_says_so():
    found = authenticate(mail(said("dmarc=fail (p=reject) header.from=desk.example")), authserv_id=OURS)
    assert (found.genuine, found.false) == (False, True)
    assert not authenticate(mail(said("spf=fail; dkim=fail header.d=desk.example")), authserv_id=OURS).false


@pytest.mark.parametrize(
    ("headers", "authserv_id", "why"),
    [
        ([], OURS, "no_results"),
        ([said("dmarc=pass", "mx.evil.example")], OURS, "unknown_server"),
        ([said("dmarc=pass header.from=desk.example")], "", "unknown_server"),
        # Only the topmost one: ours is written above whatever came with the mail.
        ([said("dmarc=fail", "mx.evil.example"), said("dmarc=pass")], OURS, "unknown_server"),
        ([said("dmarc=pass"), "From: eve@lund.example"], OURS, "two_senders"),
    ],
)
def test_a_stranger_s_word_counts_for_nothing(headers, authserv_id, why):
    found = authenticate(mail(*headers), authserv_id=authserv_id)
    assert (found.genuine, found.why) == (False, why)


def test_a_server_that_writes_no_name():
    header = "Authentication-Results: spf=pass (x) smtp.mailfrom=x.eu; dmarc=pass header.from=desk.example"
    assert authenticate(mail(header), authserv_id="none").genuine
    assert not authenticate(mail(header), authserv_id=OURS).genuine


@pytest.mark.parametrize(
    "odd", ["", ";", ";;;=", "=;", '"', "(", "(((", "\\", "a b c", "x" * 5000, '";' * 900]
)
def test_odd_headers_are_read_without_an_error(odd):
    read_results(odd)
    assert not authenticate(mail(f"Authentication-Results: {odd}"), authserv_id=OURS).genuine


def test_headers_that_only_our_servers_may_write_are_taken_out():
    whole = mail(
        said("dmarc=pass"),
        said("dmarc=pass", "second"),
        "ARC-Authentication-Results: i=1; mx.desk.example; dmarc=pass",
        "Received-SPF: pass",
        "Delivered-To: billing+forged@desk.example",
        "X-Original-To: other@desk.example",
        "Return-Path: <>",
    )
    mine, taken = believable(
        whole, envelope_to="billing@desk.example", envelope_from="amara@desk.example", believed=True
    )
    assert mine.headers["authentication-results"] == whole.headers["authentication-results"][:1]
    assert mine.delivered_to == ("billing@desk.example",)
    assert mine.header("return-path") == "<amara@desk.example>"
    assert "delivered-to" not in mine.headers
    assert {
        "arc-authentication-results",
        "authentication-results",
        "delivered-to",
        "received-spf",
        "return-path",
    } < set(taken)


def test_without_an_envelope_the_last_server_s_headers_stay():
    whole = mail("Delivered-To: billing@desk.example", said("dmarc=pass"))
    mine, taken = believable(whole)
    assert mine.delivered_to == ("billing@desk.example",)
    assert taken == ("authentication-results",)
    assert believable(mail())[1] == ()


@pytest.mark.parametrize(
    ("name", "address", "found"),
    [
        ("Dana Okafor", "dana@okafor.example", []),
        ("dana@okafor.example", "dana@okafor.example", []),
        ("ceo@desk.example", "eve@lund.example", [NAME_SHOWS_OTHER]),
        ("Amara (amara@desk.example)", "eve@lund.example", [NAME_SHOWS_OTHER]),
        ("", "info@pаypal.example", [MIXED_SCRIPTS]),  # a Cyrillic а
        ("", "info@xn--pypal-4ve.example", [MIXED_SCRIPTS]),
        ("", "info@соре.example", [LOOKS_LATIN]),  # all Cyrillic
        ("", "info@почта.example", []),
        ("", "info@põhjavõrk.example", []),
        ("", "nobody", []),
        ("", "x@xn--.example", []),
    ],
)
def test_a_name_never_stands_for_an_address_and_twins_are_told(name, address, found):
    assert suspicions(name, address) == found
