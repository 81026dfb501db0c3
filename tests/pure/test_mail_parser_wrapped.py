"""What is wrapped into a letter: signatures, encryption, winmail.dat, invitations, letters, uuencoding."""

import base64
import struct
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from mail.parser import ParsedMail, parse
from mail.rtf import decompressed, spoken
from mail.secured import opened

HEAD = "From: a@example.com\nTo: b@example.com\nSubject: x\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n"
INNER = (
    b"Content-Type: multipart/mixed; boundary=i\n\n--i\n\nsigned t\xc3\xb5de\n--i\n"
    b'Content-Type: text/csv; name="a.csv"\n'
    b"\n1,2\n--i--\n"
)


def letter(rest: str | bytes) -> ParsedMail:
    return parse(HEAD.encode() + (rest if isinstance(rest, bytes) else rest.encode()))


def signed(content: bytes, *, detached: bool = False) -> bytes:
    """CMS SignedData as an ordinary mail program makes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a@example.com")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + timedelta(1))
        .sign(key, hashes.SHA256())
    )
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(content)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(
            serialization.Encoding.DER,
            [pkcs7.PKCS7Options.Binary] + ([pkcs7.PKCS7Options.DetachedSignature] if detached else []),
        )
    )


def sealed(content: bytes, kind: str = "signed-data") -> ParsedMail:
    return letter(
        f"Content-Type: application/pkcs7-mime; smime-type={kind}; name=smime.p7m\n"
        "Content-Disposition: attachment; filename=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(content).decode()
    )


def test_what_an_opaque_signature_wraps_is_shown():
    mail = sealed(signed(INNER))
    assert mail.text == "signed tõde"
    assert [(part.name, part.content) for part in mail.attachments] == [("a.csv", b"1,2")]
    assert mail.secured == ("smime_signed",)


def test_a_signature_in_pieces_of_unknown_length_is_read():
    def indefinite(tag: int, *inner: bytes) -> bytes:
        return bytes([tag, 0x80]) + b"".join(inner) + b"\0\0"

    def short(tag: int, content: bytes) -> bytes:
        return bytes([tag, len(content)]) + content

    wrapped = indefinite(0x24, short(4, b"Content-Type: text/plain\n\n"), short(4, b"streamed"))
    data_type = short(6, bytes.fromhex("2a864886f70d010701"))
    data = indefinite(
        0x30,
        short(6, bytes.fromhex("2a864886f70d010702")),
        indefinite(
            0xA0,
            indefinite(
                0x30,
                short(2, b"\1"),
                short(0x31, b""),
                indefinite(0x30, data_type, indefinite(0xA0, wrapped)),
            ),
        ),
    )
    assert sealed(data).text == "streamed"
    assert sealed(base64.b64encode(data)).text == "streamed"  # armoured twice
    assert sealed(data[:-9]).text == "streamed"  # cut in its end


@pytest.mark.parametrize(
    "content",
    [b"", b"\x30", b"\x30\x80" * 5000, b"no asn.1 at all", signed(INNER)[:40], b"\x30\x84\xff\xff\xff\xff"],
    ids=["nothing", "a tag", "nested", "words", "cut", "endless"],
)
def test_a_broken_signature_is_a_result_and_no_error(content):
    mail = sealed(content)
    assert not [word for word in mail.defects if word.startswith("unreadable")]
    assert [part.name for part in mail.attachments] == ["smime.p7m"]
    assert mail.secured in {("smime_signed",), ("smime_unreadable",)}


def test_a_detached_signature_leaves_the_text_as_it_is():
    mail = letter(
        'Content-Type: multipart/signed; boundary=b; protocol="application/pkcs7-signature"\n\n--b\n\nhello\n'
        "--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n"
        "Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(signed(b"hello", detached=True)).decode()
        + "--b--\n"
    )
    assert mail.text == "hello"
    assert mail.secured == ("smime_signed",)
    assert opened(signed(b"x", detached=True)) == ("smime_signed", None)


def test_an_encrypted_letter_is_recognised_and_kept():
    enveloped = bytes.fromhex("300f06092a864886f70d010703a002 3000".replace(" ", ""))
    mail = sealed(enveloped, "enveloped-data")
    assert mail.secured == ("smime_encrypted",)
    assert [part.content for part in mail.attachments] == [enveloped]
    mail = letter(
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\n'
        "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        "Content-Type: application/octet-stream\n\n"
        "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n--b--\n"
    )
    assert mail.secured == ("pgp_encrypted",)
    assert len(mail.attachments) == 2


def test_pgp_armour_around_a_text_is_not_shown():
    mail = letter(
        "\nHello\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nmy text\n- --\nmine\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz+abc/def==\n=abcd\n-----END PGP SIGNATURE-----\nfooter\n"
    )
    assert mail.text == "Hello\n\nmy text\n--\nmine\nfooter"
    assert mail.secured == ("pgp_signed",)
    text = "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----"
    mail = letter(f"\n{text}\n")
    assert (mail.text, mail.secured) == (text, ("pgp_encrypted",))
    began = time.process_time()
    letter(
        "\n" + "-----BEGIN PGP SIGNED MESSAGE-----\n\nx\n" * 20_000 + "-----BEGIN PGP SIGNATURE-----\n" * 19
    )
    assert time.process_time() - began < 2


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(
        b"\x01" + struct.pack("<II", number, len(content)) + content + b"\0\0"
        for number, content in attributes
    )


def properties(*each: tuple[int, int, bytes]) -> bytes:
    def one(kind: int, number: int, content: bytes) -> bytes:
        padded = content + b"\0" * (-len(content) % 4)
        return struct.pack("<HHII", kind, number, 1, len(content)) + padded

    return struct.pack("<I", len(each)) + b"".join(one(*every) for every in each)


WINMAIL = tnef(
    (0x69007, struct.pack("<II", 1251, 0)),
    (0x69003, properties((0x1F, 0x1000, "Тело письма\0".encode("utf-16-le")))),
    (0x69002, b"\0" * 14),
    (0x18010, "счёт.pdf\0".encode("cp1251")),
    (0x6800F, b"%PDF"),
    (0x69002, b"\0" * 14),
    (0x18010, b"SHORT~1.TXT\0"),
    (0x6800F, b"long"),
    (
        0x69005,
        properties((0x1F, 0x3707, "a long name.txt\0".encode("utf-16-le")), (0x1E, 0x370E, b"text/plain\0")),
    ),
)


def with_winmail(data: bytes, text: str = "") -> ParsedMail:
    return letter(
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{text}\n--b\n"
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(data).decode()
        + "--b--\n"
    )


def test_winmail_gives_its_files_and_its_text():
    mail = with_winmail(WINMAIL)
    assert mail.text == "Тело письма"
    assert [(part.name, part.content, part.content_type) for part in mail.attachments] == [
        ("счёт.pdf", b"%PDF", "application/octet-stream"),
        ("a long name.txt", b"long", "text/plain"),
        ("winmail.dat", WINMAIL, "application/ms-tnef"),
    ]
    assert with_winmail(WINMAIL, "the letter").text == "the letter"


@pytest.mark.parametrize("cut", [0, 4, 6, 10, 20, 60, 100, 150, len(WINMAIL) - 5])
def test_a_winmail_that_is_cut_gives_what_is_there(cut):
    mail = with_winmail(WINMAIL[:cut], "text")
    assert not [word for word in mail.defects if word.startswith("unreadable")]
    assert cut < 1 or mail.attachments[-1].content == WINMAIL[:cut]


def test_a_winmail_with_absurd_numbers_is_bounded():
    many = tnef(*[(0x69002, b"")] * 20_000)
    absurd = tnef((0x69003, struct.pack("<I", 2**32 - 1) + struct.pack("<HHI", 0x101E, 1, 2**32 - 1) * 50))
    inside = WINMAIL
    for _ in range(30):
        inside = tnef((0x69002, b""), (0x6800F, inside))
    for data in (many, absurd, inside):
        began = time.process_time()
        assert len(with_winmail(data, "x").attachments) <= 201
        assert time.process_time() - began < 2


def test_rich_text_is_read():
    plain = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator x}"
        + rb"\pard \'cf\'f0\'e8\'e2\'e5\'f2\par \u8364?5}"
    )
    assert spoken(plain) == ("Привет\n€5", "")
    html = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl;}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        rb"gr\'fc\'dfe{\*\htmltag84 &nbsp;}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}"
    )
    assert spoken(html) == ("", "<p>grüße&nbsp;</p>")
    # The example of [MS-OXRTFCP], 4.1.1
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompressed(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


INVITATION = (
    "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Tallinn\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:Visit\\, of the\r\n  engineer\r\nDTSTART;TZID=Europe/Tallinn:20260304T100000\r\n"
    "DTEND:20260304T090000Z\r\nLOCATION:Tallinn\r\nDESCRIPTION:Line one\\nline two\r\nBEGIN:VALARM\r\n"
    "DESCRIPTION:Reminder\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_an_invitation_is_told_when_there_is_no_other_text():
    mail = letter(f"Content-Type: text/calendar; method=REQUEST\n\n{INVITATION}")
    assert mail.text == (
        "Visit, of the engineer\n2026-03-04 10:00 (Europe/Tallinn) – 2026-03-04 09:00 UTC\n"
        "Tallinn\n\nLine one\nline two"
    )
    assert [part.name for part in mail.attachments] == ["invitation.ics"]
    mail = letter(
        f"Content-Type: multipart/alternative; boundary=b\n\n--b\n\nCome!\n--b\n"
        f"Content-Type: text/calendar\n\n{INVITATION}--b--\n"
    )
    assert mail.text == "Come!"


@pytest.mark.parametrize(
    "calendar", ["", "BEGIN:VEVENT", "BEGIN:" * 10_000, ("BEGIN:VEVENT\n" + "A;B=" * 9000) * 9]
)
def test_a_broken_invitation_is_kept(calendar):
    assert letter(f"Content-Type: text/calendar; name=a.ics\n\n{calendar}").attachments[0].name == "a.ics"


def test_a_letter_in_the_letter_is_shown_and_kept():
    inner = "From: Mari <m@example.ee>\nSubject: =?utf-8?Q?t=C3=B5rge?=\n\nit is broken\n"
    part = f"--b\nContent-Type: message/rfc822\n\n{inner}\n"
    mail = letter(f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below\n{part}--b--\n")
    assert mail.text.startswith(
        "See below\n\n---------- Forwarded message ----------\nFrom: Mari <m@example.ee>"
    )
    assert mail.text.endswith("Subject: tõrge\n\nit is broken")
    assert [part.name for part in mail.attachments] == ["tõrge.eml"]
    attached = part.replace("rfc822", "rfc822\nContent-Disposition: attachment")
    assert letter(f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee\n{attached}--b--\n").text == "See"
    alone = letter(f"Content-Type: multipart/mixed; boundary=b\n\n{attached}--b--\n")
    assert alone.text.endswith("it is broken")


def test_a_named_text_is_shown_when_it_is_all_there_is():
    part = 'Content-Type: text/plain; name="msg.txt"\nContent-Disposition: inline\n\nall there is\n'
    assert letter(part).text == "all there is"
    mail = letter(f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{part}--b--\n")
    assert mail.text == "all there is"
    assert [each.name for each in mail.attachments] == ["msg.txt"]
    assert letter('Content-Type: text/plain; name="a.gif"\n\nGIF\0\0').attachments[0].name == "a.gif"
    assert letter('Content-Type: gzip; name="a.gz"\n\nblah').attachments[0].name == "a.gz"


def test_uuencoded_files_are_bounded_in_number():
    assert len(letter("\n" + "begin 644 a\nend\n" * 5000).attachments) <= 100
