"""Letters as bytes: what any server takes and any program reads back as it was written."""

import email
import email.policy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.text import one_line
from mail.addressing import read_addresses
from outbox import mime

NAMES = [
    "Dana Okafor",
    "Okafor, Dana",
    'Dana "D" Okafor',
    "Põhjavõrk OÜ",
    "Õun, Mari",
    "Ирина Петрова (бухгалтерия), отдел расчётов с клиентами и поставщиками услуг связи",
    "=?utf-8?q?Bcc=3A?= x",
    "😀 " * 30,
]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def read(*lines, body=b"x\r\n"):
    raw = "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body
    assert all(len(line) <= mime.LONGEST for line in raw.split(b"\r\n"))
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_one_name_of_one_address(name):
    line = mime.folded("To", mime.addresses([f'"{name}" <dana@okafor.example>'.replace('"D"', "'D'")]))
    assert line.isascii()
    (one,) = read(line)["To"].addresses
    assert one.addr_spec == "dana@okafor.example"
    # The standard library puts a space between two encoded words of a name; we do not.
    shown = read_addresses(line.partition(":")[2].replace("\r\n", ""))[0]
    assert shown.name == name.replace('"', "'").strip()


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_subject_comes_back_as_the_line_it_was(subject):
    subject = one_line(subject)
    line = mime.folded("Subject", mime.words(subject))
    assert line.isascii()
    assert len(line.split("\r\n")) == 1 or all(part.startswith(" ") for part in line.split("\r\n")[1:])
    message = read(line)
    assert list(message.keys()) == ["Subject"]
    assert " ".join(message["Subject"].split()) == " ".join(subject.split())


@pytest.mark.parametrize("value", ["a\r\nBcc: eve@lund.example", "a\nb", "a\rb", "a\x00b"])
def test_no_line_end_gets_into_a_header(value):
    """As an encoded word of a customer's subject may hold one."""
    with pytest.raises(ValueError, match="control character"):
        mime.folded("Subject", value)


def test_an_encoded_word_that_hides_a_line_end_is_shown_as_it_was_typed():
    line = mime.folded("Subject", mime.words("=?utf-8?q?a=0D=0ABcc:_eve@lund.example?="))
    assert read(line)["Subject"] == "=?utf-8?q?a=0D=0ABcc:_eve@lund.example?="


def test_a_word_that_no_line_can_hold_is_an_error_not_a_broken_letter():
    with pytest.raises(ValueError, match="cannot be broken"):
        mime.folded("References", "<" + "x" * 1200 + "@host>")


@pytest.mark.parametrize(
    ("person", "wire"),
    [
        ("Dana <Dana.O@Okafor.example>", "Dana.O@Okafor.example"),
        ("dana@põhja.example", "dana@xn--phja-0qa.example"),
        ("жанна@почта.example", "жанна@xn--80a1acny.example"),
        ("a..b@host.example", "a..b@host.example"),
    ],
)
def test_an_address_as_servers_speak_it(person, wire):
    assert mime.wire(person) == wire


@pytest.mark.parametrize("person", ["", "nobody", "a@", "@b.example", "Dana <>", "a@b..example"])
def test_what_is_no_address(person):
    with pytest.raises(ValueError, match="not a"):
        mime.wire(person)


TEXTS = [
    "Hello.\n",
    "",
    ".\n..\n.dot\n",
    "From the start\n",
    "x" * 5000,
    "Здравствуйте, Ирина!\n" * 50,
    "Tere! Õnnitleme.\n\n-- \nMari\n",
    "trailing space \ttab\t\n",
    "=?utf-8?q?x?= = ==\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_travels_in_short_lines_of_seven_bits(text):
    part = mime.text("plain", text)
    raw = bytes(part)
    assert raw.isascii()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read_back = email.message_from_bytes(raw, policy=email.policy.default).get_content()
    assert read_back.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back(text):
    text = re.sub(r"\r\n|\r", "\n", text)
    raw = bytes(mime.text("html", text))
    content = email.message_from_bytes(raw, policy=email.policy.compat32).get_payload(decode=True).decode()
    assert content.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


FILES = [
    "invoice.pdf",
    "Räkning €.pdf",
    'quo"te.txt',
    "счёт за услуги связи " * 10 + ".pdf",
    "a;b=c.txt",
    "=?utf-8?q?x?=.pdf",
    "100%.txt",
]


@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_its_name_and_its_bytes(name):
    content = bytes(range(256)) * 5
    raw = bytes(mime.file(name, "image/png", content))
    assert all(len(line) <= 78 or b"filename" in line for line in raw.split(b"\r\n"))
    assert all(len(line) <= 200 for line in raw.split(b"\r\n"))
    part = email.message_from_bytes(raw, policy=email.policy.default)
    assert part.get_filename() == name
    assert part.get_content() == content
    assert part.get_content_disposition() == "attachment"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("image/PNG", "image/png"),
        ("text/csv", "text/csv"),
        ("message/rfc822", "application/octet-stream"),
        ("multipart/mixed; boundary=x", "application/octet-stream"),
        ("image/png\r\nBcc: x", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file_is_one_that_survives(given, used):
    assert mime.safe_type(given) == used
