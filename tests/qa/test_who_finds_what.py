"""Every address of the reviews, asked by everybody: whose it is finds it, for all others it is not there.

What is reviewed is Amara's, of Billing; Cleo, who leads Billing, gave it. Each word below stands in one place
alone: where it is read, somebody reads that.
"""

import io
import zipfile

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from api.actions import make_key
from api.choices import Scope
from qa import actions
from qa.choices import State
from qa.models import Finding, Loop, Reading, Review
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import ALL, DAY, a_plan, a_scorecard, an_answer, begun, given
from tickets.actions import reply

pytestmark = pytest.mark.django_db

PERSON, REVIEWER, LEAD, MANAGER, ADMIN = ("amara", "cleo", "lena", "mona", "ada")
COLLEAGUE, OTHER_AGENT, OTHER_LEAD = STRANGERS = ("ben", "nora", "kai")
EVERYBODY = {PERSON, REVIEWER, LEAD, MANAGER, ADMIN, *STRANGERS}
MANAGERS = {MANAGER, ADMIN}
REVIEWERS = {REVIEWER, LEAD, OTHER_LEAD, *MANAGERS}
LEADS_OF_BILLING = {REVIEWER, LEAD, *MANAGERS}
# Who finds what: name → (GET or POST, who). A new address is asked for here.
FOUND: dict[str, tuple[str, set[str]]] = {
    "reviews": ("get", EVERYBODY),
    "quality": ("get", EVERYBODY),
    "coachings": ("get", EVERYBODY),
    "calibrations": ("get", REVIEWERS),
    "review": ("get", {PERSON, *LEADS_OF_BILLING}),
    "acknowledge": ("post", {PERSON}),
    "dispute": ("post", {PERSON}),
    "settle": ("post", {REVIEWER, *MANAGERS}),
    "pass_up": ("post", {REVIEWER}),
    "write": ("get", {REVIEWER}),
    "drop": ("post", {REVIEWER}),
    "marks": ("post", {REVIEWER}),
    "begin": ("get", LEADS_OF_BILLING),
    "of_ticket": ("get", LEADS_OF_BILLING),
    "coaching_new": ("get", LEADS_OF_BILLING),
    "coaching": ("get", {PERSON, *LEADS_OF_BILLING}),
    "coaching_follow_up": ("post", {REVIEWER, *MANAGERS}),
    "coaching_close": ("post", {REVIEWER, *MANAGERS}),
    "calibration": ("get", LEADS_OF_BILLING),
    "calibration_item": ("get", LEADS_OF_BILLING),
    "calibration_say": ("post", MANAGERS),
    "calibration_close": ("post", MANAGERS),
    "loops": ("get", REVIEWERS),
    "loop": ("get", LEADS_OF_BILLING),
    **dict.fromkeys(("loop_take_up", "loop_question", "loop_decline"), ("post", MANAGERS)),
    "checks": ("get", MANAGERS),
    "check": ("get", {MANAGER}),
    "tone": ("get", EVERYBODY),
    "tone_rules": ("get", REVIEWERS),
    "tone_finding": ("get", {PERSON, *LEADS_OF_BILLING}),
    "tone_judge": ("post", LEADS_OF_BILLING),
    "tone_dispute": ("post", {PERSON}),
    "tone_settle": ("post", {REVIEWER, *MANAGERS}),
    "tone_pass_up": ("post", {REVIEWER}),
    "tone_nudge": ("post", {PERSON, COLLEAGUE, *LEADS_OF_BILLING}),
    **dict.fromkeys(("calibration_new", "scorecards", "scorecard_new", "scorecard"), ("get", MANAGERS)),
    **dict.fromkeys(("plans", "plan_new", "plan", "plan_change", "cycle"), ("get", MANAGERS)),
    **dict.fromkeys(("scorecard_retire", "plan_end"), ("post", MANAGERS)),
}
# Of the review: what stands in it, and whose eyes each is for.
SAID = {"words": "quokka", "dispute": "wombat", "aside": "axolotl", "begun": "narwhal", "coaching": "okapi"}
SAID["tone"] = "numbat"
READ_BY = {
    "quokka": {PERSON, *LEADS_OF_BILLING}, "wombat": {PERSON, *LEADS_OF_BILLING}, "axolotl": LEADS_OF_BILLING,
    "narwhal": {REVIEWER}, "okapi": {PERSON, *LEADS_OF_BILLING},
    "numbat": {PERSON, *LEADS_OF_BILLING},
}  # fmt: skip
NAME = "Amara Kask"


