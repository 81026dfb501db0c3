"""The tray: one's own notices, page by page, marked as read, and where they lead."""

import re

import pytest
from django.urls import reverse

from notices import queries
from notices.actions import notify
from notices.choices import Kind
from notices.models import Notice, Wish

pytestmark = pytest.mark.django_db
TRAY = "/notices/"


def tell(*people, count=1, **fields):
    for n in range(count):
        given = {"words": "Nr {n}", "params": {"n": n}, "page": "staff:profile"} | fields
        notify(people, key=f"k{n}", kind="escalation", **given)
    return Notice.objects.filter(recipient=people[0]).order_by("pk")


def html(client, url=TRAY):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_amara_sees_hers_and_nobody_elses(client, amara, ben):
    tell(amara, words="For Amara")
    (bens,) = tell(ben, words="For Ben")
    client.force_login(amara)
    page = html(client)
    assert "For Amara" in page
    assert "For Ben" not in page
    for name in ("notices:follow", "notices:read"):
        url = reverse(name, args=[bens.pk])
        assert (client.get(url) if name == "notices:follow" else client.post(url)).status_code == 404
    assert not Notice.objects.filter(recipient=ben).exclude(read_at=None)


def test_a_stranger_is_sent_to_sign_in(client, amara):
    (notice,) = tell(amara)
    for url in (TRAY, reverse("notices:follow", args=[notice.pk]), reverse("notices:wishes")):
        assert client.get(url).status_code == 302
    assert client.post(reverse("notices:read_all")).status_code == 302
    assert Notice.objects.filter(read_at=None).exists()


def test_the_sidebar_counts_what_is_unread(client, amara, ticket):
    tell(amara, count=3)
    client.force_login(amara)
    assert '<span class="num " data-count="notices">3</span>' in html(client, "/inbox/")
    # Without a poll of its own: the pulse of the list brings the number along.
    pulse = client.get("/inbox/pulse/?known=x", headers={"HX-Request": "true"}).content.decode()
    assert """<span hx-swap-oob="innerHTML:[data-count='notices']">3</span>""" in pulse


def test_following_a_notice_reads_it_and_leads_there(client, amara):
    (notice,) = tell(amara)
    client.force_login(amara)
    assert client.get(reverse("notices:follow", args=[notice.pk])).url == reverse("staff:profile")
    notice.refresh_from_db()
    assert notice.read_at
    assert "Nothing new" in html(client)
    assert "Nr 0" in html(client, TRAY + "?show=all")


def test_a_notice_whose_page_is_gone_leads_back_to_the_tray(client, amara):
    (notice,) = tell(amara, page="no:such")
    client.force_login(amara)
    assert client.get(reverse("notices:follow", args=[notice.pk])).url == TRAY


def test_mark_one_and_mark_all_with_and_without_scripts(client, amara):
    first, *_ = tell(amara, count=4)
    client.force_login(amara)
    answer = client.post(reverse("notices:read", args=[first.pk]), headers={"HX-Request": "true"})
    assert "Nr 0" not in answer.content.decode()
    assert "innerHTML:[data-count='notices']\">3<" in answer.content.decode()
    assert answer.content.decode().count(" data-focus") == 1  # the keyboard goes on at the first row
    second = Notice.objects.get(key="k1")
    assert client.post(reverse("notices:read", args=[second.pk])).url == TRAY
    # What came after the page was shown stays unread.
    answer = client.post(reverse("notices:read_all"), {"newest": Notice.objects.get(key="k2").pk})
    assert answer.url == TRAY
    assert [n.key for n in Notice.objects.filter(read_at=None)] == ["k3"]


def test_pages(client, amara, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    tell(amara, count=5)
    client.force_login(amara)
    page = html(client)
    assert [n for n in range(5) if f"Nr {n}" in page] == [3, 4]
    older = Notice.objects.get(key="k3").pk
    assert f"?before={older}" in page
    page = html(client, f"{TRAY}?before={older}")
    assert [n for n in range(5) if f"Nr {n}" in page] == [1, 2]
    assert "That was the last page" in html(client, f"{TRAY}?before=1")
    assert "Nr 4" in html(client, f"{TRAY}?before=nonsense")


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_rows(client, amara, ticket, count, django_assert_max_num_queries):
    tell(amara, count=count, about=("ticket", ticket.pk), page="tickets:ticket", page_args=[ticket.pk])
    client.force_login(amara)
    html(client)
    with django_assert_max_num_queries(6):  # session, user, rows, door, two for the sidebar
        html(client)


def test_amara_chooses_for_each_kind_at_once_once_a_day_or_never(client, amara):
    client.force_login(amara)
    url, chosen = reverse("notices:wishes"), {kind.value: "never" for kind in Kind}
    assert chosen_in(html(client, url)) == {"answer": "letter", "mentioned": "digest"}
    assert client.post(url, chosen | {"escalation": "letter", "assigned": "digest"}).url == url
    assert chosen_in(html(client, url)) == {"escalation": "letter", "assigned": "digest"}
    assert not Wish.objects.get(user=amara, kind="escalation", way="digest").on
    client.post(url, chosen)
    assert chosen_in(html(client, url)) == {}
    assert client.post(url, chosen | {"alarm": "pigeon"}).status_code == 200
    assert client.post(url, {}).status_code == 200
    assert chosen_in(html(client, url)) == {}


def chosen_in(page: str) -> dict[str, str]:
    """What is chosen, where it is not never."""
    ticked = [one for one in re.findall(r"<input[^>]*>", page) if "checked" in one and "radio" in one]
    found = {re.search(r'name="(\w+)"', one)[1]: re.search(r'value="(\w+)"', one)[1] for one in ticked}
    return {kind: way for kind, way in found.items() if way != "never"}


def test_what_comes_to_the_browser_is_chosen_beside_it(client, amara):
    client.force_login(amara)
    url, never = reverse("notices:wishes"), {kind.value: "never" for kind in Kind}
    client.post(url, never | {"waking-push": "on"})
    assert Wish.objects.get(user=amara, kind="waking", way="push").on
    assert not Wish.objects.get(user=amara, kind="mentioned", way="push").on
    ticked = re.findall(r'<input type="checkbox" name="([\w-]+)"[^>]*checked', html(client, url))
    assert ticked == ["waking-push"]
