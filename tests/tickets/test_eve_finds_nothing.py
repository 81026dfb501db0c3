"""Eve works in another team. A ticket that is none of hers is nowhere: in no list, count, search, suggestion,
history, notice, file, or answer of any address that takes a number, whichever way she asks.
"""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from api.actions import make_key
from api.choices import Scope
from customers.actions import welcome_contact
from customers.models import Organisation
from mail.models import Mailbox, RawEmail
from notices import pushing
from notices.actions import notify
from notices.devices import turn_on
from notices.models import Notice
from notices.sealing import Address
from staff.actions import hire
from tests.factories import make_ticket
from tests.servers.push import Browser
from tickets import bulk_work
from tickets.actions import (
    add_note,
    link,
    merge,
    prioritise,
    reply,
    retitle,
    save_draft,
    snooze,
    tag,
    take,
)
from tickets.actions.bulk import plan_bulk, start_bulk
from tickets.actions.keeping import save_view
from tickets.actions.writing import Part
from tickets.models import BulkJob, Draft, SavedView, Ticket, TicketLink
from tickets.presence import look

HTMX = {"HX-Request": "true"}
# One word of each kind of thing that is said on the ticket: none of them may reach Eve, unless she typed it.
WORDS = {
    "subject": "zanzibar",
    "text": "quokka",
    "note": "wolverine",
    "answer": "narwhal",
    "tag": "okapi",
    "file": "pangolin",
    "inside": "axolotl",
    "draft": "capybara",
    "customer": "theodora",
    "house": "vandermeer",
    "view": "meerkat",
    "mail": "platypus",
}


@pytest.fixture(params=["agent", "lead"])
def eve_of_network(request, network):
    return hire(
        email="eve@desk.example",
        full_name="Eve Network",
        role=request.param,
        teams=(network,),
        password="x" * 12,
    )


@pytest.fixture
def secret(billing, amara, ben, cleo):
    """A ticket of Billing with everything on it, and the numbers of all that belongs to it."""
    house = Organisation.objects.create(name="Vandermeer Holding", shares_tickets=True)
    who = welcome_contact(address="theodora@secret.example", name="Theodora Gray", organisation=house)
    ticket = make_ticket(requester=who, team=billing, subject="Zanzibar deal", text="About the quokka.")
    other = make_ticket(requester=who, team=billing, subject="Zanzibar again", text="The quokka once more.")
    take(ticket, by=amara)
    note = add_note(
        ticket, by=amara, text="A wolverine!", parts=[Part(name="pangolin.txt", content=b"axolotl axolotl")]
    )
    answer = reply(ticket, by=amara, text="Dear customer, the narwhal is on its way.")
    tag(ticket, by=amara, tags=["okapi"])
    retitle(ticket, by=amara, subject="Zanzibar deal, renamed")
    prioritise(ticket, by=amara, to="urgent")
    merged = make_ticket(requester=who, team=billing, subject="Zanzibar thrice", text="quokka")
    merge(merged, by=amara, into=other)
    link(ticket, by=amara, kind="related", to=other)
    save_draft(ticket, by=amara, kind="note", text="The capybara is not ready")
    snooze(other, by=amara, until=timezone.now() + timezone.timedelta(hours=9))
    look(ben, ticket.pk)
    save_view(by=amara, name="Meerkat", query={"view": "all", "q": "zanzibar"})
    view = save_view(by=cleo, name="Meerkat of Billing", query={"view": "all", "q": "zanzibar"}, team=billing)
    notify(
        [amara], key="x", kind="escalation", words="{subject}", params={"subject": "Zanzibar deal"},
        page="tickets:ticket", page_args=[ticket.pk], about=("ticket", ticket.pk),
    )  # fmt: skip
    mailbox = Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    mail = RawEmail.objects.create(
        mailbox=mailbox, sha256="0" * 64, size=40,
        content=b"From: a@b.example\nSubject: Platypus\n\nplatypus",
        outcome="quarantined", cause="no_sender", subject="Platypus", sender="theodora@secret.example",
        ticket=ticket, message=answer,
    )  # fmt: skip
    job = plan_bulk(
        by=amara, act="tag", tag="okapi", numbers=[ticket.pk], title="Zanzibar", query={"view": "all"}
    )
    bulk_work.work_off(job.pk)
    start_bulk(job, by=amara)
    bulk_work.work_off(job.pk)
    return {
        "number": ticket.pk,
        "message_id": note.pk,
        "attachment_id": note.attachments.get().pk,
        "file_id": note.attachments.get().pk,
        "draft_id": Draft.objects.get().pk,
        "link_id": TicketLink.objects.get().pk,
        "view_id": view.pk,
        "job_id": BulkJob.objects.get().pk,
        "notice_id": Notice.objects.filter(recipient=amara).first().pk,
        "mail_id": mail.pk,
        "device_id": turn_on(
            Address(**Browser("https://push.example.net/meerkat").form()), by=amara, name="Meerkat"
        ).pk,
        "key_id": make_key(by=amara, name="Meerkat", scopes=Scope.values)[0].pk,
        "name": "solve",
        "signed": "x",
    }


