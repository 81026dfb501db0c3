"""The tool: JSON lines in, JSON lines out; what cannot be read is told and the others go on."""

import io
import json
import tomllib

import pytest
from django.core.management import CommandError, call_command

from qa.tone_words import HINTS
from qa.tones import undertones
from qa.tones.languages import DATA, LANGUAGES

LINES = b"""{"id": 1, "text": "Shut up, {name}.", "lang": "en"}
nonsense
[1]
{"id": 2, "lang": "en"}
{"id": 3, "text": 7, "lang": "en"}
{"id": {}, "text": "", "lang": "en"}

{"id": "\xff", "text": "", "lang": "en"}
{"id": "x", "text": "Hello Mark", "lang": "tlh", "name": "Dana", "context": null}
"""


def told(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("tone_check", "--json", *args, stdout=out, stderr=err)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines()


def test_lines_of_a_file_and_what_is_wrong_with_others(tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_bytes(LINES)
    answers, errors = told(str(path))
    assert [answer["id"] for answer in answers] == [1, "x"]
    assert [found["kind"] for found in answers[0]["findings"]] == ["rude", "careless"]
    assert set(answers[0]["findings"][0]) == {"kind", "start", "end", "rule", "confidence"}
    assert answers[1] == {
        "id": "x",
        "polite_score": answers[1]["polite_score"],
        "findings": [],
        "layers": ["rules"],
    }
    assert [line.split(":")[0] for line in errors] == [f"line {number}" for number in (2, 3, 4, 5, 6, 8)]
    assert "no text" in errors[2]


def test_standard_input_and_a_file_that_is_not_there(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    assert len(told()[0]) == 2
    with pytest.raises(CommandError, match="cannot be read"):
        told("/no/such/file")


def test_every_rule_has_a_hint_for_the_agent():
    files = [tomllib.loads((DATA / f"{code}.toml").read_text("utf-8")) for code in LANGUAGES]
    assert {rule["name"] for told in files for rule in told["rule"]} <= set(HINTS)
    assert set(undertones.RULES.values()) <= set(HINTS)
    assert all(str(hint) for hint in HINTS.values())
