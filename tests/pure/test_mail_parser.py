"""Sample letters beside what must be read from them."""

import base64
import hashlib
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mail.parser import ParsedMail, parse
from mail.quoting import visible
from mail.verdicts import verdict

DATA = Path(__file__).parents[1] / "data" / "mail"
OWN = sorted((DATA / "own").glob("*.eml"))
HEAD = "From: a@example.com\nTo: b@example.com\nSubject: x\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n"


def letter(rest: str | bytes) -> ParsedMail:
    return parse(HEAD.encode() + (rest if isinstance(rest, bytes) else rest.encode()))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_own_samples(path: Path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    raw = path.read_bytes()
    mail = parse(raw)
    judged = verdict(mail, raw=raw)
    assert mail.from_ is not None
    assert {
        "from_": mail.from_.address,
        "from_name": mail.from_.name,
        "subject": mail.subject,
        "to": [each.address for each in mail.to],
        "cc": [each.address for each in mail.cc],
        "message_id": mail.message_id,
        "references": list(mail.references),
        "date": mail.date and mail.date.isoformat(),
        "new": visible(mail.text).new,
        "kind": judged.kind.value,
        "answerable": judged.answerable,
        "attachments": [part.name for part in mail.attachments],
        "defects": list(mail.defects),
    } == {key: value for key, value in expected.items() if key not in {"bounce", "inline"}}
    assert [part.name for part in mail.attachments if part.inline] == expected.get("inline", [])
    if "bounce" in expected:
        assert judged.bounce is not None
        assert judged.bounce.original_message_id == expected["bounce"]["original_message_id"]
        assert judged.bounce.envelope_id == expected["bounce"]["envelope_id"]
        assert [[each.address, each.status, each.permanent] for each in judged.bounce.recipients] == expected[
            "bounce"
        ]["recipients"]


def test_a_letter_in_the_letter_is_kept_byte_for_byte():
    mail = parse((DATA / "own" / "picture_es.eml").read_bytes())
    assert mail.attachments[-1].content == b"From: a@example.es\nSubject: Aviso anterior\n\nantes"


def test_copied_samples():
    mail = parse((DATA / "copied" / "attachment_nonascii_filename.eml").read_bytes())
    assert [(part.name, part.size) for part in mail.attachments] == [("ciële.txt", 11)]
    assert mail.text == "This is the first part."
    mail = parse((DATA / "copied" / "raw_email_encoded_stack_level_too_deep.eml").read_bytes())
    assert mail.subject == "Nicolas Fouché has accepted your invitation to Gmail"
    mail = parse((DATA / "copied" / "address_quoted_newlines.eml").read_bytes())
    assert (mail.from_.name, mail.from_.address) == ("Sender", "status@sender.com")
    assert hashlib.sha1(mail.attachments[0].content).hexdigest() == "7b52009b64fd0a2a49e6d8a939753077792b0554"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "“Tere”, õäöü – € 5"),  # cp1252 in truth, as browsers know
        ("windows-1251", "Не работает интернет"),
        ("iso-2022-jp", "こんにちは"),
        ("gb2312", "全新原装进口"),
        ("ks_c_5601-1987", "부동산정보"),
        ("utf-8", "żółć"),
        ("iso-8859-2", "Zażółć gęślą jaźń"),
    ],
)
def test_declared_charsets(charset, text):
    encoding = {"iso-8859-1": "cp1252", "ks_c_5601-1987": "cp949"}.get(charset, charset)
    mail = letter(f"Content-Type: text/plain; charset={charset}\n\n".encode() + text.encode(encoding))
    assert mail.text == text
    assert mail.defects == ("date_missing",)


@pytest.mark.parametrize(
    ("data", "text", "defect"),
    [
        ("tõrge".encode(), "tõrge", None),  # undeclared, but good UTF-8
        ("Ich heiße Müller, möchte".encode("latin-1"), "Ich heiße Müller, möchte", "charset_guessed"),
        (
            ("Добрый день, у меня не работает интернет уже второй день. " * 3).encode("cp1251"),
            ("Добрый день, у меня не работает интернет уже второй день. " * 3).strip(),
            "charset_guessed",
        ),
        (("ä" * 30).encode() + b"\xc3", "ä" * 30 + "\ufffd", "charset_damaged"),  # cut in a character
    ],
)
def test_undeclared_and_damaged_charsets(data, text, defect):
    mail = letter(b"Content-Type: text/plain\n\n" + data)
    assert mail.text.strip() == text
    assert defect is None or defect in mail.defects


