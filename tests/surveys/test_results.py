"""Figures of what customers said: each counts what its list shows, and everybody sees what is theirs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from customers.actions import welcome_contact
from qa.sampling import wilson
from reports import satisfaction
from reports.counted import counting
from reports.models import TicketFact
from reports.satisfaction import GROUPS, SHOWS, Choice, listed, overall, scope, table
from staff.choices import SkillKind
from staff.models import Skill
from tests.factories import make_ticket
from tests.surveys.ground import asked_about, switch_on
from tickets.access import surveys_for
from tickets.actions import change_team, tag
from tickets.actions.product_signs import add_sign
from tickets.actions.surveying import rate
from tickets.models import Survey, Ticket, TicketType
from tickets.products import signs

PAGE, MINE = reverse("reports:satisfaction"), reverse("reports:my_satisfaction")


@pytest.fixture
def say(billing, network):
    """say(team, by, score): a customer of their own is asked, and answers, or does not."""
    switch_on(billing)
    switch_on(network)
    number = iter(range(1000))

    def said(team, by, score=None, words="", **fields) -> Survey:
        n = next(number)
        who = welcome_contact(address=f"c{n}@x.example", name=f"Customer {n}", language=["en", "et"][n % 2])
        ticket = make_ticket(requester=who, team=team, subject=f"Question {n} of {team.slug}", **fields)
        tag(ticket, by=by, tags=["refund"] if n % 2 else ["refund", "card"])
        survey = asked_about(ticket, by)
        return rate(survey, by=who, score=score, comment=words) if score else survey

    return said


@pytest.fixture
def several(say, billing, network, amara, ben, nora):
    """Of Billing six asked, four answered, two satisfied; of Network one."""
    for by, score, words in (
        (amara, 5, "Lovely"), (amara, 2, "Never again"), (ben, 4, ""), (ben, 3, ""), (ben, None, ""),
        (amara, None, ""),
    ):  # fmt: skip
        say(billing, by, score, words)
    return say(network, nora, 1, "Network was down")


@pytest.fixture
def products(several, mona) -> dict[str, Skill]:
    """Cards by a tag, Lines by the type of one ticket and by a tag of others; nobody asked about Towers."""
    found = {
        name: Skill.objects.create(name=name, kind=SkillKind.PRODUCT) for name in ("Cards", "Lines", "Towers")
    }
    kind = TicketType.objects.create(name="Outage")
    Ticket.objects.filter(surveys__score=2).update(type=kind)
    for name, sign in (
        ("Cards", {"tag": "card"}), ("Lines", {"type": kind}), ("Lines", {"tag": "card"}),
        ("Towers", {"tag": "tower"}),
    ):  # fmt: skip
        add_sign(found[name], sign, by=mona)
    return found


def test_the_figures(several, mona, billing):
    rows = scope(mona, Choice(team=billing.pk), timezone.now())
    whole, _scores = overall(rows)
    assert (whole.asked, whole.answered, whole.satisfied, whole.mean) == (6, 4, 2, 3.5)
    assert (whole.rate, whole.share, whole.interval) == (4 / 6, 0.5, wilson(2, 4))
    assert overall(rows.none())[0].share is None


def test_every_figure_counts_what_its_list_shows(client, products, mona):
    """Every link on the page with a number on it, for every table."""
    client.force_login(mona)
    for by in GROUPS:
        html = client.get(PAGE, {"by": by}).content.decode()
        found = re.findall(r'href="(\?[^"]*)"[^>]*>(?:<span>[^<]*</span><b>)?(\d+)<', html)
        assert len(found) > 8
        for url, number in found:
            shown = client.get(PAGE + url.replace("&amp;", "&")).content.decode()
            assert shown.count('class="row apart wrap"><span') == int(number), (by, url)


def test_tables_add_up(products, mona):
    rows = scope(mona, Choice(), timezone.now())
    for by in GROUPS:
        lines = table(rows, Choice(by=by))
        assert sum(line.asked for line in lines) == {"topic": 11, "product": 9}.get(by, 7)
    assert sum(rows.filter(SHOWS[show][1]).count() for show in "12345") == listed(rows, "").count()


def test_by_product_as_its_signs_say(products, cleo, mona):
    """A ticket of two products is in both lines; a lead's lines are of their teams."""

    def lines(reader, **chosen):
        choice = Choice(by="product", **chosen)
        found = table(scope(reader, choice, timezone.now()), choice)
        return {line.name: (line.asked, line.answered, line.satisfied) for line in found}

    assert lines(mona) == {"Cards": (4, 3, 2), "Lines": (5, 4, 2)}
    assert lines(cleo) == {"Cards": (3, 2, 2), "Lines": (4, 3, 2)}
    assert lines(mona, product=products["Lines"].pk) == {"Lines": (5, 4, 2)}
    assert lines(mona, product=products["Towers"].pk) == {}
    for one in Ticket.objects.all():
        of = [pk for pk in signs().every if Ticket.objects.filter(signs().tickets_of(pk), pk=one.pk).exists()]
        assert of == signs().products(one.type_id, one.tags)


