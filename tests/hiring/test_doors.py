"""Every address that hiring and recommendations have, pages and calls of the API, for whoever is in no file:
as the resolver knows them, so that a new one is walked too.
"""

import pytest
from django.db.models import Model
from django.urls import URLPattern, get_resolver, reverse

from api.actions import make_key
from api.choices import Scope
from hiring.models import Candidate, CandidateFile, Dossier, Look, Member, Offer, Position, Scorecard, Step

pytestmark = pytest.mark.django_db
OURS = ("hiring.", "api.views.hiring")
# The addresses that exist for somebody who is named in no file, with what they answer to GET and to a POST
# that says nothing, and why each of them can neither name a file nor lead to one. All others are not found.
ABOUT_ME = {"about_me": (200, 404)}  # who looked at what is about the reader: they have a right to that
OF_THEIR_OWN = {
    "positions": (200, 404),  # those they are in: an empty list
    "recommendations": (200, 404),  # likewise
    "interviews": (200, 404),  # what they were asked to judge: likewise
    "position_new": (200, 422),  # begins a file of their own
    "recommendation_new": (200, 422),  # likewise; it offers the candidates of their own positions only
    "stages": (200, 422),  # the words of the whole desk, about nobody
}
# What is closed to them, for who may let themselves in and is written down: numbers and owners, no words.
DOORS = {"doors": (200, 404)}
OWN = {
    "amara": ABOUT_ME,  # agent
    "cleo": ABOUT_ME,  # lead of the team that is hired for
    "rita": ABOUT_ME,  # manager
    "otto": ABOUT_ME | OF_THEIR_OWN,  # manager who works on hiring
    "ada": ABOUT_ME | DOORS,  # administrator
}
COUNTED: tuple[type[Model], ...] = (
    *(Candidate, CandidateFile, Dossier, Look, Member, Offer, Position, Scorecard, Step),
)
TOLD = ("Kalle", "Agent for Billing", "She leads the shift")
METHODS = ("get", "post", "put", "patch", "delete")


def every_pattern(resolver=None, spaces=()):
    """Each pattern of the desk, with the namespaces around it."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield spaces, one
        else:
            yield from every_pattern(one, (*spaces, one.namespace) if one.namespace else spaces)


def addresses(numbers):
    """(name, whether it is of the API, address) of whatever a view of ours answers."""
    for spaces, one in every_pattern():
        view = getattr(one.callback, "view_class", getattr(one.callback, "cls", one.callback))
        if view.__module__.startswith(OURS) or "hiring" in spaces:
            wanted = {key: numbers[key] for key in one.pattern.converters}
            yield one.name, "api" in spaces, reverse(":".join((*spaces, one.name)), kwargs=wanted)


def pages_of_hiring(numbers):
    return [(name, address) for name, is_api, address in addresses(numbers) if not is_api]


def calls_of_hiring(numbers):
    return [address for _name, is_api, address in addresses(numbers) if is_api]


def held() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def test_they_are_all_walked(full):
    pages = {name for name, _address in pages_of_hiring(full)}
    assert len(pages) > 30
    assert set().union(*OWN.values()) < pages
    assert len(calls_of_hiring(full)) == 2


@pytest.mark.parametrize("who", OWN)
def test_for_whoever_is_not_named_no_address_exists(client, full, who, request):
    client.force_login(request.getfixturevalue(who))
    before = held()
    numbered = [address for _name, address in pages_of_hiring(full) if any(c.isdigit() for c in address)]
    for name, address in pages_of_hiring(full):
        for ask, status in zip((client.get, client.post), OWN[who].get(name, (404, 404)), strict=True):
            answer = ask(address, {"nothing": "said"})
            assert answer.status_code == status, (address, ask)
            for told in (*TOLD, *numbered):
                assert told not in answer.content.decode(), (address, told)
    palette = client.get(reverse("palette"), {"q": "Kalle"}).content.decode()
    assert "Kuusk" not in palette
    assert held() == before


def test_nor_does_a_call_for_their_programs_or_without_the_scope(
    client, full, mona, amara, cleo, rita, otto, ada
):  # fmt: skip
    before = held()
    others = [scope for scope in Scope.values if scope != Scope.HIRING]
    for user, scopes in ((mona, others), *((one, Scope.values) for one in (amara, cleo, rita, otto, ada))):
        _key, secret = make_key(by=user, name="A program", scopes=scopes)
        for address in calls_of_hiring(full):
            for method in METHODS:
                answer = getattr(client, method)(address, headers={"Authorization": f"Bearer {secret}"})
                if (user, method) == (otto, "get") and not any(c.isdigit() for c in address[8:]):
                    assert answer.json() == {"positions": []}
                else:
                    assert answer.status_code == 404, (user, method, address)
    assert held() == before


def test_who_is_named_and_loses_the_right_finds_nothing_any_more(client, full, lena):
    client.force_login(lena)
    assert client.get(reverse("hiring:position", args=[full["position_id"]])).status_code == 200
    lena.works_hiring = False
    lena.save(update_fields=["works_hiring"])
    for name, address in pages_of_hiring(full):
        assert client.get(address).status_code == (200 if name == "about_me" else 404), name
