"""Every number and mark on every dashboard, as each role: the list it opens is as long as it says, and nobody
sees what they may not.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from reports import urls, urls_my
from tests.reports.dashboards import (
    ACTS,
    AGENT,
    LEAD,
    LEAD_OF_OTHERS,
    MANAGER,
    MANAGING,
    MONEY,
    NO_LIST,
    PAGES,
    THOROUGH,
    WALKERS,
)
from tests.reports.walkers import Step, Walk, trouble_with
from tests.reports.walking import LISTS, kind_of, name_of
from tests.reports.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Built once, and taken back at the end: who walks changes nothing."""
    pulse = {f"WORKER_{name}": f"tests.reports.world.{name.lower()}" for name in ("PULSE", "JOBS")}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**pulse):
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walks(world) -> dict[str, tuple[Walk, list[Step]]]:
    found = {}
    for who in WALKERS:
        cache.clear()
        walk = Walk(getattr(world, who))
        pages = {page: view for view, page in addresses(world) if who in PAGES[view][0]}
        found[who] = walk, walk.steps(pages, thorough=who in THOROUGH)
    return found


def addresses(world) -> Iterator[tuple[str, str]]:
    arguments = {
        "reports:problem": [world.problem.pk], "reports:report": [world.report.pk],
        "reports:backtest_run": [world.run.pk], "reports:person": [world.tove.pk],
    }  # fmt: skip
    for view, (_may, asked) in PAGES.items():
        for query in asked:
            yield view, reverse(view, args=arguments.get(view, [])) + query


def test_no_page_is_forgotten():
    """A new address is walked, opened by a number, or named as what is neither."""
    names = {f"reports:{one.name}" for one in urls.urlpatterns}
    names |= {f"mine:{one.name}" for one in urls_my.urlpatterns}
    assert names == {*PAGES} | {one for one in LISTS if one.startswith("reports:")} | {
        f"reports:{name}" for name in ACTS | MONEY
    }


@pytest.mark.parametrize("who", WALKERS)
def test_a_page_is_opened_by_whom_it_is_for_and_by_nobody_else(world, walks, who):
    walk = walks[who][0]
    for view, page in addresses(world):
        assert walk.open(page).status == (200 if who in PAGES[view][0] else 404), page


@pytest.mark.parametrize("who", WALKERS)
def test_every_number_opens_a_list_that_long(walks, who):
    steps = walks[who][1]
    troubles = [trouble for step in steps if (trouble := trouble_with(step))]
    assert troubles == []
    assert sum(bool(step.opened and step.opened.count) for step in steps) >= (5 if who == AGENT else 60)


def test_whatever_needs_no_list_is_there(walks):
    """What is excused and nowhere met is taken out of the table above."""
    met = {(step.page, name_of(step.number)) for _walk, steps in walks.values() for step in steps}
    assert {*NO_LIST} - met == set()


@pytest.mark.parametrize("who", WALKERS)
def test_nobody_reads_of_a_ticket_that_is_not_theirs(walks, who):
    """Neither its number as a link nor a word of its subject, on no page and in no list."""
    walk = walks[who][0]
    assert walk.leaks == []
    assert who in MANAGING or len(walk.subjects) < 60


@pytest.mark.parametrize("who", [LEAD_OF_OTHERS, AGENT, "nora"])
def test_the_lists_of_others_show_nobody_more(world, walks, who):
    """A lead of another team, an agent, and one of another team open what the lead and the manager have."""
    walk = Walk(getattr(world, who))
    kinds = {}
    for other in (MANAGER, LEAD):
        for step in walks[other][1]:
            if step.opened and step.opened.count:
                kinds[other, kind_of(step.address)] = step.address
    assert len(kinds) > 40
    for address in kinds.values():
        assert walk.open(address).status in (200, 404), address
    assert walk.leaks == []
    refused = sum(found.status == 404 for found in walk.known.values())
    assert refused >= (3 if who == LEAD_OF_OTHERS else 15)


def test_a_problem_of_other_teams_is_nowhere(world, walks):
    page = reverse("reports:problem", args=[world.hidden_problem.pk])
    assert walks[LEAD][0].open(page).status == 404
    assert walks[LEAD_OF_OTHERS][0].open(page).status == 200
    assert "node down" not in walks[LEAD][0].open(reverse("reports:problems")).html
