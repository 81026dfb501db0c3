# ruff: noqa: E501 the markup of programs is kept as they write it
"""What somebody passes on stays visible, and who wrote it first is known."""

import time

import pytest

from mail.parser import parse
from mail.quoting import Split, forwarded, forwarded_mail, visible, visible_html, visible_mail
from tests.pure.mail_languages import LANGUAGES

PERSON = "Karl Kask <karl@kask.example>"
BODY = "Our line is down again.\n\nKarl Kask"
MARKS = {
    "en": "---------- Forwarded message ---------",
    "et": "---------- Edastatud kiri ---------",
    "pl": "---------- Wiadomość przesłana dalej ---------",
    "es": "---------- Mensaje reenviado ---------",
    "ru": "-------- Пересылаемое сообщение --------",
    "de": "-------- Weitergeleitete Nachricht --------",
    "fr": "-------- Message transféré --------",
    "it": "----- Messaggio inoltrato -----",
    "pt": "----- Mensagem encaminhada -----",
    "nl": "-------- Doorgestuurd bericht --------",
    "sv": "-------- Vidarebefordrat meddelande --------",
    "no": "-------- Videresendt melding --------",
    "da": "-------- Videresendt meddelelse --------",
    "fi": "-------- Välitetty viesti --------",
    "uk": "-------- Переслане повідомлення --------",
    "cs": "-------- Přeposlaná zpráva --------",
    "lt": "-------- Persiųstas laiškas --------",
    "lv": "-------- Pārsūtīta ziņa --------",
    "hu": "-------- Továbbított üzenet --------",
    "ro": "-------- Mesaj redirecționat --------",
    "tr": "-------- İletilmiş Mesaj --------",
    "el": "-------- Προωθημένο μήνυμα --------",
    "ja": "---------- メッセージを転送 ---------",
    "zh": "---------- 转发的邮件 ---------",
}
APPLE = {
    "en": "Begin forwarded message:",
    "pl": "Początek przekazywanej wiadomości:",
    "es": "Inicio del mensaje reenviado:",
    "ru": "Начало переадресованного сообщения:",
    "de": "Anfang der weitergeleiteten Nachricht:",
    "fr": "Début du message réexpédié :",
    "uk": "Початок листа, що пересилається:",
}


def _headers(code: str) -> str:
    said = LANGUAGES[code]
    names = [name.replace("_", " ") for name in said.labels.split()]
    values = [PERSON, said.sent, "Mari Maasikas <mari@customer.example>", "Line down"]
    return "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))


@pytest.mark.parametrize("code", MARKS)
def test_a_marked_forward_is_read_and_shown_in_every_language(code):
    text = f"Please look into this.\n\n{MARKS[code]}\n{_headers(code)}\n\n{BODY}\n"
    found = forwarded(text)
    assert found
    assert (found.name, found.address) == ("Karl Kask", "karl@kask.example")
    assert (found.subject, found.date, found.body) == ("Line down", LANGUAGES[code].sent, BODY)
    assert found.message == "Please look into this."
    assert BODY in visible(text).new
    assert "Please look" in visible(text).new


@pytest.mark.parametrize("code", APPLE)
def test_apple_quotes_what_it_passes_on(code):
    quoted = "\n".join(f"> {line}" for line in f"{APPLE[code]}\n\n{_headers(code)}\n\n{BODY}".split("\n"))
    found = forwarded(f"See below.\n\n{quoted}")
    assert found
    assert (found.address, found.body) == ("karl@kask.example", BODY)
    assert "Our line is down again." in visible(f"See below.\n\n{quoted}").new


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("line", ["", "________________________________\n"])
def test_outlook_says_it_only_in_the_subject(code, line):
    text = f"Please help.\n\n{line}{_headers(code)}\n\n{BODY}\n"
    assert forwarded(text, "RE: Line down") is None
    assert visible(text).new == "Please help."
    found = forwarded(text, "FW: Line down")
    assert found
    assert (found.name, found.address, found.body) == ("Karl Kask", "karl@kask.example", BODY)
    assert BODY in visible(text, passed_on=True).new


