"""Mails that nobody wrote: drawn from dice, well-formed or not. The same dice give the same mail."""

import base64
import quopri
import random

from benchmarks.words import subject, text

CHARSETS = (
    *("utf-8", "iso-8859-1", "iso-8859-2", "windows-1251", "koi8-r", "windows-1257", "utf-16", "utf-7"),
    *("gb18030", "shift_jis", "iso-2022-jp", "unknown-8bit", "x-nothing", '"', "", "utf-8; x=y", "\x00"),
)
LANGUAGES = ("en", "et", "pl", "es", "ru")
TYPES = (
    *("text/plain", "text/html", "text/calendar", "text/rfc822-headers", "application/octet-stream"),
    *("image/png", "message/rfc822", "message/delivery-status", "application/ms-tnef", "text", "/", "a/b/c"),
    *("application/pkcs7-mime", "multipart/signed", "application/pgp-encrypted", "message/partial"),
    *("message/disposition-notification", "message/feedback-report", "application/applefile"),
)
MULTIPARTS = ("mixed", "alternative", "related", "report", "signed", "digest", "appledouble", "x-unknown", "")
ENCODINGS = ("7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "binary", "BASE64 ", "nonsense", "")
ADDRESSES = (
    *("dana@okafor.example", "Dana Okafor <dana@okafor.example>", '"Okafor, Dana" <dana@okafor.example>'),
    *("=?utf-8?B?0JTQsNC90LA=?= <dana@xn--80ak6aa92e.example>", "dana@okafor.example (Dana)", "<>", ""),
    *(
        "undisclosed-recipients:;",
        "a@b@c",
        "dana",
        "@example.com",
        "<dana@okafor.example",
        "dana@пример.example",
    ),
    *(
        '"a\\"b" <a@b.example>, c@d.example',
        "Группа: a@b.example, c@d.example;",
        "dana@[127.0.0.1]",
        "\x00@x",
    ),
    "=?utf-8?Q?billing=40desk.example?= <eve@lund.example>",
)
WORDS = (
    *("auto-replied", "auto-generated", "no", "list", "bulk", "All", "OOF", "<>", "yes", "1", "\x00", "é"),
    *("(comment (in (comment", "a" * 998, "=?utf-8?B?////?=", "=?x?Q?=0D=0ABcc:_x=40y.example?=", "; ; ;"),
)
HEADERS = (
    *("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "List-Id", "Return-Path", "X-Autoreply"),
    *("In-Reply-To", "References", "Reply-To", "Cc", "Delivered-To", "X-Original-To", "Date", "Message-ID"),
    *("X-Failed-Recipients", "Feedback-ID", "X-Helpdesk-Instance", "Authentication-Results", "Received"),
    *(
        "Content-Type",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "MIME-Version",
        "X-Spam-Flag",
        "",
    ),
)
DATES = (
    *("Sat, 21 Nov 2026 10:00:00 +0200", "1 Jan 70 00:00 GMT", "Thu, 32 Foo 99999 25:61:61 +9999", "", "now"),
    *("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +0000", "\x00"),
)
QUOTES = (
    "\n\nOn Sat, 21 Nov 2026 at 10:00, Billing <billing@desk.example> wrote:\n> We look into it.\n> Amara\n",
    "\n\n-----Original Message-----\nFrom: Billing\nSent: Monday\nSubject: it\n\nWe look into it.\n",
    "\n\nW dniu 21.11.2026 o 10:00, Billing pisze:\n> Sprawdzamy.\n",
    "\n\n21.11.2026 10:00, Биллинг пишет:\n> Мы смотрим.\n",
    "\n-- \nDana\nOkafor Design\n",
    "\n> one\nmine\n> two\nmine too\n",
    "\n" + ">" * 200 + " deep\n",
)
HTML = (
    "<p>Hello <b>there</b></p>",
    '<div class="gmail_quote">On Monday we wrote:<blockquote>We look into it.</blockquote></div>',
    '<img src="cid:pic@x" onerror="alert(1)"><img src="http://tracker.example/p.gif">',
    "<script>alert(1)</script><style>p{color:red}</style>",
    '<a href="java\tscript:alert(1)">x</a><a href="https://example.com/?a=1&amp;b=2">y</a>',
    "<svg><style><img src=x onerror=alert(1)></style></svg><math><mi//xlink:href='data:x,<script>'>",
    "<table><tr><td>one<td>two</table><p>unclosed",
    "<!--[if mso]><p>x</p><![endif]--><o:p>&nbsp;</o:p>",
    "<div>" * 300 + "deep" + "</div>" * 300,
    "<p>" + "&#x41;" * 50 + "&notanentity; &#1114112; &#xD800;</p>",
)
BODIES = (
    b"begin 644 a.txt\n#0V%T\n`\nend\n",
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20261121T100000Z\r\nEND:VEVENT\r\n",
    b"Reporting-MTA: dns; mx.e\n\nFinal-Recipient: rfc822; d@o.example\nAction: failed\nStatus: 5.1.1\n",
    b"\x78\x9f\x3e\x22\x00\x00\x01\x06\x90\x08\x00\x04\x00",
    b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n",
    bytes(range(256)) * 4,
    b"",
    b"\x00" * 100,
    "\ud83d\ude00 ¡Hola! Привет, Põhjavõrk".encode("utf-8", "surrogatepass"),
)


def made(draw: random.Random) -> bytes:
    """One mail. About a third are what a program of today would send; the others are worse and worse."""
    rough = draw.random()
    lines = [f"From: {_address(draw, rough)}", f"To: {draw.choice(('billing@desk.example', *ADDRESSES))}"]
    if draw.random() < 0.95:
        lines.append(f"Subject: {_subject(draw)}")
    if draw.random() < 0.9:
        lines.append(f"Message-ID: <{draw.getrandbits(64):x}@okafor.example>")
    lines.append(f"Date: {DATES[0] if rough < 0.5 else draw.choice(DATES)}")
    for _ in range(draw.randrange(0, 2 + int(rough * 8))):
        lines.append(f"{draw.choice(HEADERS)}: {draw.choice((*WORDS, *ADDRESSES, *DATES))}")
    lines.append("MIME-Version: 1.0")
    newline = draw.choice((b"\r\n", b"\r\n", b"\n", b"\n", b"\r")) if rough > 0.3 else b"\r\n"
    head = newline.join(line.encode("utf-8", "surrogatepass") for line in lines)
    return head + newline + _part(draw, rough, newline, depth=0)


def _address(draw: random.Random, rough: float) -> str:
    return draw.choice(ADDRESSES[:3] if rough < 0.6 else ADDRESSES)


def _subject(draw: random.Random) -> str:
    said = subject(draw, draw.choice(LANGUAGES))
    match draw.randrange(6):
        case 0:
            return f"Re: {said} [#K7M4QX2P]"
        case 1:
            return "=?utf-8?B?" + base64.b64encode(said.encode()).decode() + "?="
        case 2:
            return "=?utf-8?Q?" + said.encode().hex("=").upper().join(("=", "")) + "?="
        case 3:
            return draw.choice(("Automatic reply: ", "Undelivered: ", "Автоответ: ", "Fwd: ")) + said
        case 4:
            return draw.choice(WORDS)
    return said


def _part(draw: random.Random, rough: float, newline: bytes, depth: int) -> bytes:
    """Headers of a part after those that stand already, the blank line, and its body."""
    if depth < 6 and draw.random() < (0.45 if depth == 0 else 0.25):
        return _multipart(draw, rough, newline, depth)
    kind = draw.choice(TYPES[:2] if rough < 0.4 else TYPES)
    charset = draw.choice(CHARSETS[:3] if rough < 0.4 else CHARSETS)
    encoding = draw.choice(ENCODINGS[:4] if rough < 0.6 else ENCODINGS)
    body = _body(draw, kind, charset)
    match encoding.strip().lower():
        case "base64":
            body = base64.encodebytes(body)
            body = body[: draw.randrange(len(body) + 1)] if rough > 0.8 else body
        case "quoted-printable":
            body = quopri.encodestring(body)
    lines = [f'Content-Type: {kind}; charset="{charset}"' + _parameters(draw, rough)]
    if encoding:
        lines.append(f"Content-Transfer-Encoding: {encoding}")
    if draw.random() < 0.3:
        name = draw.choice(
            ("a.txt", "../../etc/passwd", "č.pdf", "a\\b.exe", "", "x" * 300, "=?utf-8?B?w6k=?=")
        )
        kind = draw.choice(("attachment", "inline", "attach ment", ""))
        lines.append(f'Content-Disposition: {kind}; filename="{name}"')
        lines.append("Content-ID: <pic@x>")
    head = newline.join(line.encode("utf-8", "surrogatepass") for line in lines)
    return head + newline * (1 if rough > 0.97 else 2) + body + newline


def _parameters(draw: random.Random, rough: float) -> str:
    if rough < 0.5 or draw.random() < 0.6:
        return ""
    return draw.choice(
        (
            "; name*0*=utf-8''%D0%BF; name*1=rest; name*3=lost",
            "; name*=utf-8''%FF%FE; name=other",
            "; format=flowed; delsp=yes",
            "; boundary",
            '; name="unclosed',
            ";;;; a=b; a=c",
            "; name*=x'y",
        )
    )


def _body(draw: random.Random, kind: str, charset: str) -> bytes:
    if kind.startswith("text/html"):
        said = "".join(draw.choices(HTML, k=draw.randrange(1, 5))) + text(draw, draw.choice(LANGUAGES))
    elif kind.startswith("text"):
        said = text(draw, draw.choice(LANGUAGES)) + "".join(draw.choices(QUOTES, k=draw.randrange(0, 3)))
    elif kind == "message/rfc822" and draw.random() < 0.8:
        return made(draw)
    else:
        return draw.choice(BODIES)
    try:
        return said.encode(charset, "replace")
    except (LookupError, ValueError):
        return said.encode("utf-8", "replace")


def _multipart(draw: random.Random, rough: float, newline: bytes, depth: int) -> bytes:
    edge = draw.choice((f"b{draw.getrandbits(40):x}", "=_x", "a b", "b", "--", "")) if rough > 0.5 else "edge"
    edge = f"{edge}{depth}" if rough < 0.9 else edge
    mark = edge.encode()
    kind = draw.choice(MULTIPARTS[:4] if rough < 0.6 else MULTIPARTS)
    head = f'Content-Type: multipart/{kind}; boundary="{edge}"'.encode() + newline * 2
    parts = [
        b"--" + mark + newline + _part(draw, rough, newline, depth + 1)
        for _ in range(draw.randrange(0 if rough > 0.8 else 1, 5))
    ]
    end = b"" if rough > 0.85 and draw.random() < 0.5 else b"--" + mark + b"--" + newline
    return head + b"preamble" * (rough > 0.7) + newline + newline.join(parts) + end
