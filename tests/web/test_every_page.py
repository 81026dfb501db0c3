"""Every page: nothing inline, nothing on the console, accessible, and no wider than the screen."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page

from customers.actions import set_vip
from knowledge.actions import acknowledge, publish, start, write
from mail.actions import rule_sender
from mail.models import Mailbox, OAuthGrant, RawEmail
from mail.rule_actions import make_rule
from notices.actions import notify
from portal.access import VISIT_KEY
from portal.views.asking import SENT_KEY
from reports.actions import begin_backtest
from reports.backtests import backtesting
from scheduling.actions import set_hours
from sla.actions import begin_adoption, save_policy, set_policy
from staff.actions import hire
from tests.factories import OFFICE_HOURS, STANDARD_TERMS, make_ticket
from tests.web.pages import FIELDS
from tests.web.test_in_browser import faults
from tickets import bulk_work
from tickets.access import link_for, token_of
from tickets.actions import (
    Hold,
    add_note,
    ask_approval,
    link,
    merge,
    plan_answer,
    receive,
    reply,
    save_draft,
    set_fields,
    set_type,
    share_draft,
    tag,
    take_back,
    tick,
    wait_for_children,
)
from tickets.actions.bulk import plan_bulk
from tickets.actions.keeping import save_view
from tickets.actions.macros import make_macro
from tickets.actions.setting_up import save_checklist, save_field, save_type
from tickets.actions.tagging import add_synonym
from tickets.actions.writing import Part
from tickets.choices import FieldKind
from tickets.models import Tag
from tickets.presence import look

pytestmark = pytest.mark.journey

# name → whose page it is. Addresses are made in `addresses`.
PAGES = {
    "staff:sign_in": None,
    "staff:reset": None,
    "staff:reset_sent": None,
    "staff:reset_choose": None,
    "staff:password": "amara",
    "staff:profile": "amara",
    "staff:supervised": "mona",
    "staff:signatures": "mona",
    "tickets:approvals": "mona",
    "api:keys": "amara",
    "tickets:inbox": "amara",
    "tickets:new": "amara",
    "tickets:ticket": "amara",
    "tickets:history": "amara",
    "tickets:fields": "amara",
    "tickets:setup": "mona",
    "tickets:setup_history": "mona",
    "tickets:field": "mona",
    "tickets:field_new": "mona",
    "tickets:type": "mona",
    "tickets:type_new": "mona",
    "tickets:checklist": "mona",
    "tickets:checklist_new": "mona",
    "tickets:tags": "mona",
    "tickets:promises": "mona",
    "tickets:disputes": "mona",
    "notices:tray": "amara",
    "notices:wishes": "amara",
    "tickets:merge": "amara",
    "tickets:merge_ticked": "amara",
    "tickets:next": "amara",
    "tickets:views": "mona",
    "tickets:edit_view": "mona",
    "tickets:bulk_job": "amara",
    "tickets:bulk_fields": "amara",
    "tickets:split": "amara",
    "tickets:redact": "mona",
    "tickets:linked": "amara",
    "tickets:macros": "amara",
    "tickets:macro": "amara",
    "tickets:macro_new": "mona",
    "knowledge:articles": "amara",
    "knowledge:article": "amara",
    "knowledge:version": "mona",
    "knowledge:readers": "mona",
    "knowledge:new": "mona",
    "knowledge:edit": "mona",
    "reports:now": "mona",
    "reports:wall": "mona",
    "reports:backtest": "mona",
    "reports:backtest_run": "mona",
    "reports:due": "mona",
    "mail:quarantine": "mona",
    "mail:quarantined": "mona",
    "sla:policies": "mona",
    "sla:policy": "mona",
    "sla:policy_new": "mona",
    "customers:organisations": "mona",
    "customers:erase": "mona",
    "customers:erased": "mona",
    "scheduling:calendars": "mona",
    "scheduling:calendar_new": "mona",
    "scheduling:calendar": "mona",
    "mail:log": "mona",
    "mail:explain": "mona",
    "mail:account": "mona",
    "mail:undecided": "mona",
    "mail:unwritten": "mona",
    "mail:senders": "mona",
    "mail:rules": "mona",
    "mail:rule": "mona",
    "mail:rule_new": "mona",
    "mail:rules_try": "mona",
    "mail:rules_history": "mona",
    "mail:health": "mona",
    "mail:mailboxes": "ada",
    "mail:mailbox": "ada",
    "mail:mailbox_new": "ada",
    "portal:home": None,
    "portal:sent": "liis",
    "portal:ticket": None,
    "portal:enter": None,
    "portal:mine": "dana",
    "portal:own": "dana",
    **{name: who for field in FIELDS for name, who in field.PAGES.items()},
}
# What proves that it is the page itself, filled, and not where one is sent without a right to it.
SHOWS = {
    "staff:reset_choose": 'name="new_password2"',
    "reports:backtest_run": "Then due",
    "portal:sent": "liis@saar.example",
    "notices:tray": "Acknowledge",
    "tickets:bulk_job": "would stay",
    "tickets:bulk_fields": "set on 2 tickets",
    "tickets:views": "Who sees",
    "knowledge:article": "Changed since you confirmed",
    "knowledge:readers": "1 of",
    "tickets:edit_view": "Conditions",
    "portal:mine": "Question 2",
    "portal:own": "Any news?",
    **{name: words for field in FIELDS for name, words in field.SHOWS.items()},
}
AN_INSTANT = {"priorities": {"normal": {"first_response": {"minutes": 0.0001, "hours": "calendar"}}}}
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def addresses(promises, billing, dana, eve, amara, cleo, mona):
    """A ticket with everything on it, a mail in quarantine, and the address of each page."""
    nasty = "<script>alert(1)</script> Where is my <b>refund</b>?"
    ticket = make_ticket(
        requester=dana, team=billing, subject=nasty, text=nasty, html="<p>Where is my <b>refund</b>?</p>"
    )
    own_type, field, checklist = set_up(ticket, nasty, dana, by=mona)
    others = [
        make_ticket(requester=dana, team=billing, subject=f"Question {n}", text="And another thing.")
        for n in range(3)
    ]
    reply(ticket, by=amara, text="We are **looking**.", then="wait")
    add_note(ticket, by=cleo, text="Ask finance.")
    receive(ticket, by=dana, text="Any news?", channel="email", folded="> We are looking")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for writer in (amara, cleo):
        plan_answer(
            ticket, by=writer, text=nasty, to=f'"{"A rather long name " * 3}" <dana@okafor.example>',
            send_at=tomorrow, parts=[Part("an invoice with a rather long name of its own.pdf", b"%PDF")],
        )  # fmt: skip
    undone = reply(ticket, by=amara, text=nasty, parts=[Part("photo.png", b"PNG")], hold=Hold(30, text=nasty))
    take_back(undone, by=amara)
    reply(ticket, by=amara, text="Held.", hold=Hold(30, text="Held."))
    ask_approval(ticket, by=cleo, text=nasty, to="dana@okafor.example")
    save_draft(ticket, by=cleo, kind="public", text=nasty, to="dana@okafor.example")
    share_draft(ticket, by=cleo, kind="public", shared=True)
    look(cleo, ticket.pk)
    theirs = make_ticket(requester=eve, team=billing, subject=nasty, text=nasty)
    merge(others[0], by=amara, into=ticket)
    for kind, other in (("child", others[1]), ("related", theirs)):
        link(other, by=amara, kind=kind, to=ticket)
    wait_for_children(ticket, by=amara, waits=True)
    mailbox = Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    held = RawEmail.objects.create(
        mailbox=mailbox,
        sha256="0" * 64,
        size=40,
        content=b"From: a@b.example\nSubject: Hi\n\nHello",
        outcome="quarantined",
        cause="no_sender",
        subject="Hi",
        sender="a@b.example",
    )
    for n in range(2):
        notify(
            [amara], key=f"late-{n}", kind="escalation", words="{metric} is late: {subject}",
            params={"metric": {"word": "First response"}, "subject": nasty * (n + 1)},
            detail="You lead Billing.",
            due_at=timezone.now() - datetime.timedelta(hours=2), page="tickets:ticket", page_args=[ticket.pk],
            act_page="tickets:take", act_words="Acknowledge", about=("ticket", ticket.pk),
        )  # fmt: skip
    rule_sender("@a-house-with-a-long-name.example", say="relay", by=cleo)
    rule = make_rule(
        {
            "name": nasty,
            "conditions": [
                {"about": "subject", "how": "contains", "value": "Hi"},
                {"about": "header", "how": "present", "header": "x-priority"},
            ],
            "every": False,
            "tags": ["vip"],
        },
        by=mona,
    )
    fetched = Mailbox.objects.create(
        name="Network & nodes",
        address="a-rather-long-address-of-the-network@desk.example",
        team=billing,
        host="imap.example.com",
        sign_in="xoauth2",
        problem="GrantProblem: 400 invalid_grant Token has been expired or revoked.",
        problem_since=timezone.now(),
    )
    fetched.folders.create(name="INBOX", waiting=12)
    OAuthGrant.objects.create(
        mailbox=fetched, client_id="desk", refresh_token="x", problem="400 invalid_grant"
    )
    ladder = [{"since": "warning", "to": "assignee"}, {"since": "breach", "minutes": 30, "to": "team_lead"}]
    version = set_policy(
        "Standard",
        {**STANDARD_TERMS, "ladder": ladder},
        conditions={"all": [{"field": "team", "how": "is", "values": [str(billing.pk)]}]},
    )
    save_policy(None, name=nasty[:80], terms=STANDARD_TERMS, conditions={}, audience="internal", by=mona)
    begin_adoption(by=mona, how="retroactive", policy_version=version)
    set_vip(dana.organisation, vip=True, by=mona)
    hours = set_hours(
        "Office & night", {**OFFICE_HOURS, "holidays": ["2026-12-25", "2027-12-25"]}, teams=(billing,)
    )
    macro = make_macro(
        {"name": nasty[:80], "owner": amara, "text": nasty * 4, "then": "solve", "add_tags": ["refund"]},
        by=amara,
    )
    guideline = start(
        {"title": nasty[:160], "body": f"# {nasty}\n\n{nasty * 3}\n\n- one\n- two", "category": nasty[:60]},
        kind="guideline", by=mona,
    )  # fmt: skip
    first = publish(guideline, by=mona, seen=1)
    acknowledge(first, by=amara)
    said = {"title": nasty, "body": f"{nasty * 2} other\n\n- one", "change_note": nasty}
    publish(guideline, by=mona, seen=write(guideline, said, by=mona).edit)
    tried = begin_backtest(by=mona, days=30, name=nasty[:80], terms=AN_INSTANT)
    backtesting.work_off(tried.pk)
    for n, (owner, shared) in enumerate(((mona, True), (mona, False), (amara, False))):
        query = {"view": "late", "q": 'refund team:"Billing"', "group": "due", "cols": "number.tags"}
        kept = save_view(by=owner, name=f"{nasty[:50]} {n}", query=query, shared=shared)
    many = plan_bulk(
        by=amara, act="move:reopen", numbers=[ticket.pk, theirs.pk], title=nasty, query={"view": "all"}
    )
    bulk_work.work_off(many.pk)
    arguments = {
        "knowledge:article": [guideline.pk],
        "knowledge:version": [guideline.pk, 2],
        "knowledge:readers": [guideline.pk],
        "knowledge:edit": [guideline.pk],
        "knowledge:new": ["guideline"],
        "tickets:bulk_job": [many.pk],
        "tickets:edit_view": [kept.pk - 1],
        "reports:backtest_run": [tried.pk],
        "scheduling:calendar": [hours.calendar_id],
        "sla:policy": [version.policy_id],
        "tickets:ticket": [ticket.number],
        "tickets:history": [ticket.number],
        "tickets:fields": [ticket.number],
        "tickets:field": [field.pk],
        "tickets:type": [own_type.pk],
        "tickets:checklist": [checklist.pk],
        "tickets:merge": [ticket.number],
        "tickets:split": [ticket.number],
        "tickets:redact": [ticket.number],
        "customers:erase": [ticket.requester_id],
        "tickets:macro": [macro.pk],
        "tickets:linked": [ticket.number],
        "tickets:promises": [ticket.number],
        "mail:quarantined": [held.pk],
        "mail:explain": [held.pk],
        "mail:rule": [rule.pk],
        "mail:mailbox": [fetched.pk],
        "portal:ticket": [token_of(link_for(ticket, dana))],
        "portal:own": [ticket.reference],
        "staff:reset_choose": [
            urlsafe_base64_encode(force_bytes(amara.pk)),
            default_token_generator.make_token(amara),
        ],
    }
    cast = SimpleNamespace(
        billing=billing,
        dana=dana,
        eve=eve,
        amara=amara,
        cleo=cleo,
        mona=mona,
        ticket=ticket,
        nasty=nasty,
        ticket_type=own_type,
        guideline=guideline,
    )
    for one in FIELDS:
        arguments |= one.arguments(cast)
    queries = {
        "tickets:bulk_fields": {"ticket": [ticket.number, theirs.number], "list_view": "all"},
        "tickets:merge": {"into": theirs.number},
        "tickets:merge_ticked": {"ticket": [ticket.number, theirs.number, others[1].number]},
    }
    for one in FIELDS:
        queries |= getattr(one, "QUERIES", {})
    return {name: reverse(name, args=arguments.get(name, []), query=queries.get(name)) for name in PAGES}


def set_up(ticket, nasty, dana, *, by):
    """A type with a field of every kind, filled in; a checklist with one item done; a tag with a synonym."""
    kind = save_type(None, {"name": nasty, "help": nasty, "offered": True, "tags": ["refund"]}, by=by)
    options = [{"name": nasty}, {"name": "Late"}]
    said = {"options": options, "help": nasty, "types": [kind], "required": "solving", "shown": "read"}
    made = [
        save_field(None, {"name": f"{nasty} {word}", "kind": word, **said}, by=by)
        for word in FieldKind.values
    ]
    items = [{"text": nasty, "required": True}, {"text": "Say thanks"}]
    checklist = save_checklist(None, {"name": nasty, "items": items, "types": [kind]}, by=by)
    set_type(ticket, by=by, to=kind)
    keys = {field.kind: field.key for field in made}
    values = {keys["text"]: nasty, keys["multi"]: ["Late"], keys["number"]: "12,5", keys["contact"]: dana.pk}
    set_fields(ticket, by=by, values=values)
    tick(ticket, by=by, item=ticket.checklists.get().items.last().pk, done=True)
    tag(ticket, by=by, tags=["refund", "a-word-that-is-forty-characters-long-xx"])
    add_synonym(Tag.objects.get(word="refund"), word="money-back", by=by)
    return kind, made[0], checklist


@pytest.fixture
def ada(db):
    """Admin."""
    return hire(email="ada@desk.example", full_name="Ada Sild", role="admin")


@pytest.fixture
def enter(client, live_server, amara, cleo, mona, ada, dana):
    """enter(context, who): a colleague signs in; Dana came by her letter; Liis has just asked."""
    asked = {"reference": "K7Q2M9XD", "subject": "No internet", "email": "liis@saar.example", "due_at": ""}
    visits = {
        "dana": {VISIT_KEY: {"id": dana.pk, "since": timezone.now().timestamp()}},
        "liis": {SENT_KEY: asked},
    }

    def come_in(context, who):
        client.cookies.clear()  # not signed out: their pages stay open
        if who in visits:
            session = client.session
            session.update(visits[who])
            session.save()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        else:
            client.force_login({"amara": amara, "cleo": cleo, "mona": mona, "ada": ada}[who])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}],
        )

    return come_in


# How a page is looked at, one after the other: width in pixels, theme, whether axe judges it there.
LOOKS = ((1440, "light", True), (1024, "light", False), (390, "dark", True))
PARTS = 2


def opened(chromium, said) -> Page:
    """A page in a context of its own; what it complains of on the console is put into `said`."""
    page = chromium.new_context(
        viewport={"width": LOOKS[0][0], "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.set_default_timeout(90_000)  # a crowded machine is no fault of the page
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(addresses, enter, chromium, live_server, part):
    """Loaded once, then made narrower and darker, where it must fit and be accessible as well. The shell is
    judged on the first page of each reader.
    """
    troubles = []
    pages: dict[str, Page] = {}
    said: list[str] = []
    for name, address in [*addresses.items()][part::PARTS]:
        who = PAGES[name]
        place = who or name  # a stranger comes anew each time
        first = place not in pages
        if first:
            pages[place] = opened(chromium, said)
            if who:
                enter(pages[place].context, who)
        page = pages[place]
        said.clear()
        page.emulate_media(color_scheme=LOOKS[0][1])
        page.set_viewport_size({"width": LOOKS[0][0], "height": 900})
        answer = page.goto(live_server.url + address)
        page.wait_for_selector("html[data-ready]")
        if answer.status != 200 or SHOWS.get(name, "") not in page.content():
            troubles.append((name, answer.status, page.url))
        if "unsafe" in answer.headers.get("content-security-policy", "unsafe"):
            troubles.append((name, "no strict policy"))
        troubles += [(name, found.group()) for found in INLINE.finditer(answer.text())]
        for n, (width, theme, judged) in enumerate(LOOKS):
            if n:
                page.emulate_media(color_scheme=theme)
                page.set_viewport_size({"width": width, "height": 900})
            if judged:
                troubles += [(name, width, fault) for fault in faults(page, shell=first)]
            if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                troubles.append((name, f"{over} px too wide at {width} px"))
        troubles += [(name, line) for line in said]
    for page in pages.values():
        page.context.close()
    assert troubles == []


# Answers to a press of a button, parts of pages, files and probes.
NO_PAGES = {
    *("healthz", "home", "readyz", "styleguide", "palette", "files:download"),
    *("api:tickets", "api:ticket", "api:messages", "api:file", "api:revoke", "api:surveys"),
    *("api:positions", "api:candidates"),
    *("tickets:similar", "tickets:handled"),
    *("mail:frame", "mail:original", "mail:decide", "mail:bulk", "mail:raw", "mail:third_party"),
    *("mail:rule_order", "mail:sender_forget", "mail:why"),
    *(
        "mail:mailbox_try",
        "mail:mailbox_try_new",
        "mail:trial",
        "mail:mailbox_fetch",
        "mail:mailbox_progress",
    ),
    *("mail:mailbox_letter", "mail:oauth_start", "mail:oauth_back"),
    *("mail:hook", "mail:hook_mime", "mail:hook_raw"),
    *("portal:form", "portal:language", "portal:reply", "portal:letter", "portal:file"),
    *("portal:entered", "portal:leave"),
    "scheduling:calendar_preview",
    *("sla:policy_preview", "sla:policy_order", "customers:vip"),
    *("tickets:acknowledge", "notices:read", "notices:read_all", "notices:follow"),
    *("staff:sign_out", "staff:appearance"),
    *("tickets:snooze", "tickets:wake", "tickets:change_view", "tickets:place_view"),
    *("tickets:bulk_start", "tickets:bulk_undo", "tickets:next_take", "tickets:skip"),
    *("tickets:pulse", "tickets:bulk", "tickets:save_view", "tickets:forget_view"),
    *("tickets:write", "tickets:draft", "tickets:move", "tickets:take", "tickets:assign", "tickets:team"),
    *(
        "tickets:undo",
        "tickets:prioritise",
        "portal:fields",
        "tickets:new_fields",
        "tickets:field_preview",
        "tickets:setup_order",
        "tickets:tag_change",
        "tickets:set_type",
        "tickets:follow",
        "tickets:add_checklist",
        "tickets:tick",
        "tickets:remove_checklist",
        "tickets:tag",
        "tickets:retitle",
        "tickets:unread",
        "tickets:revoke_link",
        "tickets:delivery",
        "mail:undecided_decide",
        "mail:unwritten_forget",
    ),
    "tickets:snooze",
    "tickets:wake",
    *("tickets:planned", "tickets:share_draft", "tickets:shared_draft"),
    "tickets:preview",
    "tickets:approval",
    "tickets:take_back",
    *("knowledge:confirm", "knowledge:publish", "knowledge:drop", "knowledge:put_away"),
    *("tickets:macros_offered", "tickets:macro_shown", "tickets:macro_switch"),
    *("tickets:no_reply_needed", "tickets:set_due", "tickets:free_due", "tickets:dispute"),
    *("tickets:answer_dispute", "tickets:exclude", "tickets:include", "tickets:retime"),
    *(
        "tickets:others",
        "tickets:same",
        "tickets:unmerge",
        "tickets:link",
        "tickets:unlink",
        "tickets:wait_for_children",
    ),
    *(
        "tickets:mentions",
        "tickets:message",
        "tickets:letter",
        "tickets:picture",
        "tickets:file",
        "tickets:customers",
        "tickets:complete",
    ),
    "tickets:ticket_pulse",
    "tickets:meant",
    *("worker", "notices:device_add", "notices:device_remove", "notices:device_try"),
    *(name for field in FIELDS for name in field.NO_PAGES),
}


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            yield namespace + pattern.name


def test_no_page_is_forgotten():
    """A new address is either looked at above or named as no page."""
    assert set(names(get_resolver())) - set(PAGES) - NO_PAGES == set()
