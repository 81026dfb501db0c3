"""HTML of strangers: nothing dangerous stays, no text is lost, nothing takes long."""

import re
import time
from html.parser import HTMLParser

import pytest

from lib.html import from_markdown, from_text, sanitise, to_text
from lib.text import clean, one_line, shorten

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    '<img """><script>alert("x")</script>">',
    "<img src=`javascript:alert(1)`>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='/logout'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<iframe src=//x.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x><applet code=x></applet>",
    "<base href=//x.example>",
    "<link rel=stylesheet href=//x.example>",
    "<meta http-equiv=refresh content='0;url=//x.example'>",
    "<style>body{background:url(//x.example)}</style>",
    "<p style='background:url(javascript:alert(1))' class=toast id=main>x</p>",
    "<form action=//x.example><input name=csrfmiddlewaretoken><button>x</button></form>",
    "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
    "<div hx-get='/tickets/1/solve' hx-trigger=load data-hx-post=/x>x</div>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<body onload=alert(1) background=x>x</body>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
    "<textarea><script>alert(1)</script></textarea><title><script>alert(1)</script></title>",
    "<!--<img src=x onerror=alert(1)>--><![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "<img alt='a><script>alert(1)</script>' src=x>",
    '<img alt=\' src="https://x.example/a" \' src="https://x.example/b">',
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "\\<a onmouseover=alert(1)\\>x\\</a\\>",
    "<a\x0conclick=alert(1)>x",
    "<img/src='x'/onerror='alert(1)'>",
    "<<script>alert(1);//<</script>",
    "<br size=\"&{alert('x')}\">",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028<script>alert(1)</script>",
]
ALLOWED_URL = re.compile(r"(?:https?://|mailto:|tel:|cid:|data:image/(?:png|gif|jpe?g|webp);)", re.IGNORECASE)
FORBIDDEN_WORDS = (
    "script style iframe object embed applet base link meta form input button textarea select svg math "
    "template noscript xmp plaintext title frame video audio source details body"
)
FORBIDDEN = set(FORBIDDEN_WORDS.split())


DANGEROUS = {"style", "class", "id", "name", "srcdoc", "background"}