def test_yahoo_writes_the_headers_in_one_line():
    text = (
        '   ----- Forwarded Message ----- From: Karl Kask <karl@kask.example>To: "a@b.example" <a@b.example>'
        f"Sent: Tuesday, 2 November 2021, 09:26:50 CETSubject: Line down\n {BODY}"
    )
    found = forwarded(text)
    assert found
    assert (found.name, found.address) == ("Karl Kask", "karl@kask.example")
    assert (found.subject, found.date) == ("Line down", "Tuesday, 2 November 2021, 09:26:50 CET")


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Karl Kask [mailto:karl@kask.example]", ("Karl Kask", "karl@kask.example")),
        ("Karl Kask <karl@kask.example<mailto:karl@kask.example>>", ("Karl Kask", "karl@kask.example")),
        ("karl@kask.example <karl@kask.example>", ("", "karl@kask.example")),
        ("'Karl Kask' &lt;Karl@Kask.example&gt;", ("Karl Kask", "karl@kask.example")),
        ("Karl Kask", ("Karl Kask", "")),
        ("*Karl Kask* <karl@kask.example>", ("Karl Kask", "karl@kask.example")),
    ],
)
def test_senders_as_programs_write_them(sender, expected):
    found = forwarded(f"---------- Forwarded message ---------\nFrom: {sender}\nDate: 3 March 2025\n\n{BODY}")
    assert found
    assert (found.name, found.address) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nI forwarded this to you yesterday.\n\nKarl",
        "I forwarded it:\n\nno answer",
        "Answer.\n\nOn 3.3.2025 09:58 Desk <a@b.example> wrote:\n> ---------- Forwarded message ---------\n> From: x",
        "Answer.\n\nFrom: Desk <a@b.example>\nSent: 3 March 2025\nTo: x\nSubject: y\n\nHello",
        "---------- Forwarded message ---------\n\nnothing that could be read",
        "",
    ],
)
def test_what_is_no_forward(text):
    assert forwarded(text) is None


def test_a_forward_of_thunderbird_as_html():
    html = (
        "<p>Please help.</p><div class='moz-forward-container'><br>-------- Forwarded Message --------<table>"
        "<tr><th>Subject: </th><td>Line down</td></tr><tr><th>Date: </th><td>Mon, 3 Mar 2025</td></tr><tr>"
        "<th>From: </th><td>Karl Kask &lt;karl@kask.example&gt;</td></tr></table><p>Our line is down again.</p></div>"
    )
    assert "Our line is down again." in visible_html(html).new
    mail = parse(b"Subject: Fwd: x\r\nContent-Type: text/html\r\n\r\n" + html.encode())
    found = forwarded_mail(mail)
    assert found
    assert (found.address, found.body) == ("karl@kask.example", "Our line is down again.")
    assert "Our line is down again." in visible_mail(mail).new


def test_a_forward_by_outlook_on_the_web_stays_visible():
    html = (
        '<div>See this.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Karl &lt;k@k.example'
        "&gt;<br><b>Sent:</b> Monday, March 3, 2025<br><b>To:</b> x<br></div><div>Our line is down.</div>"
    )
    for subject, new in (("Fw: Line", True), ("Re: Line", False)):
        mail = parse(f"Subject: {subject}\r\nContent-Type: text/html\r\n\r\n{html}".encode())
        assert ("Our line is down." in visible_mail(mail).new) is new


def test_comment_with_signature_above_a_forward():
    text = f"Please help.\n\nKind regards,\nMari\n\n{MARKS['en']}\n{_headers('en')}\n\n{BODY}"
    assert visible(text) == Split(
        f"Please help.\n\n\n{MARKS['en']}\n{_headers('en')}\n\n{BODY}", "Kind regards,\nMari"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---- forwarded\n" * 30_000,
        "From: a@b.example\n" * 30_000,
        "> Begin forwarded message:\n" * 20_000,
        "1 a@b:\n" * 50_000,
    ],
)
def test_looking_for_a_forward_costs_little(text):
    began = time.process_time()
    forwarded(text, "Fwd: x")
    assert time.process_time() - began < 1
