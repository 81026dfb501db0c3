"""The shell of every page: strict policy, nothing inline, every part shown, words for what went wrong."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from staff.actions import hire

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*="),
    "hx-on": re.compile(r"\bhx-on[:=]"),
    "evaluated values": re.compile(r"hx-(?:vals|vars|headers)\s*=\s*['\"]?js:"),
    "trigger filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "address of script": re.compile(r"javascript:"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_to_the_policy(path):
    text = path.read_text()
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []
    get_template(str(path.relative_to(ROOT / "templates")))


def test_scripts_evaluate_nothing():
    for path in (ROOT / "static/js").glob("*.js"):
        text = path.read_text()
        assert not re.search(r"\beval\(|new Function\(|innerHTML|outerHTML|insertAdjacentHTML", text), (
            path.name
        )
        assert len(text.splitlines()) <= 120, path.name


def test_raw_colours_live_in_the_tokens_alone():
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
    for path in (ROOT / "static/css").rglob("*.css"):
        text = path.read_text()
        assert not raw.search(text), path.name
        assert "!important" not in text, path.name
        assert "url(" not in text or path.name == "app.css", (
            f"{path.name}: the stylesheet is put into one file"
        )


def test_every_part_is_linked():
    linked = (ROOT / "static/css/app.css").read_text()
    for path in (ROOT / "static/css").rglob("*.css"):
        if path.name != "app.css":
            assert f'url("{path.relative_to(ROOT / "static/css")}")' in linked


def test_both_dark_blocks_are_the_same():
    text = (ROOT / "static/css/tokens.css").read_text()
    chosen = re.search(r'^\[data-theme="dark"\] \{(.*?)\}', text, re.S | re.M)
    wished = re.search(r'\[data-theme="auto"\] \{(.*?)\}', text, re.S)
    assert chosen is not None
    assert wished is not None
    assert chosen[1].split() == wished[1].split()


@pytest.mark.parametrize("query", ["", "?page=ticket", "?page=board&theme=dark", "?page=form"])
def test_the_styleguide_shows_every_part_under_a_strict_policy(client, db, query):
    response = client.get(f"/styleguide/{query}")
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert '"allowEval":false' in html
    assert 'id="live" role="status"' in html
    assert not re.search(r"\sstyle=|<script(?![^>]*\bsrc=)", html)


def test_theme_and_density_come_from_the_server(client, db):
    html = client.get("/styleguide/?page=ticket&theme=dark&density=compact").content.decode()
    assert 'data-theme="dark" data-density="compact"' in html


def test_folded_regions_come_back_folded(client, db):
    client.cookies["fold"] = "ctx.nonsense"
    assert 'data-fold="ctx"' in client.get("/styleguide/?page=ticket").content.decode()


def test_what_is_not_there_says_so_in_words(client, db):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


@pytest.mark.parametrize("name", ["500.html", "403.html", "404.html", "429.html"])
def test_pages_for_what_went_wrong_need_no_context(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "app.css" in html


def test_fields_link_their_help_and_their_errors():
    from django import forms

    class Ask(forms.Form):
        email = forms.EmailField(help_text="Where we answer")
        files = forms.FileField(required=False)
        agree = forms.BooleanField(required=False)

    form = Ask({"email": "liis@"})
    html = "".join(render_to_string("_parts/field.html", {"field": field}) for field in form)
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="liis@"' in html
    summary = render_to_string("_parts/errors.html", {"form": form})
    assert 'href="#id_email"' in summary


@pytest.mark.parametrize("role", ["agent", "lead", "manager", "admin"])
def test_no_two_places_have_the_same_key(client, billing, role):
    client.force_login(
        hire(email=f"{role}@desk.example", full_name="Any Body", role=role, teams=(billing,), password=None)
    )
    keys = re.findall(r'data-key="(g [^"]+)"', client.get("/inbox/").content.decode())
    assert len(keys) > 10
    assert sorted(set(keys)) == sorted(keys)
