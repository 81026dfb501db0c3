"""Pages of the budget: what managers and leads find and do, and what everybody else is refused."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget import actions
from budget.models import Change, Commitment, CostCentre, Explanation, Line, Posting, Scenario, Year
from budget.what_if import Heads
from notices.models import Notice
from reports.models import BacktestRun
from tests.budget.conftest import TODAY, day

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"budget:{name}", args=args)


def text(client, name, *args, **query):
    answer = client.get(at(name, *args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def world(year, centre, rest, mona, posted):
    """One of everything."""
    phones = year.current.planned.get(line__name="Phones").line
    agents = year.current.planned.get(line__name="Agents").line
    change = [(Heads(1, 8, 2_450_00), "One more")]
    return {
        "year": year, "centre": centre, "rest": rest, "line": phones, "pay": agents,
        "posting": posted(1_234_56, words="Headsets for all"),
        "salary": posted(5_100_00, kind="people", words="Pay of Ben"),
        "commitment": actions.commit(
            year, centre=centre, kind="vendors", vendor="Acme", cents=[10_00] * 12, by=mona
        ),
        "found": actions.look_for_variances(TODAY),
        "explanation": Explanation.objects.get(centre=centre, kind="tools", month=0),
        "scenario": actions.save_scenario(None, year=year, name="Autumn", changes=change, by=mona),
    }  # fmt: skip


def places(world):
    """Every address, with the verb that does something there."""
    year = world["year"].pk
    return [
        ("years", [], "get"), ("new", [], "get"), ("new", [], "post"), ("centres", [], "get"),
        ("centre_new", [], "get"), ("centre_new", [], "post"), ("centre_edit", [world["centre"].pk], "get"),
        ("centre_edit", [world["centre"].pk], "post"), ("year", [year], "get"),
        ("centre", [year, world["centre"].pk], "get"), ("plan", [year], "get"), ("line_new", [year], "get"),
        ("line_new", [year], "post"), ("replan", [year], "get"), ("replan", [year], "post"),
        ("do", [year], "post"), ("edit", [year], "get"), ("edit", [year], "post"), ("history", [year], "get"),
        ("line", [year, world["line"].pk], "get"), ("line", [year, world["line"].pk], "post"),
        ("line_remove", [year, world["line"].pk], "post"), ("postings", [year], "get"),
        ("posting_new", [year], "get"), ("posting_new", [year], "post"),
        ("posting_reverse", [year, world["posting"].pk], "get"),
        ("posting_reverse", [year, world["posting"].pk], "post"), ("import", [year], "get"),
        ("import", [year], "post"), ("commitments", [year], "get"), ("commitment_new", [year], "get"),
        ("commitment_new", [year], "post"), ("commitment_end", [year, world["commitment"].pk], "post"),
        ("explanations", [year], "get"), ("explain", [year, world["explanation"].pk], "post"),
        ("costs", [year], "get"), ("what_if", [year], "get"), ("scenario_new", [year], "get"),
        ("scenario_new", [year], "post"), ("scenario", [year, world["scenario"].pk], "get"),
        ("scenario", [year, world["scenario"].pk], "post"),
        ("scenario_drop", [year, world["scenario"].pk], "post"),
    ]  # fmt: skip


# What a lead finds; of lines only those that are nobody's pay.
OF_LEADS = {"years", "year", "centre", "postings", "commitments", "explanations", "explain", "costs"}
SENT = {"do": "close", "reason": "x", "name": "x", "words": "Because of this", "code": "1"}


def counts():
    models = (Year, CostCentre, Line, Posting, Commitment, Scenario, Change)
    return [model.objects.count() for model in models]


def test_an_agent_finds_nothing(client, world, amara, ben):
    before = counts()
    for who in (amara, ben):
        client.force_login(who)
        for name, args, verb in places(world):
            assert getattr(client, verb)(at(name, *args), SENT).status_code == 404, name
    assert counts() == before


def test_every_address_is_looked_at(world):
    from budget.urls import urlpatterns

    assert {one.name for one in urlpatterns} == {name for name, _args, _verb in places(world)}


def test_a_lead_changes_nothing_but_explains(client, world, cleo):
    before = counts()
    client.force_login(cleo)
    for name, args, verb in places(world):
        if name not in OF_LEADS and (name, verb) != ("line", "get"):
            assert getattr(client, verb)(at(name, *args), SENT).status_code == 404, name
        elif verb == "get":
            assert client.get(at(name, *args)).status_code == 200, name
    assert counts() == before
    explained = client.post(at("explain", world["year"].pk, world["explanation"].pk), SENT)
    assert explained.status_code == 302
    world["explanation"].refresh_from_db()
    assert world["explanation"].explained_by == cleo


def test_another_teams_lead_sees_nothing_of_it(client, world, network, mona):
    from staff.actions import hire

    other = hire(email="olev@desk.example", full_name="Olev Puu", role="lead", teams=(network,))
    client.force_login(other)
    for name, args, verb in places(world):
        if name in {"centre", "line", "explain", "posting_reverse"}:
            assert getattr(client, verb)(at(name, *args), SENT).status_code == 404, name
    for name in ("year", "postings", "commitments", "explanations"):
        page = text(client, name, world["year"].pk)
        assert "Headsets" not in page
        assert "Billing desk" not in page
        assert "Acme" not in page


def test_a_lead_sees_no_draft(client, draft, cleo):
    client.force_login(cleo)
    assert client.get(at("year", draft.pk)).status_code == 404
    assert draft.name not in text(client, "years")


def test_nobodys_pay_is_shown_to_a_lead(client, world, cleo, amara, ben, mona):
    """One person's month is in no sum, page or file; two others' together are."""
    year, centre = world["year"], world["centre"]
    client.force_login(cleo)
    assert client.get(at("line", year.pk, world["pay"].pk)).status_code == 404
    for name, args in (("year", [year.pk]), ("centre", [year.pk, centre.pk]), ("years", [])):
        page = text(client, name, *args)
        assert "5,100" not in page
        assert "6,335" not in page
    for taken in ("csv", "xlsx"):
        answer = client.get(at("postings", year.pk), {"as": taken})
        assert b"Pay of Ben" not in answer.getvalue()
    assert "5100" not in client.get(at("year", year.pk), {"as": "csv"}).getvalue().decode()
    page = text(client, "postings", year.pk, kind="people", q="Pay")
    assert "Pay of Ben" not in page
    assert "Some pay is not shown here" in text(client, "centre", year.pk, centre.pk)
    Posting.objects.bulk_create(
        Posting(
            year=year, centre=centre, kind="people", day=day(2, 28), cents=2_500_00, words=who.full_name,
            source="contracts", source_ref=f"{who.pk}:2026-02", person=who, made_at=TODAY,
        )
        for who in (amara, ben)
    )  # fmt: skip
    actions.reverse(world["salary"], by=mona, words="By contract")
    page = text(client, "centre", year.pk, centre.pk)
    assert "5,000" in page
    assert "Amara" not in page
    assert "Amara" not in text(client, "postings", year.pk)


def test_pay_out_of_bounds_is_the_managers_to_explain(world, cleo, mona):
    pay = Explanation.objects.filter(kind="people")
    assert pay.exists()
    told = {one.about_id: one.recipient for one in Notice.objects.filter(kind="budget")}
    assert told[world["explanation"].pk] == cleo
    assert {told[one.pk] for one in pay} == {mona}
    assert actions.look_for_variances(TODAY) == 0
    assert Notice.objects.filter(kind="budget").count() == len(told)


def test_a_manager_plans_a_year_from_the_first_page_on(client, mona, billing, cleo):
    client.force_login(mona)
    assert "No year is planned yet" in text(client, "years")
    client.post(at("centre_new"), {"code": "100", "name": "Desk", "team": billing.pk, "active": "on"})
    centre = CostCentre.objects.get()
    sent = {
        "name": "FY27",
        "starts_on": "2027-04-01",
        "currency": "eur",
        "method": "plan",
        "limit_percent": 10,
    }
    refused = client.post(at("new"), {**sent, "limit_cents": "1,2345"})
    assert refused.status_code == 422
    assert "is no amount" in refused.content.decode()
    client.post(at("new"), {**sent, "limit_cents": "500"})
    year = Year.objects.get()
    assert (year.currency, year.ends_on) == ("EUR", datetime.date(2028, 3, 31))
    line = {"centre": centre.pk, "kind": "people", "name": "Agents", "whole": "100000.01"}
    client.post(at("line_new", year.pk), line)
    cents = year.current.planned.get().cents
    assert (sum(cents), cents[0], cents[11]) == (100_000_01, 8_333_34, 8_333_33)
    one = Line.objects.get()
    months = {f"m{n}": "1,000.50" for n in range(12)}
    stale = client.post(at("line", year.pk, one.pk), {**months, "seen": 7})
    assert stale.status_code == 422
    client.post(at("line", year.pk, one.pk), {**months, "seen": 1})
    assert year.current.planned.get().cents == [1_000_50] * 12
    client.post(at("do", year.pk), {"do": "approve"})
    year.refresh_from_db()
    assert year.state == "approved"
    assert client.post(at("do", year.pk), {"do": "burn"}).status_code == 404
    client.post(at("replan", year.pk), {"reason": "Growth"})
    assert "Plan 2 is being written" in text(client, "plan", year.pk)
    client.post(at("line_remove", year.pk, one.pk))
    assert (
        "The plan has no line yet"
        in client.post(at("do", year.pk), {"do": "approve"}, follow=True).content.decode()
    )
    client.post(at("do", year.pk), {"do": "drop"})
    assert "plan approved" in text(client, "history", year.pk)
    client.post(at("edit", year.pk), {**sent, "name": "FY 27", "limit_cents": "5", "method": "rate"})
    year.refresh_from_db()
    assert (year.name, year.limit_cents, year.method) == ("FY 27", 5_00, "rate")


def test_a_manager_posts_reverses_and_is_told_what_is_wrong(client, world, mona, centre):
    client.force_login(mona)
    year = world["year"]
    sent = {
        "day": "2026-05-05", "amount": "1.234", "centre": centre.pk, "kind": "tools", "words": "Chairs",
        "reference": "INV-1", "key": "k1",
    }  # fmt: skip
    refused = client.post(at("posting_new", year.pk), sent)
    assert refused.status_code == 422
    assert "could be 1,234.00 or 1.23" in refused.content.decode()
    assert "INV-1" in refused.content.decode()
    client.post(at("posting_new", year.pk), {**sent, "amount": "1234"})
    made = Posting.objects.get(reference="INV-1")
    assert (made.cents, made.made_by) == (1_234_00, mona)
    again = client.post(at("posting_new", year.pk), {**sent, "amount": "1234"})
    assert "posted already" in again.content.decode()
    outside = client.post(at("posting_new", year.pk), {**sent, "amount": "1", "day": "2027-01-01"})
    assert "not in 2026" in outside.content.decode()
    client.post(at("posting_reverse", year.pk, made.pk), {"words": "Twice"})
    assert made.reversed_by.cents == -1_234_00
    Explanation.objects.update(settled_at=TODAY)
    actions.close(year, by=mona)
    closed = client.post(at("posting_new", year.pk), {**sent, "amount": "77", "reference": "INV-2"})
    assert closed.status_code == 422
    assert "2026 is closed" in closed.content.decode()
    assert "INV-2" in closed.content.decode()
    assert not Posting.objects.filter(reference="INV-2").exists()


def test_postings_are_narrowed_by_everything(client, world, mona):
    client.force_login(mona)
    year = world["year"].pk
    assert "Headsets for all" in text(client, "postings", year, q="headsets")
    assert "Headsets for all" in text(client, "postings", year, month=1, kind="tools")
    for narrowed in ({"month": 2}, {"kind": "other"}, {"centre": world["rest"].pk}, {"q": "zebra"}):
        assert "No posting is like that" in text(client, "postings", year, **narrowed)
    for odd in ({"month": "x"}, {"centre": "9" * 30}, {"q": "\x00'"}, {"page": "x"}, {"kind": "\x00"}):
        text(client, "postings", year, **odd)


SHEET = """day;centre;kind;amount;words;reference
2026-03-31;100;tools;1,234.50;Phones;A-1
31.3.2026;100;Tools;99;Cables;A-2
2026-03-31;777;tools;5;Where;A-3
2026-03-31;100;bribes;5;What;A-4
2025-03-31;100;tools;5;When;A-5
3/4/2026;100;tools;5;Which;A-6
2026-03-31;100;tools;1.234;How much;A-7
2026-03-31;100;tools;5;Twice;A-1
2026-03-31;100;tools;5;=1+1;
"""


def test_a_file_is_looked_through_first_and_posted_once(client, world, mona):
    client.force_login(mona)
    year, before = world["year"].pk, Posting.objects.count()
    file = SimpleUploadedFile("bills.csv", SHEET.encode("utf-8-sig"))
    looked = client.post(at("import", year), {"file": file}).content.decode()
    assert "2 to post, 0 posted already, 7 with a mistake" in looked
    for words in (
        "no cost centre of this code",
        "use one of",
        "not in 2026",
        "is no day",
        "could be",
        "above",
    ):
        assert words in looked
    assert Posting.objects.count() == before
    for _twice in range(2):
        client.post(at("import", year), {"text": SHEET, "do": "post"})
        assert Posting.objects.count() == before + 2
    assert set(Posting.objects.exclude(batch="").values_list("cents", flat=True)) == {1_234_50, 99_00}
    again = client.post(at("import", year), {"text": SHEET}).content.decode()
    assert "0 to post, 2 posted already" in again
    for wrong, words in ((b"\xff\xfe\x00", "not text"), (b"a;b\n1;2", "missing"), (b"", "Choose")):
        file = SimpleUploadedFile("x.csv", wrong)
        answer = client.post(at("import", year), {"file": file} if wrong else {})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_an_explanation_is_given_once_and_its_words_are_kept(client, world, cleo, mona):
    client.force_login(cleo)
    year, one = world["year"], world["explanation"]
    short = client.post(at("explain", year.pk, one.pk), {"words": "x"})
    assert short.status_code == 422
    assert "Say in a few words" in short.content.decode()
    client.post(at("explain", year.pk, one.pk), {"words": "New colleagues need headsets."})
    assert "New colleagues need headsets" in text(client, "explanations", year.pk, show="done")
    assert "New colleagues need headsets" in text(client, "centre", year.pk, world["centre"].pk)
    assert Notice.objects.get(about="variance", about_id=one.pk).settled_at
    again = client.post(at("explain", year.pk, one.pk), {"words": "Other words"}, follow=True)
    assert "meanwhile" in again.content.decode()
    assert client.post(at("explain", year.pk, 99999), {"words": "Other"}).status_code == 404


def test_what_is_back_within_the_limits_need_not_be_explained(world, mona):
    one = world["explanation"]
    actions.reverse(world["posting"], by=mona, words="Not ours")
    actions.look_for_variances(TODAY)
    one.refresh_from_db()
    assert one.settled_at
    assert Notice.objects.get(about="variance", about_id=one.pk).settled_at


def test_scenarios_stand_side_by_side(client, world, mona):
    client.force_login(mona)
    year = world["year"]
    sent = {
        "name": "Night", "h0_change": "2", "h0_from": "8", "h0_cost": "2,450", "h0_hours": "160",
        "h0_once": "1200", "h0_words": "Two in September", "p0_hours": "37.5", "p0_from": "3",
        "p0_cost": "19.33", "p0_once": "500",
    }  # fmt: skip
    BacktestRun.objects.create(
        name="Two hours", terms={"x": 1}, days=73, handling_seconds=324_000, made_at=TODAY, finished_at=TODAY
    )
    # 90 hours in 73 days are 37.5 in a twelfth of a year
    assert "“Two hours”: +37.5 hours a month" in text(client, "scenario_new", year.pk)
    lacking = client.post(at("scenario_new", year.pk), {**sent, "h0_cost": "", "p0_cost": ""})
    assert "Say what one costs" in lacking.content.decode()
    assert "Say what an hour costs" in lacking.content.decode()
    nothing = client.post(at("scenario_new", year.pk), {"name": "Nothing"})
    assert nothing.status_code == 422
    assert client.post(at("scenario_new", year.pk), sent).status_code == 302
    page = text(client, "what_if", year.pk)
    assert "+29,024" in page  # 22 000.00 for the two, 7 023.92 for the promise
    assert "Autumn" in page
    night = Scenario.objects.get(name="Night")
    assert "Two in September" in text(client, "scenario", year.pk, night.pk)
    client.post(at("scenario_drop", year.pk, night.pk))
    assert not Scenario.objects.filter(name="Night").exists()


LISTS = ("years", "centres", "year", "plan", "postings", "commitments", "explanations", "what_if", "history")


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, year, mona, centre, posted, many):
    more = actions.replan(year, reason="More", by=mona)
    for n in range(many):
        other = actions.save_centre(None, {"code": f"2{n}", "name": f"Team {n}", "parent": centre}, by=mona)
        actions.add_line(year, centre=other, kind="tools", name=f"Tool {n}", cents=[1_00] * 12, by=mona)
        posted(5_000_00, month=n + 1)
        actions.commit(year, centre=other, kind="vendors", vendor=f"V{n}", cents=[1_00] * 12, by=mona)
        change = [(Heads(1, 0, 1), "x")]
        actions.save_scenario(None, year=year, name=f"S{n}", changes=change, by=mona)
        begins = datetime.date(2027 + n, 1, 1)
        later = actions.make_year({"name": str(begins.year), "starts_on": begins}, by=mona)
        actions.add_line(later, centre=centre, kind="tools", name="x", cents=[1_00] * 12, by=mona)
    assert more.number == 2
    actions.look_for_variances(TODAY)
    client.force_login(mona)
    asked = {}
    for name in LISTS:
        args = [] if name in {"years", "centres"} else [year.pk]
        client.get(at(name, *args))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(name, *args))
        asked[name] = len(queries)
    ASKED.setdefault(many, asked)
    assert all(number <= 24 for number in asked.values()), asked
    assert len({tuple(one.items()) for one in ASKED.values()}) == 1, ASKED


ASKED: dict[int, dict[str, int]] = {}


def test_a_centre_above_others_shows_what_they_spend_as_well(client, world, mona):
    world["rest"].parent = world["centre"]
    world["rest"].save()
    client.force_login(mona)
    answer = client.get(at("centre", world["year"].pk, world["centre"].pk))
    whole = client.get(at("year", world["year"].pk)).context["total"]
    assert answer.context["total"]["plan"] == whole["plan"] == 12 * 6_100_00
    below = answer.context["below"]
    assert [(row["centre"].code, row["depth"]) for row in below] == [("100", 0), ("900", 0)]
    assert sum(row["actual"] for row in below) == whole["actual"]
    assert not client.get(at("centre", world["year"].pk, world["rest"].pk)).context["below"]
