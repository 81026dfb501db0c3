"""Pictures of a letter: its own are shown, those of other servers wait, those that count readers go."""

from lib.html import sanitise
from lib.pictures import MAX_REMOTE, placed, remote

LETTER = sanitise(
    '<p>Hi</p><img src="cid:logo@x" alt="our logo" width=80><img src="cid:a%40b">'
    '<img src="cid:gone" alt="a <b>">'
    '<img src="https://shop.example/a.png?u=1&amp;v=2" alt="Shoes"><img src="HTTP://shop.example/b.png">'
    '<img src="https://shop.example/a.png?u=1&v=2"><img src="https://count.example/p.gif" width=1 height=1>'
    '<img src="data:image/png;base64,iVBORw0KGgo=">'
)
INSIDE = {"logo@x": "/files/1/logo.png", "a@b": "/files/2/a.png"}


def test_addresses_elsewhere_are_counted_once_each():
    assert remote(LETTER) == [
        "https://shop.example/a.png?u=1&v=2",
        "HTTP://shop.example/b.png",
        "https://count.example/p.gif",
    ]
    many = sanitise("".join(f"<img src=https://x.example/{n}>" for n in range(500)))
    assert len(remote(many)) == MAX_REMOTE
    assert placed(many, inside={}, fetched=lambda address: "/fetched").count("<img") == MAX_REMOTE


def test_nothing_elsewhere_is_named_until_it_is_asked_for():
    shown = placed(LETTER, inside=INSIDE)
    assert "shop.example" not in shown
    assert "count.example" not in shown
    assert 'src="/files/1/logo.png"' in shown
    assert 'alt="our logo" width="80"' in shown
    assert 'src="/files/2/a.png"' in shown
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in shown
    assert "cid:" not in shown
    assert '<span class="no-picture">Shoes</span>' in shown
    assert '<span class="no-picture">a &lt;b&gt;</span>' in shown
    assert shown.count("no-picture") == 4  # the one that counts readers leaves no place


def test_what_is_asked_for_comes_through_us():
    shown = placed(LETTER, inside=INSIDE, fetched=lambda address: f"/fetched?{len(address)}&x")
    assert "shop.example" not in shown
    assert shown.count('src="/fetched?') == 4
    assert "&amp;x" in shown
    assert "data-remote-src" not in shown


def test_what_a_letter_writes_into_our_own_attribute_is_no_way_round():
    html = sanitise(
        '<img data-remote-src="javascript:alert(1)"><img data-remote-src="https://x.example/a" src="/b">'
    )
    assert remote(html) == ["https://x.example/a"]
    assert "<img" not in placed(html, inside={})
    assert "javascript" not in placed(html, inside={}, fetched=lambda address: address)


def test_no_name_inside_becomes_markup():
    html = sanitise('<img src="cid:x&quot; onerror=&quot;alert(1)" alt="&quot;&gt;&lt;script&gt;">')
    shown = placed(html, inside={'x" onerror="alert(1)': '/files/"><script>'})
    assert "<script" not in shown
    assert '" onerror' not in shown
