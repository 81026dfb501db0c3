"""The pages under the board know each other, and show nobody what they may not open."""

import pytest
from django.urls import reverse

from reports.navigation import PAGES, tabs

pytestmark = pytest.mark.django_db


def test_each_has_an_address():
    for page in PAGES:
        assert reverse(page.url)


@pytest.mark.parametrize(
    ("who", "names"),
    [("amara", []), ("cleo", ["Now", "Due soon", "Satisfaction"]),
     ("mona", ["Now", "Due soon", "Satisfaction", "Back-tests"])],
)  # fmt: skip
def test_whoever_may_open_it_sees_it(who, names, request):
    found = [str(tab.label) for tab in tabs(request.getfixturevalue(who), "now")]
    assert [name for name in found if name in names] == names
    assert bool(found) == bool(names)


@pytest.mark.parametrize("who", ["cleo", "mona"])
def test_every_page_shows_all_and_says_which_it_is(client, who, request):
    user = request.getfixturevalue(who)
    client.force_login(user)
    for page in PAGES:
        if not user.may(page.permission):
            assert client.get(reverse(page.url)).status_code == 404
            continue
        html = client.get(reverse(page.url)).content.decode()
        strip = html.split('class="board-tabs')[1].split("</nav>")[0]
        assert f'href="{reverse(page.url)}" aria-current="page"' in strip
        assert strip.count("<a ") == len(tabs(user, ""))
