"""The pages of each field: whose they are, what proves them, how to get there. See test_every_page.

Each module says PAGES (name → who looks), SHOWS (name → what proves it), NO_PAGES (names that are no page)
and may say QUERIES (name → what is asked in its address),
and `arguments(cast)`: name → arguments of its address, after making what the page shows; names left out
take none. `cast` has the people and things of the fixture by name, and `nasty`, a text that tries to be
markup.
"""

from tests.web.pages import (
    articles,
    backup,
    budget,
    demand,
    evaluations,
    figures,
    hiring,
    people,
    problems,
    qa,
    reports,
    rosters,
    routing,
    shifts,
    suggestions,
    surveys,
    training,
)

FIELDS = (
    articles,
    backup,
    budget,
    demand,
    evaluations,
    figures,
    hiring,
    people,
    problems,
    qa,
    reports,
    rosters,
    routing,
    shifts,
    suggestions,
    surveys,
    training,
)
