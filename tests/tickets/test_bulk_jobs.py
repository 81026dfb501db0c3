"""One act on all tickets of a list: tried first, worked off in the background, and taken back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from staff.models import Membership
from tests.factories import make_ticket
from tickets import bulk_work
from tickets.actions import bulk as bulk_actions
from tickets.actions import link, move, snooze, tag, take, wait_for_children
from tickets.actions.bulk import plan_bulk, start_bulk, undo_bulk
from tickets.models import BulkJob, Ticket, TicketEvent

HX = {"hx-request": "true"}


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def tickets(billing, dana) -> list[Ticket]:
    return [make_ticket(requester=dana, team=billing, subject=f"Question {n}") for n in range(6)]


def planned(by, tickets, act="move:solve", **more) -> BulkJob:
    return plan_bulk(
        by=by, act=act, numbers=[one.pk for one in tickets], title="All open", query={"view": "all"}, **more
    )


def worked_off(job: BulkJob) -> BulkJob:
    while bulk_work.work_off(job.pk):
        pass
    job.refresh_from_db()
    return job


def states(job: BulkJob) -> dict[int, str]:
    return dict(job.steps.values_list("ticket", "state"))


def of_tickets(tickets) -> list[str]:
    return list(
        Ticket.objects.filter(pk__in=[one.pk for one in tickets])
        .order_by("pk")
        .values_list("state", flat=True)
    )


def test_trying_changes_nothing_and_foretells_all(tickets, amara, django_capture_on_commit_callbacks):
    move(tickets[0], "solve", by=amara)
    link(tickets[1], by=amara, kind="child", to=tickets[2])
    wait_for_children(tickets[2], by=amara, waits=True)
    before, events = list(Ticket.objects.order_by("pk").values()), TicketEvent.objects.count()
    with django_capture_on_commit_callbacks() as told:
        job = worked_off(planned(amara, tickets))
    assert list(Ticket.objects.order_by("pk").values()) == before
    assert TicketEvent.objects.count() == events
    assert {call.__qualname__ for call in told} == {"hint.<locals>.ask"}  # no news of what was only tried
    assert (job.tried_at is not None, job.started_at) == (True, None)
    foretold = states(job)
    assert [one.pk for one in tickets if foretold[one.pk] == "cannot"] == [tickets[0].pk, tickets[2].pk]
    assert f"#{tickets[1].pk}" in job.steps.get(ticket=tickets[2]).why

    start_bulk(job, by=amara)
    done = states(worked_off(job))
    # The child is solved before its parent is asked, so that one goes too: trying is one ticket at a time.
    assert {pk for pk, state in done.items() if state == "failed"} == {tickets[0].pk}
    assert set(of_tickets(tickets)) == {"solved"}


def test_nothing_is_done_before_it_was_wanted(tickets, amara):
    job = planned(amara, tickets)
    with pytest.raises(ValidationError):
        start_bulk(job, by=amara)
    worked_off(job)
    assert worked_off(job).started_at is None
    assert set(of_tickets(tickets)) == {"new"}


def test_a_worker_that_is_killed_leaves_the_rest_and_nothing_is_done_twice(tickets, amara, monkeypatch):
    job = worked_off(planned(amara, tickets))
    start_bulk(job, by=amara)
    monkeypatch.setattr(bulk_work, "SLICE", 2)
    bulk_work.work_off(job.pk)

    class Killed(BaseException):
        pass

    def dies(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(bulk_work.undoing, "changes", dies)  # after the act, before the row that says so
        with pytest.raises(Killed):
            bulk_work.work_off(job.pk)
    assert sorted(states(job).values()) == ["done"] * 2 + ["todo"] * 4
    while bulk_work.go_on():
        pass
    assert set(states(job).values()) == {"done"}
    assert TicketEvent.objects.filter(kind="moved", data__to="solved").count() == 6


def test_one_that_breaks_keeps_no_other_from_its_turn(tickets, amara, monkeypatch):
    job = worked_off(planned(amara, tickets))
    start_bulk(job, by=amara)
    attempt = bulk_work.attempt

    def breaks(act, ticket):
        if ticket.pk == tickets[3].pk:
            raise RuntimeError
        return attempt(act, ticket)

    monkeypatch.setattr(bulk_work, "attempt", breaks)
    assert [pk for pk, state in states(worked_off(job)).items() if state == "failed"] == [tickets[3].pk]
    assert of_tickets(tickets).count("solved") == 5


def test_what_is_no_longer_theirs_is_left_alone(tickets, amara, billing):
    job = worked_off(planned(amara, tickets))
    start_bulk(job, by=amara)
    Membership.objects.filter(user=amara).delete()
    assert set(states(worked_off(job)).values()) == {"failed"}
    assert set(of_tickets(tickets)) == {"new"}


def test_taken_back_but_for_what_went_on(tickets, amara, ben):
    snooze(tickets[4], by=amara, until=timezone.now() + datetime.timedelta(hours=5))
    job = worked_off(planned(amara, tickets))
    start_bulk(job, by=amara)
    worked_off(job)
    tag(Ticket.objects.get(pk=tickets[5].pk), by=ben, tags=["seen"])
    back = undo_bulk(job, by=amara)
    assert undo_bulk(job, by=amara) == back
    worked_off(back)
    assert states(back)[tickets[5].pk] == "failed"
    assert of_tickets(tickets) == ["open"] * 5 + ["solved"]
    assert Ticket.objects.get(pk=tickets[4].pk).snoozed_until is not None
    with pytest.raises(ValidationError):
        undo_bulk(back, by=amara)


def test_nobody_else_starts_or_takes_back(tickets, amara, ben):
    job = worked_off(planned(amara, tickets))
    for act in (start_bulk, undo_bulk):
        with pytest.raises(PermissionDenied):
            act(job, by=ben)


def test_a_list_that_is_too_long_or_empty(tickets, amara, monkeypatch):
    with pytest.raises(ValidationError):
        planned(amara, [])
    monkeypatch.setattr(bulk_actions, "MOST", 3)
    with pytest.raises(ValidationError):
        planned(amara, tickets)
    assert not BulkJob.objects.exists()


def test_tomorrow_is_the_same_day_for_all(as_amara, tickets):
    as_amara.post("/inbox/bulk/", {"do": "snooze:tomorrow", "all": "1", "list_view": "all"})
    assert BulkJob.objects.get().act.startswith("snooze:20")


def test_old_jobs_are_forgotten(tickets, amara):
    planned(amara, tickets)
    done = worked_off(planned(amara, tickets))
    start_bulk(done, by=amara)
    worked_off(done)
    now = timezone.now()
    assert bulk_work.forget_old(now) == 0
    bulk_work.forget_old(now + datetime.timedelta(days=2))
    assert list(BulkJob.objects.all()) == [done]
    bulk_work.forget_old(now + datetime.timedelta(days=31))
    assert not BulkJob.objects.exists()


# --- the pages


def test_the_whole_list_and_no_more(as_amara, amara, tickets, network, eve):
    make_ticket(requester=eve, team=network)
    take(tickets[0], by=amara)
    form = {"do": "move:solve", "all": "1", "ticket": tickets[1].pk, "list_view": "unassigned"}
    answer = as_amara.post("/inbox/bulk/", form, headers=HX)
    job = BulkJob.objects.get()
    assert answer["HX-Redirect"] == f"/inbox/bulk/{job.pk}/"
    assert set(states(job)) == {one.pk for one in tickets[1:]}
    page = as_amara.get(answer["HX-Redirect"])
    assert "Being tried" in page.content.decode()
    worked_off(job)
    page = as_amara.get(answer["HX-Redirect"]).content.decode()
    assert "5 tickets would be changed." in page
    as_amara.post(f"/inbox/bulk/{job.pk}/start/")
    part = as_amara.get(f"/inbox/bulk/{job.pk}/", headers=HX).content.decode()
    assert "<h1" not in part
    assert "0 / 5" in part
    worked_off(job)
    assert "5 tickets changed." in as_amara.get(f"/inbox/bulk/{job.pk}/").content.decode()
    back = as_amara.post(f"/inbox/bulk/{job.pk}/undo/")
    worked_off(BulkJob.objects.get(undoes=job))
    assert "5 tickets changed." in as_amara.get(back["Location"]).content.decode()


def test_a_search_goes_by_what_it_finds(as_amara, tickets):
    form = {"do": "tag", "tag": "asked", "all": "1", "list_view": "all", "list_q": "subject:3 OR subject:4"}
    as_amara.post("/inbox/bulk/", form)
    assert set(states(BulkJob.objects.get())) == {tickets[3].pk, tickets[4].pk}
    as_amara.post("/inbox/bulk/", {**form, "list_q": "team:nowhere"})
    assert BulkJob.objects.count() == 1


@pytest.mark.parametrize("path", ["", "start/", "undo/"])
def test_another_persons_job_is_not_found(client, tickets, amara, ben, nora, mona, path):
    job = worked_off(planned(amara, tickets))
    for user in (ben, nora, mona):
        client.force_login(user)
        url = f"/inbox/bulk/{job.pk}/{path}"
        assert (client.post(url) if path else client.get(url)).status_code == 404
    assert set(of_tickets(tickets)) == {"new"}


def test_a_ticket_that_went_elsewhere_keeps_its_subject_to_itself(as_amara, amara, tickets, network):
    job = worked_off(planned(amara, tickets))
    Ticket.objects.filter(pk=tickets[2].pk).update(team=network, subject="Secret of the network")
    start_bulk(job, by=amara)
    worked_off(job)
    page = as_amara.get(f"/inbox/bulk/{job.pk}/").content.decode()
    assert f"#{tickets[2].pk}" in page
    assert "Secret" not in page
