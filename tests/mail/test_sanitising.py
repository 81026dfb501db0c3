"""`mail_sanitize`: what the thread would show, without a database; and what intake keeps of hostile HTML."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.mail.conftest import a_mail
from tickets.models import Message

ROOT = Path(__file__).parents[2]


def sanitize(*arguments) -> str:
    out = StringIO()
    call_command("mail_sanitize", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_prints_what_the_thread_would_show(tmp_path):
    page = tmp_path / "body.html"
    page.write_text("<p onclick=x()>Tere, <b>Dana</b>ü</p><script>alert(1)</script>", "utf-8")
    assert sanitize(page) == "<p>Tere, <b>Dana</b>ü</p>\n"
    assert json.loads(sanitize("--json", page)) == {
        "file": str(page), "html_out": "<p>Tere, <b>Dana</b>ü</p>",
    }  # fmt: skip


def test_it_reads_letters_and_sets_of_payloads(tmp_path):
    letter = tmp_path / "letter.eml"
    letter.write_bytes(b"From: a@b.example\nContent-Type: text/html\n\n<b>x</b><style>y</style>")
    assert sanitize(letter) == "<b>x</b>\n"
    payloads = tmp_path / "set.jsonl"
    rows = [
        {"file": "a#1", "payload": "<i>1</i><svg onload=x>"},
        {"file": "a#2", "payload": "<form>2</form>"},
    ]
    payloads.write_text("\n".join(map(json.dumps, rows)) + "\n")
    made = [json.loads(line) for line in sanitize("--payloads", payloads).splitlines()]
    assert made == [{"file": "a#1", "html_out": "<i>1</i>"}, {"file": "a#2", "html_out": "2"}]


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(CommandError):
        sanitize()
    broken = tmp_path / "set.jsonl"
    broken.write_text('{"file": "a"}\n')
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("mail_sanitize", "--payloads", str(broken), str(tmp_path / "gone"), "--json", stdout=out)
    assert [bool(json.loads(line)["error"]) for line in out.getvalue().splitlines()] == [True, True]


def test_it_needs_no_database():
    done = subprocess.run(
        [sys.executable, "manage.py", "mail_sanitize", "-"],
        cwd=ROOT,
        input=b"<b>x</b><script>y</script>",
        capture_output=True,
        env={"HELPDESK_ENV": "test", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "/bin"},
        timeout=180,
        check=False,
    )
    assert (done.stdout, done.returncode) == (b"<b>x</b>\n", 0), done.stderr


def test_html_is_sanitised_before_it_is_stored(send):
    mail = a_mail()
    mail.set_content(
        "<p>Where is <b>it</b>?</p><script>alert(1)</script><img src=https://x.example/p.gif>", "html"
    )
    send(mail)
    message = Message.objects.get()
    assert "<script" not in message.html
    assert "<b>it</b>" in message.html
    assert ' src="https' not in message.html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "Where is my refund?",
        "<b>" * 60_000 + "Where is my refund?",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">Where is my refund?</p>",
        "<script>x</script><noscript>Where is my refund?</noscript>",
        "<!-- <p>Where is my refund?</p>",
        "<title>x</title><form><button>Where is my refund?</button></form>",
    ],
    ids=["deep", "bold", "attributes", "noscript", "comment", "form"],
)
def test_the_words_survive_whatever_the_markup_is(send, html):
    """What cannot be sanitised, or is nothing afterwards, is still there as text."""
    mail = a_mail()
    mail.set_content(html.encode(), "text", "html", cte="base64")
    send(mail)
    message = Message.objects.get()
    assert "Where is my refund?" in message.text
    assert "Where is my refund?" in message.html
