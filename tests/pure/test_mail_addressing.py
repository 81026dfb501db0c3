"""Address lists as programs and people really write them."""

import time

import pytest

from mail.addressing import Address, is_valid_address, normalise, own, read_addresses, reply_recipients

OURS = ["support@desk.example", "Billing@Desk.example"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a@example.com", [("", "a@example.com")]),
        ("Mari Tamm <mari@example.ee>", [("Mari Tamm", "mari@example.ee")]),
        ('"Tamm, Mari" <mari@example.ee>, b@c.d', [("Tamm, Mari", "mari@example.ee"), ("", "b@c.d")]),
        ("Tamm, Mari <mari@example.ee>", [("Tamm, Mari", "mari@example.ee")]),
        ("mari@example.ee (Mari Tamm)", [("Mari Tamm", "mari@example.ee")]),
        ("=?utf-8?B?TcOkcmk=?= <m@x.ee>", [("Märi", "m@x.ee")]),
        ("=?utf-8?Q?Tamm=2C_M=C3=A4ri?= <m@x.ee>", [("Tamm, Märi", "m@x.ee")]),
        ("team: a@b.c, B <d@e.f>;, g@h.i", [("", "a@b.c"), ("B", "d@e.f"), ("", "g@h.i")]),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("MAILER-DAEMON <>", []),
        ("", []),
        ('"unclosed <a@b.c>, d@e.f', [("unclosed", "a@b.c"), ("", "d@e.f")]),
        ("John <Sales> <j@x.com>", [("John", "j@x.com")]),
        ("<mailto:a@b.c>", [("", "a@b.c")]),
        ("<@relay.example,@other.example:a@b.c>", [("", "a@b.c")]),
        ("Big Bug bb@bug.com", [("Big Bug", "bb@bug.com")]),
        ("< a @ b . c >", [("", "a@b.c")]),
        ("a@b.c; d@e.f", [("", "a@b.c"), ("", "d@e.f")]),
        ("support@desk.example <evil@x.example>", [("support@desk.example", "evil@x.example")]),
        ("A\u202eB <a@b.c>", [("AB", "a@b.c")]),
        ("A =?utf-8?Q?=0D=0ABcc:_v=40x?= <a@b.c>", [("A Bcc: v@x", "a@b.c")]),
    ],
)
def test_reading_a_list(header, expected):
    assert [(each.name, each.address) for each in read_addresses(header)] == expected


@pytest.mark.parametrize(
    "header",
    [
        "(" * 60_000,
        '"' * 60_000,
        "<" * 60_000,
        "a" * 30_000 + "@" + ":" * 30_000,
        "a," * 30_000,
        "\\" * 60_000,
        "a@b.c," * 10_000,
        "(" * 5000 + ")" * 5000 + "a@b.c",
        "=?utf-8?Q?" * 6000,
    ],
)
def test_a_list_is_read_in_linear_time(header):
    began = time.process_time()
    assert len(read_addresses(header)) <= 1000
    assert time.process_time() - began < 1


def test_two_spellings_of_one_address():
    assert normalise(" Jürgen@BÜCHER.example. ") == normalise("jürgen@xn--bcher-kva.example")
    assert normalise("<A@B.C>") == "a@b.c"
    assert normalise("no address") == ""
    assert normalise("a@" + "ä" * 300) == ""
    assert Address("", "A@B.C").domain == "b.c"


@pytest.mark.parametrize(
    "good", ["a@b.ee", "a.b+c@d.example", "x@bücher.example", "o'hara@x.ie", "a..b@docomo.example"]
)
def test_addresses_that_can_be_written_to(good):
    assert is_valid_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "a@b",
        "a@@b.c",
        "a b@c.d",
        "a@b.c\n",
        "a@b.c\r\nBcc: d@e.f",
        "a@-b.c",
        "a@b..c",
        "a" * 65 + "@b.c",
        "@b.c",
        "a@",
        "a@1.2.3.4",
        "<a@b.c>",
        "a,b@c.d",
        "a@b.c,d@e.f",
    ],
)
def test_addresses_that_cannot(bad):
    assert not is_valid_address(bad)


def test_our_own_addresses_and_their_plus_variants():
    assert own("SUPPORT+abc234@desk.example", OURS)
    assert own("billing@DESK.example", OURS)
    assert not own("support@other.example", OURS)
    assert not own("", OURS)
    assert not own("support", ["support"])


def test_reply_all_reaches_every_outsider_once_and_never_us():
    to = read_addresses("Support <support+tok@desk.example>, Dana <dana@x.example>, b@y.example")
    cc = read_addresses("B <B@y.example>, billing@desk.example, broken@, c@z.example")
    chosen = reply_recipients(to, cc, own_addresses=OURS, author="Dana@X.example")
    assert [each.address for each in chosen] == ["b@y.example", "c@z.example"]


@pytest.mark.parametrize("at", ["ma\0ri@desk.example", "mari@de\0sk.example", "mari@desk.example\x01"])
def test_no_control_character_is_part_of_an_address(at):
    found = read_addresses(f"Mari <{at}>")
    assert [one.address for one in found] == ["mari@desk.example"]
    assert normalise(at) == "mari@desk.example"