@pytest.fixture
def cast(amara, ben, cleo, nora, mona, billing, network):
    people = {one.email.partition("@")[0]: one for one in (amara, ben, cleo, nora, mona)}
    for name, role, teams in (
        ("lena", "lead", (billing,)),
        ("kai", "lead", (network,)),
        ("ada", "admin", ()),
    ):
        people[name] = hire(
            email=f"{name}@desk.example", full_name=f"{name.title()} Org", role=role, teams=teams
        )
    return people


@pytest.fixture
def arguments(cast, ticket, network, eve, amara, cleo, mona):
    """A disputed review of Amara's and all that follows from one; and one of Nora's by Kai, far away."""
    card = a_scorecard(mona)
    said = {"words": SAID["words"], "aside": SAID["aside"]}
    one = given(an_answer(ticket, amara), card, cleo, **said)
    Review.objects.filter(pk=one.pk).update(chance=0.5)
    actions.dispute(one, criteria=["c1"], words=SAID["dispute"], by=amara)
    draft = begun(an_answer(ticket, amara, "More."), card, cleo)
    actions.write_review(draft, answers=ALL, by=cleo, seen=0, words=SAID["begun"])
    last = an_answer(ticket, amara, "And more.")
    sounding = an_answer(ticket, amara, "Obviously you did not read my letter.")
    actions.note_tone(sounding.pk)
    finding = sounding.tone_findings.first()
    actions.judge(finding, verdict="confirmed", by=cleo)
    actions.dispute_tone(finding, words=SAID["tone"], by=amara)
    elsewhere = make_ticket(requester=eve, team=network)
    given(an_answer(elsewhere, cast["nora"], "Elsewhere."), card, cast["kai"])
    reply(ticket, by=amara, text="Earlier.", at=timezone.now() - 9 * DAY)
    plan = a_plan(mona, starts_on=timezone.localdate() - 14 * DAY)
    actions.draw_next(plan, at=timezone.now(), seed=1)
    coached = actions.open_coaching(
        reviews=[one], criterion="c3", action=SAID["coaching"], by=cleo,
        follow_up_on=timezone.localdate() + 9 * DAY,
    )  # fmt: skip
    checked = next(each for each in actions.draw_checks(each=1, by=mona) if each.review_id == one.pk)
    session = actions.open_calibration(
        name="Tone", scorecard=card, messages=[last], people=[cleo, cast["lena"]], by=mona,
        due_on=timezone.localdate(),
    )  # fmt: skip
    loop = Loop.objects.create(
        scorecard=card.scorecard, criterion="c1", title="Friendly", opened_at=timezone.now()
    )
    whose = {"person": amara, "team": one.team, "found_at": timezone.now()}
    Finding.objects.create(loop=loop, review=one, criterion="c1", **whose)
    of_one = ["review", "acknowledge", "dispute", "settle", "pass_up", "coaching_new"]
    found = [
        ([one.pk], of_one), ([draft.pk], ["write", "drop", "marks"]), ([last.pk], ["begin"]),
        ([ticket.pk], ["of_ticket"]), ([plan.pk], ["plan", "plan_change", "plan_end"]),
        ([finding.pk], ["tone_finding", "tone_judge", "tone_dispute", "tone_settle", "tone_pass_up"]),
        ([ticket.pk], ["tone_nudge"]),
        ([checked.pk], ["check"]),
        ([plan.pk, 1], ["cycle"]), ([session.pk, 1], ["calibration_item"]),
        ([session.pk], ["calibration", "calibration_say", "calibration_close"]),
        ([loop.pk], ["loop", "loop_take_up", "loop_question", "loop_decline"]),
        ([coached.pk], ["coaching", "coaching_follow_up", "coaching_close"]),
        ([card.scorecard_id], ["scorecard", "scorecard_retire"]),
    ]  # fmt: skip
    return {name: [] for name in FOUND} | {name: numbers for numbers, names in found for name in names}


def asked(client, name, arguments, **query):
    """The answer and what stands in it; nothing stays of what it did."""
    call = client.get if FOUND[name][0] == "get" else client.post
    with transaction.atomic():
        answer = call(reverse(f"qa:{name}", args=arguments[name]), query)
        text = said(answer)
        transaction.set_rollback(True)
    return answer, text


