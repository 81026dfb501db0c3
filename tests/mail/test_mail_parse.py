"""`manage.py mail_parse` as it is called: a line for each file, no server, no file that stops the others."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "data" / "mail" / "own"
FIELDS = [
    "file",
    "from_email",
    "from_name",
    "subject",
    "reply_text",
    "body_text",
    "attachments",
    "kind",
    "error",
]


def run(*arguments: str, given: bytes = b"", var: Path) -> list[dict]:
    env = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "mail_parse", "--json", *arguments],
        input=given,
        capture_output=True,
        env=env | {"HELPDESK_VAR": str(var)},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not (var / "postgres").exists()
    assert not (var / "valkey").exists()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_line_for_each_file_without_any_server(tmp_path):
    strange = tmp_path / "strange \udce4.eml"
    strange.write_bytes(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 30_000)
    (tmp_path / "empty").write_bytes(b"")
    listed = tmp_path / "list"
    listed.write_bytes(os.fsencode(f"{strange}\n{tmp_path / 'empty'}\n{tmp_path / 'absent'}\n"))
    picture, bounce = OWN / "picture_es.eml", OWN / "undelivered.eml"
    lines = run(str(picture), str(bounce), str(tmp_path), "--files-from", str(listed), var=tmp_path / "var")
    assert [list(line) for line in lines] == [FIELDS] * 6
    assert [line["file"] for line in lines[:2]] == [str(picture), str(bounce)]
    first, second, folder, odd, empty, absent = lines
    assert (first["from_email"], first["from_name"], first["kind"]) == ("lucia@example.es", "Lucia", "normal")
    assert first["subject"] == "Foto del router"
    assert first["reply_text"].startswith("Aquí está:")
    assert first["body_text"].startswith("Aquí está:")
    eml = first["attachments"][-1]
    assert (eml["content_type"], eml["size"]) == ("message/rfc822", 49)
    assert eml["sha1"] == hashlib.sha1(b"From: a@example.es\nSubject: Aviso anterior\n\nantes").hexdigest()
    assert any(file["cid"] for file in first["attachments"])
    assert second["kind"] == "bounce"
    assert odd["body_text"]
    assert (empty["from_email"], empty["error"]) == ("", None)
    assert "cannot be read" in folder["error"]
    assert "cannot be read" in absent["error"]


def test_a_letter_or_a_list_on_standard_input(tmp_path):
    raw = (OWN / "gmail_reply_ru.eml").read_bytes()
    assert [line["file"] for line in run("-", given=raw, var=tmp_path)] == ["-"]
    name = str(OWN / "gmail_reply_ru.eml").encode()
    assert len(run("--files-from", "-", given=name + b"\n" + name, var=tmp_path)) == 2


def test_files_that_hold_only_a_body(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Thanks, it works.\n\nOn 1.2.2026 10:00, Ben <ben@desk.example> wrote:\n> Try now.\n"
    )
    (tmp_path / "b.html").write_text(
        "<p>Thanks,<br>it <b>works</b>.</p><blockquote type=cite>Try now.</blockquote>"
    )
    lines = run(
        "--text", str(tmp_path / "a.txt"), str(tmp_path / "b.html"), str(tmp_path / "c"), var=tmp_path / "v"
    )
    assert [list(line) for line in lines] == [["file", "reply_text", "error"]] * 3
    assert lines[0]["reply_text"] == "Thanks, it works."
    assert lines[1]["reply_text"].split() == ["Thanks,", "it", "works."]
    assert lines[2]["error"]