class Inspector(HTMLParser):
    """A second opinion that shares no code with the washing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in FORBIDDEN:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith(("on", "hx-", "data-hx")) or name in DANGEROUS:
                self.found.append(f"{tag} {name}")
            if name in {"href", "src"} and not ALLOWED_URL.match(value or ""):
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and (value or "").lower().startswith("http"):
                self.found.append(f"remote {value}")

    def handle_comment(self, data):
        self.found.append("comment")


def dangers(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_dangerous_stays(payload):
    for made in (
        sanitise(payload),
        sanitise(f"<div>{payload}</div>"),
        from_markdown(payload),
        from_text(payload),
    ):
        assert dangers(made) == []
        assert dangers(sanitise(made)) == []


def test_a_large_picture_in_the_source_does_not_cost_the_words_after_it():
    picture = f"<img src='data:image/png;base64,{'A' * 2_500_000}'>"
    html = f"<p>Before</p>{picture}<p>Where is my <b>refund</b>?</p>"
    assert "<p>Where is my <b>refund</b>?</p>" in sanitise(html)
    assert "refund" in to_text(html)


def test_washing_twice_changes_nothing():
    html = '<p>a &amp; <a href="https://x.ee/?a=1&amp;b=2">c</a> <img src="https://x.ee/i.png" alt="d"></p>'
    assert sanitise(sanitise(html)) == sanitise(html)


def test_links_open_elsewhere_and_tell_nobody():
    made = sanitise('<a href="https://x.ee/?a=1&b=2" target="_self" rel="opener" ping="//y">c</a>')
    assert 'href="https://x.ee/?a=1&amp;b=2"' in made
    assert 'rel="noopener noreferrer nofollow"' in made
    assert 'target="_blank"' in made
    assert "ping" not in made


def test_remote_pictures_wait_until_asked_for():
    made = sanitise('<img src="https://x.ee/p.gif?id=7&a=1" alt="a>b" width=1><img src="cid:foto@1">')
    assert 'data-remote-src="https://x.ee/p.gif?id=7&amp;a=1"' in made
    assert ' src="https' not in made
    assert 'src="cid:foto@1"' in made
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in sanitise(
        '<img src="data:image/png;base64,iVBORw0KGgo=">'
    )


def test_what_letters_are_made_of_stays():
    html = (
        '<table border="1" cellpadding="2"><tbody><tr><td colspan="2" bgcolor="#eeeeee" align="right">1</td>'
        "</tr></tbody></table><ul><li>a</li></ul>"
        '<ol start="3"><li>b</li></ol><blockquote>c</blockquote><pre>d</pre>'
        '<h2>e</h2><font color="red">f</font><p dir="rtl">g</p><hr>'
    )
    assert sanitise(html) == html


def test_plain_text_is_washed_to_itself():
    assert sanitise("hello") == "hello"
    assert sanitise("  ") == ""
    assert sanitise("") == ""


HEAVY = {
    "divs": "<div>" * 50_000 + "word",
    "bold": "<b>" * 50_000 + "word",
    "tables": "<table><tr><td>" * 5_000 + "word",
    "unknown": "<x>" * 20_000 + "word",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">word</p>",
    "reopened": "".join(f"<b x={n}>" for n in range(99)) + "<p>" * 50_000 + "word",
    "adopted": "<a><b>" * 20 + "<div></b></a>" * 20_000 + "word",
    "comments": "<!--" * 100_000 + "word",
    "unclosed tags": "<a " * 100_000 + "word",
    "unclosed quotes": '<a href="' * 50_000 + "word",
    "styles": "<style>" * 50_000 + "word",
    "svg": "<svg>" * 50_000 + "word",
    "lists": "<ul><li>" * 50_000 + "word",
    "quotes": "<blockquote>" * 50_000 + "word",
    "less-than": "<" * 100_000 + " word",
    "numbers": "&#" + "9" * 100_000 + "; word",
    "long": "word " * 200_000,
    "long and marked": "<p>word <b>and</b></p>" * 15_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_html_takes_little_time_and_keeps_its_words(name):
    began = time.process_time()
    washed, text = sanitise(HEAVY[name]), to_text(HEAVY[name])
    assert time.process_time() - began < 6
    assert "word" in text
    assert "word" in to_text(washed)
    assert dangers(washed[:20_000]) == []


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two <b>bold</b></div>", "one\ntwo bold"),
        ("  a \n\t b  ", "a b"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("x<blockquote>y<br>z</blockquote>w", "x\n\n> y\n> z\n\nw"),
        ('<a href="https://x.ee/a">here</a>', "here (https://x.ee/a)"),
        ('<a href="https://x.ee/a">https://x.ee/a</a>', "https://x.ee/a"),
        ('<a href="https://x.ee/">x.ee</a>', "x.ee"),
        ('<a href="mailto:a@b.c">a@b.c</a>', "a@b.c"),
        ('<img src=x alt="logo"> hi', "[logo] hi"),
        ("<style>p{}</style><title>t</title><script>s</script>x", "x"),
        ("a &lt;b&gt; &amp; &nbsp;c &#8364; &#x20ac;", "a <b> &  c € €"),
        ("a < b and c > d", "a < b and c > d"),
        ('<p title="a > b">x</p>', "x"),
        ("<script>only()</script>", ""),
        ("<!-- c -->x <!-- unclosed", "x unclosed"),
        ("", ""),
    ],
)
def test_reading_html_aloud(html, text):
    assert to_text(html) == text


def test_text_becomes_paragraphs_and_links():
    made = from_text("Tere <b>\nsee https://x.ee/a_(b), https://y.ee.\n\n\nHead aega")
    assert made.startswith('<p>Tere &lt;b&gt;<br>see <a href="https://x.ee/a_(b)" rel=')
    assert '<a href="https://y.ee"' in made
    assert made.endswith("<p>Head aega</p>")
    assert from_text("") == ""
    assert sanitise(made) == made.replace(' rel="noopener noreferrer nofollow" target="_blank"', "").replace(
        '">https', '" target="_blank" rel="noopener noreferrer nofollow">https'
    )


def test_text_with_quotes_in_an_address_stays_in_its_place():
    assert 'onmouseover="' not in from_text('https://x.ee/"onmouseover="alert(1)')


def test_markdown():
    made = from_markdown(
        "**bold** and <b>raw</b>\nnext https://x.ee/a\n\n- one\n- [two](https://y.ee)\n\n|a|\n|-|\n|1|"
    )
    assert "<strong>bold</strong> and &lt;b&gt;raw&lt;/b&gt;<br>" in made
    assert 'href="https://x.ee/a"' in made
    assert 'href="https://y.ee"' in made
    assert "<table>" in made
    assert from_markdown("[x](javascript:alert(1))").count("href") == 0
    assert from_markdown("`https://x.ee`").count("href") == 0
    assert "data-remote-src" in from_markdown("![x](https://x.ee/p.png)")


@pytest.mark.parametrize(
    "text",
    [
        "*" * 50_000,
        "[" * 50_000,
        "> " * 20_000,
        "- " * 20_000,
        "`" * 50_000,
        "a*b_" * 20_000,
        "https://" * 12_000,
        "|a" * 20_000 + "\n" + "|-" * 20_000,
    ],
)
def test_markdown_takes_little_time(text):
    began = time.process_time()
    assert from_markdown(text)
    assert time.process_time() - began < 5


def test_clean_and_one_line():
    assert clean("a\0b\r\nc\rd\x1b[0m\ud800") == "ab\nc\nd[0m\ufffd"
    assert clean("\ud83d\ude00") == "😀"
    assert one_line(" a\r\nBcc:\tb\u2028c\u202ed ") == "a Bcc: b cd"
    assert one_line("a" * 600) == "a" * 499 + "…"
    assert shorten("one two three", 9) == "one two…"
    assert shorten("abc", 0) == ""