def leaks(answer, typed: str = "") -> list[str]:
    """Words of the ticket in what came back: page, headers, file."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = (body.decode(errors="replace") + repr(dict(answer.headers))).lower()
    return [word for word in WORDS.values() if word in said and word not in typed.lower()]


# --- every address that takes a number

# What the numbers of these addresses count is of the whole desk, or of a manager, and has tests of its own.
OF_THE_DESK = re.compile(
    r"^(knowledge|suggestions|evaluations|hiring|budget|qa|scheduling|sla|reports|customers|portal|files|staff):|^mail:(mailbox|trial|oauth|rule|sender|hook)"
    r"|^api:candidates$|^tickets:(field|type|checklist|setup|product|gate|macro$|macro_switch|tag|routing|survey)"
)


def patterns(resolver, prefix="", namespace=""):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            inner = f"{one.namespace}:" if one.namespace else namespace
            yield from patterns(one, prefix + str(one.pattern), inner)
        elif one.name:
            yield namespace + one.name, one.pattern.converters


NUMBERED = sorted({(name, tuple(given)) for name, given in patterns(get_resolver()) if given})


def test_no_address_with_a_number_is_left_out(secret):
    """A new one is asked for below by itself, if its argument is known; else it has to be named here."""
    unknown = [
        name
        for name, given in NUMBERED
        if not OF_THE_DESK.search(name) and not set(given) <= {*secret, "row_id", "letter_id", "noun"}
    ]
    assert unknown == []


def test_every_address_of_something_of_the_ticket_is_closed(client, secret, eve_of_network):
    before = Ticket.objects.order_by("pk").values_list("pk", "revision", "state", "assignee")
    before, client.raise_request_exception = list(before), True
    client.force_login(eve_of_network)
    given = {**secret, "row_id": 1, "letter_id": 1, "noun": "field"}
    troubles = []
    for name, arguments in NUMBERED:
        if OF_THE_DESK.search(name):
            continue
        url = reverse(name, kwargs={argument: given[argument] for argument in arguments})
        for headers in (None, HTMX):
            for answer in (
                client.get(url, headers=headers),
                client.post(url, {"text": "x", "kind": "note", "reason": "x", "do": "x"}, headers=headers),
            ):
                allowed = {401, 403, 404, 405} if name.startswith(("api:", "mail:")) else {404, 405}
                if answer.status_code not in allowed or leaks(answer):
                    troubles.append(
                        (name, answer.request["REQUEST_METHOD"], answer.status_code, leaks(answer))
                    )
    assert troubles == []
    assert list(Ticket.objects.order_by("pk").values_list("pk", "revision", "state", "assignee")) == before
    assert SavedView.objects.count() == 2


# --- lists, counts and searches

LISTS = [
    *(f"/inbox/?view={view}" for view in ("mine", "unassigned", "due", "late", "waiting", "snoozed", "all")),
    "/inbox/?team=billing", "/inbox/?state=open", "/inbox/?state=closed", "/inbox/?state=new&sort=oldest",
    "/inbox/pulse/?view=all", "/inbox/views/all/", "/inbox/next/", "/notices/", "/board/",
    "/tickets/disputes/",
    "/palette/", "/macros/",
]  # fmt: skip


@pytest.mark.parametrize("url", LISTS)
def test_no_list_and_no_count_knows_of_it(client, secret, eve_of_network, url):
    client.force_login(eve_of_network)
    answer = client.get(url)
    assert leaks(answer) == []
    counted = (answer.context or {}).get("sidebar")
    if counted:
        numbers = [counted.mine, counted.unassigned, counted.waiting, counted.due_soon, counted.late]
        assert [*numbers, counted.snoozed, counted.every, counted.notices] == [0] * 8
        assert [count for _team, count in counted.teams] == [0]


TYPED = [
    *WORDS.values(), "zanz", "zanzibat", "subject:zanzibar", "tag:okapi", "tag:ok*", "team:billing",
    "assignee:amara", 'assignee:"Amara Kask"', "from:secret.example", "from:theodora",
    "organisation:vandermeer",
    "file:pangolin", "note:wolverine", "has:attachment", "is:snoozed", "priority:urgent", "-tag:nothing",
    "status:open OR status:closed", "created>2000-01-01", "number>0", "teem:billing",
    "tag:okapy", "assignee:amarra",
]  # fmt: skip


def test_no_search_finds_completes_corrects_or_counts_it(client, secret, eve_of_network):
    client.force_login(eve_of_network)
    troubles = []
    number = str(secret["number"])
    for typed in [*TYPED, number, f"#{number}", Ticket.objects.get(pk=secret["number"]).reference]:
        for url, name in (
            ("/inbox/", "q"), ("/inbox/complete/", "q"), ("/inbox/meant/", "q"), ("/palette/", "q"),
            ("/tickets/new/customers/", "q"),
            ("/tickets/new/same/", "subject"),
        ):  # fmt: skip
            answer = client.get(url, {name: typed, "view": "all", "at": len(typed)})
            # Who calls is looked up among the customers of the whole desk: a name and a house, no ticket.
            known = "theodora vandermeer" if url.endswith("customers/") else ""
            found = leaks(answer, typed + known)
            listing = answer.context and answer.context.get("listing")
            if found or answer.status_code >= 500 or (listing and (listing.page.rows or listing.found.count)):
                troubles.append((url, typed, answer.status_code, found))
    assert troubles == []


def test_nothing_like_it_is_shown_beside_her_own(client, secret, eve_of_network, network, eve):
    """Her own ticket has the same words: what is like it, merge candidates and links stay hers."""
    own = make_ticket(requester=eve, team=network, subject="A deal, renamed", text="Where is it?")
    client.force_login(eve_of_network)
    for url in (
        f"/tickets/{own.pk}/", f"/tickets/{own.pk}/similar/", f"/tickets/{own.pk}/others/?q=deal",
        f"/tickets/{own.pk}/linked/", f"/tickets/{own.pk}/merge/?into={secret['number']}",
        f"/inbox/merge/?ticket={own.pk}&ticket={secret['number']}", f"/tickets/{own.pk}/history/",
    ):  # fmt: skip
        assert leaks(client.get(url, headers=HTMX)) == [], url
        assert leaks(client.get(url)) == [], url
    for path, form in (
        ("merge", {"into": secret["number"]}),
        ("links", {"kind": "related", "to": secret["number"], "number": secret["number"]}),
    ):
        answer = client.post(f"/tickets/{own.pk}/{path}/", form, headers=HTMX)
        assert leaks(answer) == [], path
    assert not TicketLink.objects.filter(one=own).exists()
    own.refresh_from_db()
    assert own.merged_into_id is None


@pytest.mark.parametrize("do", ["take", "move:solve", "tag", "snooze:reply", "unread", "priority:low"])
def test_no_bulk_reaches_it(client, secret, eve_of_network, do):
    client.force_login(eve_of_network)
    before = list(Ticket.objects.order_by("pk").values())
    form = {"do": do, "tag": "x", "ticket": secret["number"], "list_view": "all"}
    assert leaks(client.post("/inbox/bulk/", form, headers=HTMX)) == []
    client.post("/inbox/bulk/", {**form, "all": "1"})
    client.post("/inbox/bulk/", {**form, "all": "1", "list_q": "zanzibar"})
    assert not BulkJob.objects.filter(by=eve_of_network).exists()
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_her_saved_views_and_those_for_everybody_count_none_of_it(client, secret, eve_of_network, mona):
    save_view(by=mona, name="Everything", query={"view": "all"}, shared=True)
    save_view(by=eve_of_network, name="Mine", query={"view": "all", "q": "zanzibar"})
    cache.clear()
    client.force_login(eve_of_network)
    for view in client.get("/inbox/").context["saved_views"]:
        assert view["count"] == "0"
        assert leaks(client.get(view["url"]), "zanzibar") == []
    billings = SavedView.objects.get(name="Meerkat of Billing")
    assert leaks(client.get(f"/inbox/?saved={billings.pk}")) == []


def test_a_notice_of_what_she_lost_keeps_its_words(client, secret, eve_of_network):
    notify(
        [eve_of_network], key="y", kind="escalation", words="{subject}", params={"subject": "Zanzibar deal"},
        page="tickets:ticket", page_args=[secret["number"]], about=("ticket", secret["number"]),
    )  # fmt: skip
    client.force_login(eve_of_network)
    assert leaks(client.get("/notices/")) == []


def test_no_message_to_her_browser_says_it(secret, eve_of_network, push_service):
    """It was hers when it was told and written down; it is not when it leaves."""
    browser = push_service.browser()
    turn_on(Address(**browser.form()), by=eve_of_network, name="")
    for key, number in (("lost", secret["number"]), ("own", None)):
        notify(
            [eve_of_network], key=key, kind="escalation", words="{subject}", detail="{subject}",
            params={"subject": "Zanzibar deal" if number else "Hers"},
            page="tickets:ticket", page_args=[secret["number"]], about=("ticket", number) if number else None,
        )  # fmt: skip
    pushing.write_down(timezone.now())
    assert pushing.send_due(timezone.now()) == 1
    (body,) = (body for _path, _headers, body in push_service.came)
    assert browser.opened(body)["title"] == "Hers"


def test_no_key_of_hers_opens_it(client, secret, eve_of_network):
    _key, token = make_key(by=eve_of_network, name="Mine", scopes=Scope.values)
    headers = {"Authorization": f"Bearer {token}"}
    number, file = secret["number"], secret["file_id"]
    for path in (f"tickets/{number}/", f"tickets/{number}/messages/", f"files/{file}/"):
        answer = client.get(f"/api/v1/{path}", headers=headers)
        assert (answer.status_code, leaks(answer)) == (404, []), path
    for typed in ("", "?q=zanzibar", "?q=number>0", "?view=all"):
        assert leaks(client.get(f"/api/v1/tickets/{typed}", headers=headers), typed) == []
    upload = {"text": "x", "files": SimpleUploadedFile("a.txt", b"x")}
    assert client.post(f"/api/v1/tickets/{number}/messages/", upload, headers=headers).status_code in {
        404,
        405,
        415,
    }
