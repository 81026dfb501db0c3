"""Every difference from a set of expectations has been looked at, and says who is right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mail_reviewed import FIELDS, LIST, SAYS, differences, report, reviews

ROOT = Path(__file__).resolve().parent.parent.parent
MAILS = Path(os.environ.get("HELPDESK_MAILS", ROOT.parent / "shared" / "data" / "mail" / "open"))


def test_every_review_names_a_field_and_says_why():
    found = reviews("imap_tools")
    assert len({(each.field, each.file) for each in found}) == len(found) > 10
    assert {each.field for each in found} <= set(FIELDS)
    assert {each.right for each in found} <= set(SAYS)
    assert all(len(each.why) > 30 for each in found)


def test_what_nobody_has_looked_at_is_named_and_so_is_what_differs_no_more():
    first = reviews("imap_tools")[0]
    said = report("imap_tools", {(first.field, first.file), ("subject", "imap_tools/new.eml")})
    assert said[0].endswith(f"ours is right. {first.why}")
    assert "imap_tools/new.eml: nobody has looked at it" in said[1]
    assert sum("differs no more" in line for line in said) == len(reviews("imap_tools")) - 1
    assert report("a set nobody has looked at", {("subject", "x.eml")}) == []


@pytest.mark.skipif(not (MAILS / "imap_tools.jsonl").is_file(), reason="the set of mails is not there")
def test_the_differences_are_those_that_were_looked_at(tmp_path):
    """If this fails: read the mail, mend the parser or write down in the list who is right."""
    names, answers = tmp_path / "names", tmp_path / "answers"
    files = sorted(str(each) for each in (MAILS / "imap_tools").rglob("*") if each.is_file())
    names.write_text("".join(f"{each}\n" for each in files))
    with answers.open("wb") as into:
        command = [sys.executable, "manage.py", "mail_parse", "--json", "--files-from", str(names)]
        subprocess.run(command, stdout=into, cwd=ROOT, check=True)
    found = differences(MAILS.parent / "score.py", MAILS / "imap_tools.jsonl", answers)
    assert found == {(each.field, each.file) for each in reviews("imap_tools")}, LIST
