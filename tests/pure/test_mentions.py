"""Who is meant by which handle."""

import pytest

from tickets.mentions import Person, handles_of, marked, mentioned

BEN = Person(1, "Ben Lepik", "ben@desk.example")
ANNE = Person(2, "Anne-Mari O'Neil", "anne.mari@desk.example")
PILLE = Person(3, "Pille Õun", "pille.oun@desk.example")
TWO = [Person(4, "Jaan Tamm", "jaan@desk.example"), Person(5, "Jaan Tamm", "jaan@network.example")]
HANDLES = handles_of([BEN, ANNE, PILLE, *TWO])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@ben please look", [1]),
        ("Ask @Ben, @benlepik (@BenLepik).", [1]),
        ("@pilleõun @PilleÕUN @pilleo\u0303un", [3]),
        ("@anne.mari. Then @ben...", [2, 1]),
        ("@anne-marioneil", [2]),
        ("@ben's", [1]),
        ("mail ben@desk.example, x@ben, https://x.example/@ben, @@ben", []),
        ("@benjamin @be @nobody @ @-", []),
        ("@jaan @jaantamm", []),  # two of them
        ("`@ben` and\n```\n@anne.mari\n```", []),
        ("```\n@ben", []),
    ],
)
def test_who_is_mentioned(text, people):
    assert mentioned(text, HANDLES) == people


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>@ben, @nobody.</p>", "<p><mark>@ben</mark>, @nobody.</p>"),
        ("<p>@Ben.</p>", "<p><mark>@Ben</mark>.</p>"),
        (
            '<a href="/@ben">@ben</a> <code>@ben</code> <b>@ben</b>',
            '<a href="/@ben">@ben</a> <code>@ben</code> <b><mark>@ben</mark></b>',
        ),
        ("a &lt;@ben&gt;", "a &lt;<mark>@ben</mark>&gt;"),
    ],
)
def test_the_mark(html, shown):
    assert marked(html, HANDLES) == shown


def test_what_one_would_type_comes_first():
    assert list(handles_of([BEN])) == ["ben", "benlepik"]
    assert list(handles_of([Person(6, "", "x@desk.example")])) == ["x"]
