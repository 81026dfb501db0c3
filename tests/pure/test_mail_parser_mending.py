"""Boundaries that are wrong, lost or used twice, and headers of parts that end too early."""

import base64
import time

from mail.parser import ParsedMail, parse

HEAD = "From: a@example.com\nSubject: x\nMIME-Version: 1.0\n"
MIXED = "Content-Type: multipart/mixed; boundary=b\n\n"
GIF = base64.b64encode(b"GIF89a").decode()
TWO = "Content-Type: text/plain\n\none\n--b\nContent-Type: text/html\n\n<b>two</b>\n"
FILE = f'Content-Type: image/gif; name="x.gif"\nContent-Transfer-Encoding: base64\n\n{GIF}\n'


def letter(rest: str) -> ParsedMail:
    return parse((HEAD + rest).encode())


def files(mail: ParsedMail) -> list[tuple[str, bytes]]:
    return [(part.name, part.content) for part in mail.attachments]


def test_an_inner_multipart_with_the_boundary_of_the_outer_loses_no_file():
    mail = letter(
        f"{MIXED}--b\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\n{TWO}--b--\n\n--b\n{FILE}--b--\n"
    )
    assert files(mail) == [("x.gif", b"GIF89a")]
    assert mail.text == "one"
    assert mail.html == "<b>two</b>"
    assert "boundary_repeated" in mail.defects


def test_parts_behind_the_closing_boundary_are_read():
    mail = letter(f"{MIXED}--b\n\none\n--b--\n--b\n{FILE}--b--\n--b\n{FILE}--b--\n")
    assert files(mail) == [("x.gif", b"GIF89a")] * 2
    assert mail.text == "one"


def test_a_footer_behind_the_closing_boundary_is_no_part():
    mail = letter(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\nPlease --b\nmind the trees\n"
    )
    assert (mail.text, mail.attachments) == ("one", ())


def test_an_inner_boundary_that_never_comes_is_guessed():
    mail = letter(
        f"{MIXED}--b\nContent-Type: multipart/alternative; boundary=wrong\n\n"
        f"--c\n{TWO.replace('--b', '--c')}--c--\n--b\n{FILE}--b--\n"
    )
    assert mail.text == "one"
    assert mail.html == "<b>two</b>"
    assert files(mail) == [("x.gif", b"GIF89a")]


def test_a_multipart_that_no_header_names_is_seen():
    for preamble in ("", "This is a multi-part message in MIME format.\n"):
        mail = letter(f"\n{preamble}--b\n{TWO}--b\n{FILE}--b--\n")
        assert mail.text == "one\n\ntwo"
        assert files(mail) == [("x.gif", b"GIF89a")]


def test_a_text_that_only_looks_like_a_multipart_stays_text():
    text = "--b\nI wrote this line\nContent-Type: none\n--b--"
    assert letter(f"\n{text}").text == text
    quoted = "The log says:\n--b\nContent-Type: text/plain\n\nx\n--b--"
    assert letter(f"\n{quoted}").text == quoted


def test_a_parameter_on_a_line_of_its_own_does_not_cut_the_headers_of_a_part():
    mail = letter(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip; x=1;\n"
        'name="a.zip"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="a.zip"\n\n{GIF}\n--b--\n'
    )
    assert files(mail) == [("a.zip", b"GIF89a")]


def test_a_part_without_headers_is_text():
    assert letter("Content-Type: multipart/mixed; boundary=b\n\n--b\nno headers: here\nx\n--b--").text


def test_mending_is_bounded():
    ends = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n" + "--b\n\nx\n--b--\n" * 50_000
    stray = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nA: 1\nstray\nSubject: x\n\ny\n" * 20_000
    lost = "Content-Type: multipart/mixed; boundary=b\n\n" + (
        "--b\nContent-Type: multipart/mixed; boundary=w\n\n--c\n\ny\n--c--\n" * 10_000
    )
    for bomb in (ends, stray, lost):
        began = time.process_time()
        assert letter(bomb).from_
        assert time.process_time() - began < 5