@pytest.mark.parametrize(
    ("data", "subject"),
    [
        ("тест тест".encode("koi8-r"), "тест тест"),
        ("Тест от Ивана".encode("koi8-r"), "Тест от Ивана"),
        ("Привет, Мария! Счёт".encode("cp1251"), "Привет, Мария! Счёт"),
        ("A \u00ae Official \u00a9".encode("cp1252"), "A \u00ae Official \u00a9"),
        ("Grüße aus Köln".encode("latin-1"), "Grüße aus Köln"),
        ("手机短信息包月卡和短信息群发软件".encode("gb2312"), "手机短信息包月卡和短信息群发软件"),
        ("件名テスト".encode("iso-2022-jp"), "件名テスト"),
        (b"=?iso-2022-jp?B?" + base64.b64encode(b"\x1b$B-!F|K\\\x1b(B") + b"?=", "①日本"),
    ],
)
def test_raw_bytes_in_a_subject_are_guessed(data, subject):
    assert parse(b"Subject: " + data + b"\nFrom: a@example.com\n\nplain").subject == subject


@pytest.mark.parametrize(
    "charset", ["rot13", "zlib", "idna", "unicode_escape", "../../etc/passwd", "", "hex", "utf-16"]
)
def test_a_charset_cannot_do_harm(charset):
    began = time.process_time()
    assert letter(f'Content-Type: text/plain; charset="{charset}"\n\n' + "uryyb\\x41" * 20_000).text
    assert time.process_time() - began < 2


def test_text_can_be_stored():
    mail = letter(b"Content-Type: text/plain; charset=utf-8\n\nab\0cd \xed\xa0\x80 e\x1bf")
    assert "\0" not in mail.text
    assert mail.text.startswith("abcd")
    mail.text.encode()
    for value in [
        parse(b"From: \xff\xfe <a@example.com>\nSubject: \xed\xa0\x80\0x\n\ny").subject,
        mail.subject,
    ]:
        value.encode()
        assert "\0" not in value


def test_an_encoded_line_end_does_not_start_a_header():
    mail = parse(b"From: a@example.com\nSubject: =?utf-8?Q?x=0D=0ABcc:_v@example.org?=\n\ny")
    assert mail.subject == "x Bcc: v@example.org"
    assert mail.headers["subject"] == ("x Bcc: v@example.org",)


def test_a_character_split_over_two_encoded_words():
    first, second = base64.b64encode(b"\xc3").decode(), base64.b64encode(b"\xa4").decode()
    assert parse(f"Subject: =?utf-8?B?{first}?= =?utf-8?B?{second}?= b\n\n".encode()).subject == "ä b"


def test_raw_bytes_in_a_subject_take_the_charset_of_the_body():
    raw = "Subject: Zażółć\nContent-Type: text/plain; charset=iso-8859-2\n\ngęślą".encode("iso-8859-2")
    assert parse(raw).subject == "Zażółć"


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"Received: x\n\nFrom: a@example.com\nTo: b@example.com\nSubject: s\n\nbody", "s", "body"),
        (b"\n\n  \nFrom: a@example.com\nSubject: s\n\nbody", "s", "body"),
        (b"From a@example.com Mon Jan 1\nFrom: a@example.com\nSubject: s\n\nbody", "s", "body"),
        (b"From: a@example.com\r\r\nSubject: s\r\r\n\r\r\nbody", "s", "body"),
        (b"From: a@example.com\rSubject: s\r\rbody", "s", "body"),
        (b"\xef\xbb\xbfFrom: a@example.com\nSubject: s\n\nbody", "s", "body"),
        (b"From: a@example.com\nSubject : s\n\nbody", "s", "body"),
        (b"From: a@example.com\nSubject: s\nno header and nothing below", "s", "no header and nothing below"),
        # The body looks like headers, but who and what were told already: it stays the body.
        (
            b"From: a@example.com\nSubject: s\n\nTo: me\nDate: now\nSubject: t",
            "s",
            "To: me\nDate: now\nSubject: t",
        ),
    ],
)
def test_headers_are_read_to_their_end(raw, subject, text):
    mail = parse(raw)
    assert (mail.subject, mail.text) == (subject, text)
    assert mail.from_.address == "a@example.com"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Tue, 4 Mar 2025 08:00:00 +0200", datetime(2025, 3, 4, 6, tzinfo=UTC)),
        ("4 Mar 25 08:00 EST", datetime(2025, 3, 4, 13, tzinfo=UTC)),
        ("Tue, 4 Mar 2025 08:00:00", datetime(2025, 3, 4, 8, tzinfo=UTC)),
        ("Fri, 99 Foo 99999999999999999 99:99:99 +9999999999", None),
        ("Mon, 01 Jan 1900 00:00:00 +0000", None),
        ("Mon, 01 Jan 3000 00:00:00 +0000", None),
        ("", None),
    ],
)
def test_dates(date, expected):
    assert letter(f"Date: {date}\n\nx").date == expected


def test_base64_with_a_footer_below_and_broken_padding():
    body = base64.b64encode(b"hello there, this is it") + b"\n-- \nfooter of the list\n"
    mail = letter(b"Content-Transfer-Encoding: base64\n\n" + body)
    assert mail.text == "hello there, this is it"
    assert "base64_damaged" in mail.defects
    assert letter(b"Content-Transfer-Encoding: base64\n\naGVsbG8").text == "hello"


