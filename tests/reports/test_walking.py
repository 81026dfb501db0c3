"""What the walker takes for a number, what it calls it, and how long it expects its list to be."""

import pytest

from tests.reports.walking import kind_of, name_of, numbers

TABLE = (
    "<table><thead><tr><th>Team</th><th class='n'>Late</th></tr></thead><tbody><tr><th>A</th>{}</tr></table>"
)


def found(html: str) -> list[tuple]:
    return [(one.name, one.link, one.n) for one in numbers(f"<nav>7</nav><main>{html}</main>")]


@pytest.mark.parametrize(
    ("html", "name", "link", "n"),
    [
        (TABLE.format('<td class="n">5</td>'), "Late", "", 5),
        (TABLE.format('<td class="n"><a href="/l">1,205</a></td>'), "Late", "/l", 1205),
        (TABLE.format('<td class="n"><a href="/l">87.5 %</a> <small>of 12</small></td>'), "Late", "/l", 12),
        (TABLE.format('<td class="n"><a href="/l">2h 5m</a></td>'), "Late", "/l", None),
        (TABLE.format('<td class="n"><a href="/l" data-n="4">87.5 %</a></td>'), "Late", "/l", 4),
        (TABLE.format('<td class="n"><a href="/l" aria-label="Ann 3: 5">5</a></td>'), "Late", "/l", 5),
        ('<a class="figure" href="/l"><span>Due in 2 h</span><b>3</b><small>worst 9 m</small></a>',
         "Due in 2 h", "/l", 3),
        ('<div class="figure"><span>Hours</span><b>3.5<small> h</small></b></div>', "Hours", "", None),
        ('<section><h2>People</h2><span><a href="/l">3 there</a></span></section>', "there", "/l", 3),
        ('<section><h2>Open</h2><p><span class="num">12</span></p></section>', "Open", "", 12),
        ('<svg class="chart"><title>Came</title><a href="/l" aria-label="Week of 23 Nov 2026: 29"></a></svg>',
         "Came", "/l", 29),
        ('<svg class="chart"><title>Kept</title><a href="/l" aria-label="Ann: 87.5 %, of 12, few"></a></svg>',
         "Kept", "/l", 12),
        ('<svg class="chart"><title>Came</title><g><title>9:00: 3, usually 1.2</title></g></svg>',
         "Came", "", 3),
    ],
)  # fmt: skip
def test_a_number_its_name_and_its_list(html, name, link, n):
    assert found(html) == [(name, link, n)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>On 3 May 12 came</p>", "<small>12</small>", "<time>12:30</time>", "<td class='n'>–</td>",
        '<span aria-hidden="true">3</span>', '<form><b class="num">3</b></form>',
        '<a href="/tickets/12/"><span class="mono">#12</span> Question</a>',
        '<svg class="chart"><title>x</title><g><title>Week of 1 May</title></g></svg>',
    ],
)  # fmt: skip
def test_what_is_none(html):
    assert found(html) == []


def test_days_in_names_are_alike_and_addresses_are_of_a_kind():
    (one,) = numbers(f"<main>{TABLE.replace('Late', '30 Nov').format('<td class=n>5</td>')}</main>")
    assert name_of(one) == "day"
    assert kind_of("/inbox/?view=late&team=a") == kind_of("/inbox/?view=late&team=b#x")
    assert kind_of("/inbox/?view=late&team=a") != kind_of("/inbox/?view=due&team=a")
