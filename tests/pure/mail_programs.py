# ruff: noqa: E501 the markup of programs is kept as they write it
"""Replies as mail programs write them, in every language of mail_languages. Composed, none of them real.

A reply says `own`; a program puts the desk's letter under it, above it or around it in its own shape.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tests.pure.mail_languages import LANGUAGES, Language

DESK = "Desk <support@desk.example>"


@dataclass(frozen=True)
class Reply:
    name: str
    own: str
    text: str = ""
    html: str = ""
    quoted: str = ""  # must not be shown, if given


def replies() -> Iterator[Reply]:
    """Every shape in every language."""
    for code, said in LANGUAGES.items():
        for shape in SHAPES:
            made = shape(said)
            yield Reply(f"{code}-{shape.__name__.strip('_')}", made.own, made.text, made.html, made.quoted)


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _answer(said: Language) -> str:
    return f"{said.asked}\n\nDesk\nTallinn"


def _headers(said: Language, mark: str = "") -> str:
    names = [name.replace("_", " ") for name in said.labels.split()]
    values = [DESK, said.sent, "Mari Maasikas <mari@customer.example>", "Re: [#1234] Router"]
    return "\n".join(f"{mark}{name}:{mark} {value}" for name, value in zip(names, values, strict=True))


def _paragraphs(text: str, tag: str = "div") -> str:
    blank = f"<{tag}><br></{tag}>"
    return blank.join(f"<{tag}>{escape(one)}</{tag}>" for one in text.split("\n\n"))


def gmail_plain(said: Language) -> Reply:
    return Reply("", said.own, f"{said.own}\n\n{said.gmail}\n\n{_quote(_answer(said))}\n", quoted=said.asked)


def gmail_plain_wrapped(said: Language) -> Reply:
    head = textwrap.fill(said.gmail, 60, break_long_words=False, break_on_hyphens=False)
    return Reply("", said.own, f"{said.own}\n\n{head}\n\n{_quote(_answer(said))}\n", quoted=said.asked)


def gmail_html(said: Language) -> Reply:
    head = escape(said.gmail)
    html = (
        f'<div dir="ltr">{_paragraphs(said.own)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{head}<br></div><blockquote class="gmail_quote" '
        f'style="margin:0px 0px 0px 0.8ex">{_paragraphs(_answer(said))}</blockquote></div>'
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def gmail_html_signed(said: Language) -> Reply:
    html = (
        f'<div dir="ltr">{_paragraphs(said.own)}<div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Mari Maasikas</div>'
        "<div>Maasikas OÜ</div></div></div><br>"
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(said.gmail)}<br></div>'
        f'<blockquote class="gmail_quote">{_paragraphs(_answer(said))}</blockquote></div>'
    )
    return Reply("", said.own, html=html, quoted="Maasikas OÜ")


def apple_plain(said: Language) -> Reply:
    body = f"{said.own}\n\n{said.phone}\n\n> {said.apple}\n> \n{_quote(_answer(said))}\n"
    return Reply("", said.own, body, quoted=said.phone)


def apple_html(said: Language) -> Reply:
    html = (
        f'<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
        f'{_paragraphs(said.own)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{escape(said.phone)}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{escape(said.apple)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">{_paragraphs(_answer(said))}</div></blockquote></body></html>'
    )
    return Reply("", said.own, html=html, quoted=said.phone)


def thunderbird_bottom(said: Language) -> Reply:
    body = f"{said.bird}\n{_quote(_answer(said))}\n\n{said.own}\n\n-- \nMari Maasikas\nMaasikas OÜ\n"
    return Reply("", said.own, body, quoted=said.asked)


def thunderbird_inline(said: Language) -> Reply:
    first, *others = said.own.split("\n\n")
    pieces = "\n\n".join(f"> {said.asked}\n\n{other}" for other in others)
    body = f"{first}\n\n{said.bird}\n{pieces}\n\n> Desk\n> Tallinn\n"
    return Reply("", f"{first}\n{said.bird}\n{pieces}", body)


def thunderbird_html(said: Language) -> Reply:
    html = (
        f"<html><body><p>{'</p><p>'.join(escape(one) for one in said.own.split(chr(10) * 2))}</p>"
        f'<div class="moz-cite-prefix">{escape(said.bird)}<br></div><blockquote type="cite" cite="mid:1@desk.example">'
        f'<p>{escape(said.asked)}</p></blockquote><br><pre class="moz-signature" cols="72">-- \nMari</pre></body></html>'
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def outlook_plain(said: Language) -> Reply:
    body = (
        f"{said.own}\n\n{said.closing}\nMari Maasikas\nMaasikas OÜ\n\n{_headers(said)}\n\n{_answer(said)}\n"
    )
    return Reply("", said.own, body, quoted=said.asked)


def outlook_rule_plain(said: Language) -> Reply:
    body = f"{said.own}\n\n{said.outlook}\n{'_' * 32}\n{_headers(said, '*')}\n\n{_answer(said)}\n"
    return Reply("", said.own, body, quoted=said.asked)


def outlook_desktop_html(said: Language) -> Reply:
    headers = "<br>".join(
        f"<b><span lang=EN-US>{escape(line.partition(':')[0])}:</span></b> {escape(line.partition(':')[2])}"
        for line in _headers(said).split("\n")
    )
    own = "".join(
        f"<p class=MsoNormal>{escape(one)}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        for one in said.own.split("\n\n")
    )
    html = (
        f"<html><body lang=EN-US link=blue><div class=WordSection1>{own}<div style='border:none;border-top:solid "
        f"#E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal>{headers}<o:p></o:p></p></div>"
        f"<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>{escape(said.asked)}</p></div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def outlook_web_html(said: Language) -> Reply:
    headers = "<br>".join(
        f"<b>{escape(line)}" for line in _headers(said).replace(":", ":</b>", 1).split("\n")
    )
    html = (
        f'<html><body dir="ltr"><div class="elementToProof">{_paragraphs(said.own)}</div>'
        f'<div id="Signature"><div>{escape(said.closing)}</div><div>Mari Maasikas</div></div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{headers}</font></div>'
        f"<div>{_paragraphs(_answer(said))}</div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def outlook_mobile_html(said: Language) -> Reply:
    html = (
        f'<html><body><div dir="ltr">{_paragraphs(said.own)}</div><div id="ms-outlook-mobile-signature"><div></div>'
        f'{escape(said.outlook.partition("<")[0])}</div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr">{_headers(said).replace(chr(10), "<br>").replace("<s", "&lt;s")}</div>'
        f"<div>{escape(said.asked)}</div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def samsung_plain(said: Language) -> Reply:
    body = f"{said.own}\n\n-------- {said.original} --------\n{_headers(said)}\n\n{_answer(said)}\n"
    return Reply("", said.own, body, quoted=said.asked)


def original_alone(said: Language) -> Reply:
    return Reply(
        "", said.own, f"{said.own}\n\n-----{said.original}-----\n\n{_answer(said)}\n", quoted=said.asked
    )


def yahoo_html(said: Language) -> Reply:
    html = (
        f'<html><body><div class="ydp7yahoo-style-wrap"><div dir="ltr">{_paragraphs(said.own)}</div></div>'
        f'<div id="ydp1yahoo_quoted_42" class="ydp1yahoo_quoted"><div><div>{escape(said.gmail)}</div>'
        f"<div>{_paragraphs(_answer(said))}</div></div></div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def proton_html(said: Language) -> Reply:
    html = (
        f'<div style="font-family: Arial">{_paragraphs(said.own)}</div>'
        '<div class="protonmail_signature_block"><div class="protonmail_signature_block-user">Mari</div></div>'
        f'<div class="protonmail_quote">{escape(said.gmail)}<br><br><blockquote class="protonmail_quote" type="cite">'
        f"{escape(said.asked)}</blockquote></div>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def signed_plain(said: Language) -> Reply:
    body = (
        f"{said.own}\n\n{said.closing}\n\nMari Maasikas\nMaasikas OÜ\n+372 5555 5555\nwww.maasikas.example\n"
    )
    return Reply("", said.own, body, quoted="Maasikas OÜ")


def not_quoted_plain(said: Language) -> Reply:
    """Programs that put nothing before the lines they repeat."""
    return Reply("", said.own, f"{said.own}\n\n{said.gmail}\n\n{_answer(said)}\n", quoted=said.asked)


def apple_mac_plain(said: Language) -> Reply:
    return Reply(
        "", said.own, f"{said.own}\n\n{said.apple}\n\n{_quote(_answer(said))}\n\n", quoted=said.asked
    )


def apple_not_quoted(said: Language) -> Reply:
    body = f"{said.own}\n{said.phone}\n\n{said.apple}\n\n\ufeff{_answer(said)}\n"
    return Reply("", said.own, body, quoted=said.asked)


def thunderbird_not_quoted(said: Language) -> Reply:
    return Reply("", said.own, f"{said.own}\n\n{said.bird}\n\n{_answer(said)}\n", quoted=said.asked)


def gmail_inline_html(said: Language) -> Reply:
    first, *others = said.own.split("\n\n")
    pieces = "".join(
        f'<blockquote class="gmail_quote"><div>{escape(said.asked)}</div></blockquote><div>{escape(other)}</div>'
        for other in others
    )
    html = (
        f'<div dir="ltr"><div>{escape(first)}</div></div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escape(said.gmail)}<br></div>{pieces}</div>'
    )
    shown = "".join(f"{said.asked}{other}" for other in others)
    return Reply("", f"{first}{said.gmail}{shown}", html=html)


def gmail_bottom_html(said: Language) -> Reply:
    html = (
        f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(said.gmail)}<br></div>'
        f'<blockquote class="gmail_quote"><div>{escape(said.asked)}</div></blockquote></div>{_paragraphs(said.own)}</div>'
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def gmx_html(said: Language) -> Reply:
    headers = "<br>".join(
        f"<b>{escape(line).replace(':', ':</b>', 1)}" for line in _headers(said).split("\n")
    )
    html = (
        f'<html><body><div style="font-family: Verdana;">{_paragraphs(said.own)}<div>&nbsp;'
        '<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;">'
        f'<div style="margin:0 0 10px 0;">{headers}</div><div name="quoted-content">{escape(said.asked)}</div></div>'
        "</div></div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def zimbra_html(said: Language) -> Reply:
    headers = "".join(
        f"<b>{escape(line).replace(':', ':</b>', 1)}<br>" for line in _headers(said).split("\n")
    )
    html = (
        f'<html><body><div style="font-family: arial">{_paragraphs(said.own)}<br>'
        '<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">'
        f'{headers}</div><div data-marker="__QUOTED_TEXT__">{escape(said.asked)}</div></div></body></html>'
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def roundcube_html(said: Language) -> Reply:
    html = (
        f'<html><body>{_paragraphs(said.own, "p")}<p id="reply-intro">{escape(said.bird)}</p>'
        f'<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">'
        f"<p>{escape(said.asked)}</p></blockquote></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def yandex_html(said: Language) -> Reply:
    html = (
        f'{_paragraphs(said.own)}<div> </div><div> </div><div>03.03.2025, 09:58, "Desk" &lt;support@desk.example&gt;:'
        f"</div><blockquote><p>{escape(said.asked)}</p></blockquote><div> </div>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


def spark_html(said: Language) -> Reply:
    html = (
        f'<html><body><div name="messageBodySection"><div dir="auto">{_paragraphs(said.own)}</div></div>'
        f'<div name="messageSignatureSection"><br>{escape(said.closing)}<br>Mari</div>'
        f'<div name="messageReplySection">{escape(said.apple)}<br><blockquote type="cite" class="spark_quote">'
        f"{escape(said.asked)}</blockquote></div></body></html>"
    )
    return Reply("", said.own, html=html, quoted=said.asked)


SHAPES = (
    *(apple_mac_plain, apple_not_quoted, thunderbird_not_quoted, gmail_inline_html, gmail_bottom_html),
    *(gmx_html, zimbra_html, roundcube_html, yandex_html, spark_html),
    *(gmail_plain, gmail_plain_wrapped, gmail_html, gmail_html_signed, apple_plain, apple_html),
    *(thunderbird_bottom, thunderbird_inline, thunderbird_html, outlook_plain, outlook_rule_plain),
    *(outlook_desktop_html, outlook_web_html, outlook_mobile_html, samsung_plain, original_alone),
    *(yahoo_html, proton_html, signed_plain, not_quoted_plain),
)
