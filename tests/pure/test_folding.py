"""A stranger's HTML is folded where the old letter begins; nothing of it is lost, nothing is forged."""

import pytest

from lib.folding import PLACE, boxed, parted
from lib.html import sanitise, to_text
from mail.parser import parse
from mail.quoting import read_mail
from tests.pure.mail_programs import replies

HTML_REPLIES = [reply for reply in replies() if reply.html]


def _letters(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _stored(html, subject="Re: x"):
    mail = parse(f"Subject: {subject}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode())
    return boxed(sanitise(read_mail(mail)[1]))


@pytest.mark.parametrize("reply", HTML_REPLIES, ids=lambda reply: reply.name)
def test_replies_of_all_programs_are_folded_where_the_quote_begins(reply):
    stored = _stored(reply.html)
    shown, folded = parted(sanitise(stored))
    assert PLACE not in stored
    assert sorted(_letters(to_text(shown) + to_text(folded))) == sorted(_letters(to_text(reply.html)))
    if folded:
        assert _letters(to_text(shown)) == _letters(reply.own)
    else:  # the answer stands below or between the quotes
        assert "bottom" in reply.name or "inline" in reply.name


def test_open_elements_are_closed_above_and_opened_in_the_box():
    washed = f'<table><tbody><tr><td align="left"><b>new {PLACE}old</b></td></tr></tbody></table>'
    stored = boxed(washed)
    assert parted(stored) == (
        '<table><tbody><tr><td align="left"><b>new </b></td></tr></tbody></table>',
        '<table><tbody><tr><td align="left"><b>old</b></td></tr></tbody></table>',
    )
    assert sanitise(stored) == stored


@pytest.mark.parametrize(
    "html",
    [
        f"a{PLACE}b{PLACE}c",
        '<div title="folded">a</div>b',
        f'<p>x</p><!-- {PLACE} --><style>{PLACE}</style><div title="folded">y</div>',
        f"<p>{PLACE}</p>" * 3,
    ],
)
def test_marks_of_a_stranger_fold_nothing(html):
    stored = _stored(html)
    assert PLACE not in stored
    assert parted(stored)[1] == ""


def test_a_forward_is_not_folded():
    headers = "<b>From:</b> K &lt;k@k.example&gt;<br><b>Sent:</b> 3 March 2025"
    html = f"<p>See.</p><div id=divRplyFwdMsg>{headers}</div>Line down."
    assert parted(_stored(html, "FW: x"))[1] == ""
    assert "Line down." in parted(_stored(html, "RE: x"))[1]