def test_a_desk_without_products_is_told_who_says_which(client, several, mona):
    client.force_login(mona)
    assert "Managers say which are" in client.get(PAGE, {"by": "product"}).content.decode()


def test_what_was_chosen_is_said_and_kept(client, products, mona, cleo, dana):
    """But for the name of an organisation of which this reader may read nothing."""
    client.force_login(mona)
    html = client.get(PAGE, {"product": products["Lines"].pk, "type": "none"}).content.decode()
    assert "Product: Lines" in html
    assert "Type: None" in html
    assert f'name="product" value="{products["Lines"].pk}"' in html
    house = dana.organisation
    client.force_login(cleo)
    hidden = client.get(PAGE, {"organisation": house.pk}).content.decode()
    assert house.name not in hidden
    assert "Nobody was asked" in hidden


def test_a_table_has_so_many_lines_and_says_so(client, products, mona, monkeypatch):
    monkeypatch.setattr(satisfaction, "MOST", 1)
    rows = scope(mona, Choice(), timezone.now())
    assert [(line.name, line.asked) for line in table(rows, Choice(by="product"))] == [("Lines", 5)]


def test_a_lead_reads_their_teams_an_agent_their_own_tickets(client, several, cleo, amara, nora, mona):
    counts = {cleo: 6, amara: 3, nora: 1, mona: 7}
    assert {who: surveys_for(who).count() for who in counts} == counts
    client.force_login(cleo)
    html = client.get(PAGE).content.decode()
    assert "Never again" in html
    assert "Network was down" not in html
    client.force_login(amara)
    assert client.get(PAGE).status_code == 404
    mine = client.get(MINE).content.decode()
    assert "Never again" in mine
    assert "Network was down" not in mine
    assert (
        "Network was down"
        not in client.get(MINE, {"agent": nora.pk, "team": nora.teams.get().pk}).content.decode()
    )
    amara.is_active = False
    assert not surveys_for(amara).exists()


def test_a_ticket_that_went_to_another_team_is_a_line_without_a_subject(
    client, say, billing, network, amara, cleo
):
    survey = say(billing, amara, 2, "Passed around")
    change_team(survey.ticket, by=amara, to=network)
    client.force_login(cleo)
    for url in (PAGE, reverse("reports:low_scores")):
        html = client.get(url).content.decode()
        assert "Passed around" in html
        assert survey.ticket.subject not in html
        assert "a ticket that is with another team now" in html


@pytest.mark.parametrize(
    "query",
    [
        "days=x",
        "team=9" * 9,
        "show=%00",
        "by=nothing",
        "agent=-1",
        "topic=%00",
        "page=x",
        "channel=fax",
        "product=x&type=-1",
        "organisation=none&priority=soon",
    ],
)
def test_what_nobody_offered_is_passed_over(client, several, mona, query):
    client.force_login(mona)
    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_the_page_asks_the_same_of_the_database_however_much_was_said(client, say, billing, amara, mona):
    client.force_login(mona)
    counts = []
    for n in (1, 2):
        for _more in range(n):
            say(billing, amara, 2, "words")
        for url in (PAGE, f"{PAGE}?by=topic", f"{PAGE}?by=product", MINE, reverse("reports:low_scores")):
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                client.get(url)
            counts.append(len(seen))
    assert counts[:5] == counts[5:]
    assert max(counts) <= 16


def test_the_registry_counts_the_same(several, mona):
    """From the log alone; the last word on each solving counts once."""
    changed = Survey.objects.filter(score=2).get()
    rate(changed, by=changed.contact, score=4)
    counting.count([*Ticket.objects.values_list("pk", flat=True)])
    whole, _scores = overall(scope(mona, Choice(), timezone.now()))
    counted = {kind: TicketFact.objects.filter(kind=kind).count() for kind in ("asked", "rated")}
    assert counted == {"asked": whole.asked, "rated": whole.answered} == {"asked": 7, "rated": 5}
    scores = TicketFact.objects.filter(kind="rated").values_list("score", flat=True)
    assert sorted(scores) == sorted(Survey.objects.exclude(score=None).values_list("score", flat=True))