def said(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return body.decode()


def test_every_address_says_who_finds_it():
    assert {one.name for one in get_resolver("qa.urls").url_patterns} == set(FOUND)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_theirs_is_found_and_all_else_is_not(client, cast, arguments, who):
    client.force_login(cast[who])
    wrong = []
    for name, (_method, finds) in FOUND.items():
        answer, text = asked(client, name, arguments)
        fits = answer.status_code in {200, 204, 302, 422} if who in finds else answer.status_code == 404
        leaked = [word for word, eyes in READ_BY.items() if word in text and who not in eyes]
        if not fits or leaked or (NAME in text and who in STRANGERS):
            wrong.append((name, answer.status_code, leaked))
    assert wrong == []


def test_nobody_finds_anything_without_signing_in(client, cast, arguments):
    """Not with a key for programs either: it opens nothing here."""
    _key, token = make_key(by=cast[MANAGER], name="Mine", scopes=Scope.values)
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        client.logout()
        client.defaults = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        for name in FOUND:
            answer, _text = asked(client, name, arguments)
            assert answer.status_code == 302, name
            assert answer.url.startswith("/sign-in/"), name


@pytest.mark.parametrize("who", STRANGERS)
def test_no_shelf_filter_or_table_to_take_away_knows_of_it(client, cast, arguments, who):
    """Nor of Nora's, for Ben: whatever is asked for, an agent and another team get their own."""
    client.force_login(cast[who])
    shelves = ("mine", "all", "given", "write", "settle")
    ways = ("person", "team", "criterion", "channel", "language", "type", "scorecard", "cause")
    strange = [NAME, *READ_BY, *(["Nora Ilves"] if who == COLLEAGUE else []), "Billing"]
    for taken in ("", "csv", "xlsx"):
        wanted = [("reviews", {"show": show, "q": q}) for show in shelves for q in ("", "Amara", "Nora")]
        wanted += [("quality", {"by": way, "drawn": drawn}) for way in ways for drawn in "01"]
        for name, query in wanted:
            _, text = asked(client, name, arguments, **query, **({"as": taken} if taken else {}))
            if name == "reviews" and not taken:
                text = text.partition('<ul class="rules">')[2]
            if not taken and name == "quality":
                text = text.partition('class="table"')[2]
            assert [word for word in strange if word in text] == [], (taken, name, query)


def test_an_agent_takes_away_their_own_and_a_lead_the_teams(client, cast, arguments):
    people = {
        PERSON: {NAME}, COLLEAGUE: set(), OTHER_AGENT: {"Nora Ilves"}, LEAD: {NAME},
        OTHER_LEAD: {"Nora Ilves"}, MANAGER: {NAME, "Nora Ilves"}, ADMIN: {NAME, "Nora Ilves"},
    }  # fmt: skip
    for who, names in people.items():
        client.force_login(cast[who])
        show = "all" if who in REVIEWERS else "mine"
        for taken in ("csv", "xlsx"):
            _, text = asked(client, "reviews", arguments, show=show, **{"as": taken})
            assert {name for name in (NAME, "Nora Ilves", "Ben Lepik") if name in text} == names, who


def test_who_opens_somebodys_review_is_written_down_whichever_way(client, cast, arguments):
    one = reverse("qa:review", args=arguments["review"])
    ways = {
        "page": lambda: client.get(one),
        "loop": lambda: client.get(reverse("qa:loop", args=arguments["loop"])),
        "decision": lambda: client.post(reverse("qa:settle", args=arguments["settle"]), {"answer": ""}),
        "csv": lambda: said(client.get(reverse("qa:reviews"), {"show": "all", "as": "csv"})),
        "xlsx": lambda: said(client.get(reverse("qa:reviews"), {"show": "all", "as": "xlsx"})),
    }
    for way, opened in ways.items():
        Reading.objects.all().delete()
        client.force_login(cast[MANAGER])
        opened()
        opened()
        mine = Reading.objects.filter(review=arguments["review"][0])
        assert [row.reader for row in mine] == [cast[MANAGER]], way
    for who in (PERSON, REVIEWER):
        Reading.objects.all().delete()
        client.force_login(cast[who])
        for opened in ways.values():
            opened()
        assert not Reading.objects.filter(reader=cast[who]).exists()
    assert not Reading.objects.filter(review__state=State.BEGUN).exists()