def test_a_missing_boundary_is_found_in_the_body():
    mail = letter(
        "Content-Type: multipart/mixed\n\n--zz\n\none\n--zz\nContent-Type: text/html\n\n<b>two</b>\n--zz--\n"
    )
    assert "one" in mail.text
    assert "<b>two</b>" in mail.html
    assert "boundary_missing" in mail.defects


def test_parts_of_a_letter_are_all_shown():
    mail = letter(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>one</p>\n"
        "--b\nContent-Type: text/plain\n\ntwo & three\n--b--\n"
    )
    assert mail.text == "one\n\ntwo & three"
    assert "<p>one</p>" in mail.html
    assert "two &amp; three" in mail.html


def test_uuencoded_text_becomes_a_file():
    mail = letter("\nSee below\nbegin 644 ../x.txt\n#0V%T\n`\nend\nBye\n")
    assert [(part.name, part.content) for part in mail.attachments] == [("x.txt", b"Cat")]
    assert mail.text == "See below\nBye"


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("in\u200bvisible\u00ad.pdf", "in_visible_.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("../../../../etc/cron.d/x\\0.txt", "0.txt"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("..", "attachment.bin"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("ä" * 3000 + ".pdf", "ä" * 196 + ".pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_file_names_are_bare(given_name, name):
    encoded = f"=?utf-8?B?{base64.b64encode(given_name.encode()).decode()}?="
    mail = letter(
        "Content-Type: application/octet-stream\n"
        f'Content-Disposition: attachment; filename="{encoded}"\n\nAAAA\n'
    )
    if len(given_name) < 100:
        assert mail.attachments[0].name == name
    else:  # the header itself was cut
        assert len(mail.attachments[0].name) <= 200


def test_ids_in_a_thread():
    mail = parse(
        b"In-Reply-To: Your letter of Monday <a@b.c>\nReferences: <first@x>\n <bro\n ken@x> nobrackets@x\n"
        b"Message-ID: bare@x\nDelivered-To: support+tok@desk.example\nX-Original-To: desk@desk.example\n\nx"
    )
    assert mail.in_reply_to == ("<a@b.c>",)
    assert mail.references == ("<first@x>", "<broken@x>")
    assert mail.message_id == "<bare@x>"
    assert mail.delivered_to == ("support+tok@desk.example", "desk@desk.example")


def test_long_references_keep_both_ends():
    ids = " ".join(f"<{number}@example.com>" for number in range(20_000))
    mail = parse(f"References: {ids}\n\nx".encode())
    assert mail.references[0] == "<0@example.com>"
    assert mail.references[-1] == "<19999@example.com>"
    assert len(mail.references) == 200


# --- where others read a head in another way (benchmarks/mail_reviewed.json), and why we do not


def test_letters_of_one_byte_in_a_subject_are_read_not_dropped():
    """8-bit bytes that nobody declared (RFC 2047 forbids them): people wrote words there."""
    mail = parse(b"From: a@x.example\nSubject: Forma\xe7\xe3o at\xe9 Ver\xe3o\n\nTEST\n")
    assert mail.subject == "Formação até Verão"


def test_a_stray_line_does_not_end_the_headers():
    """RFC 5322, 2.2 knows no such line; where headers follow it, they are still the letter's."""
    mail = parse(b"Received: by x.example\nquite Delivered-To: a@x.example\n"
                 b"Date: Wed, 23 Feb 2005 18:20:17 -0400\n"
                 b'From: "Mia" <mia@x.example>\nSubject: Stop it\n\nYou are infected.\n')  # fmt: skip
    assert (mail.from_.address, mail.subject, mail.text) == ("mia@x.example", "Stop it", "You are infected.")


def test_a_name_of_a_header_may_stand_apart_from_its_colon():
    """RFC 5322, 4.5 and A.5; the first line is no envelope of an mbox because it begins with `From `."""
    mail = parse(b"From  : John Doe <jdoe@machine(comment).  example>\r\nTo    : Mary Smith\r\n__\r\n"
                 b"          <mary@example.net>\r\nSubject     : Saying Hello\r\n"
                 b"Date  : Fri, 21 Nov 1997 09(comment):   55  :  06 -0600\r\n\r\nHello.\r\n")  # fmt: skip
    assert (mail.from_.name, mail.from_.address) == ("John Doe", "jdoe@machine.example")
    assert [one.address for one in mail.to] == ["mary@example.net"]
    assert (mail.subject, mail.text) == ("Saying Hello", "Hello.")


def test_spaces_between_words_and_encoded_words_stay():
    """RFC 2047, 6.2: only those between two encoded words go, and a line of blanks folds as any other."""
    word = b"=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?="
    mail = parse(
        b"From: a@x.example\r\nSubject: Re: TEST\r\n \r\n\t" + word + b"\r\n  " + word + b"\r\n\r\nx\r\n"
    )
    assert mail.subject == "Re: TEST テストテスト"


def test_the_first_line_of_a_letter_with_lone_returns_is_no_header():
    mail = parse(b"From: a@x.example\rSubject: Old\r\rNote: this is said in the letter\r")
    assert mail.subject == "Old"
    assert mail.text.startswith("Note: this is said")
    assert "note" not in mail.headers
