"""A whole working day of Amara's, from signing in to signing out, without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.conftest import PASSWORD
from tests.factories import make_ticket
from tests.web.test_in_browser import faults
from tickets import bulk_work
from tickets.actions.macros import make_macro
from tickets.models import BulkJob, Message, Ticket

pytestmark = pytest.mark.journey
# Long, because it is run beside others; it is waited for what shows, never for a time.
PATIENCE = 60_000


@pytest.fixture
def morning(billing, network, promises, dana, eve, cleo) -> list[Ticket]:
    make_macro({"name": "Refund is on its way", "team": billing, "text": "Dear {first_name}, soon."}, by=cleo)
    subjects = ("Refund not received", "Router blinks red", "Where is my invoice?", "Thank you!", "Refund?")
    return [
        make_ticket(requester=eve if n % 2 else dana, team=billing, subject=subject)
        for n, subject in enumerate(subjects)
    ]


class Hands:
    """On the keyboard alone. What is looked for is what eyes would wait for before the next key."""

    def __init__(self, page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go(self, *keys: str) -> None:
        """Keys that lead to another page."""
        with self.page.expect_navigation():
            self.press(*keys)
        self.page.wait_for_selector("html[data-ready]")

    def see(self, selector: str, text: str = ""):
        found = self.page.locator(selector).last
        if text:
            expect(found).to_contain_text(text, timeout=PATIENCE)
        expect(found).to_be_visible(timeout=PATIENCE)
        return found

    def miss(self, selector: str) -> None:
        expect(self.page.locator(selector)).to_have_count(0, timeout=PATIENCE)

    def count(self, selector: str, number: int) -> None:
        expect(self.page.locator(selector)).to_have_count(number, timeout=PATIENCE)

    def choose(self, key: str, name: str) -> None:
        """Opens a menu by its key, and takes the choice of that name."""
        self.press(key)
        self.page.wait_for_selector("details.menu[open] :focus")
        seen = set()
        while name not in (said := self.page.evaluate("document.activeElement.innerText")):
            assert said not in seen, f"{name} is not in the menu"
            seen.add(said)
            self.press("ArrowDown")
        self.press("Enter")

    @property
    def ticket(self) -> Ticket:
        return Ticket.objects.get(pk=int(self.page.url.split("/tickets/")[1].split("/")[0]))


def test_from_the_keyboard_alone(open_page, morning, amara, ben):
    at = Hands(open_page("/inbox/"))
    at.press("Tab", "Tab") if at.page.evaluate("document.activeElement === document.body") else None
    at.page.wait_for_selector("[name=username]:focus")
    at.type(amara.email)
    at.press("Tab")
    at.type(PASSWORD)
    at.go("Enter")

    first = answers_the_first(at, amara)
    sorts_the_second(at, amara)
    hands_over_and_merges(at, ben)
    keeps_a_search_as_view(at, first)
    works_on_many(at, amara)
    plays_and_goes_home(at)


def answers_the_first(at: Hands, amara) -> Ticket:
    """Opened, taken, answered by a macro; taken back, and sent and solved."""
    at.go("g", "u")
    at.count(".item", 5)
    at.press("j")
    at.go("o")
    at.see("#timeline article")
    at.press("i")
    at.miss("#take")
    assert at.ticket.assignee == amara
    at.press("m")
    at.see("#macro-list [aria-selected=true]")
    at.type("refund")
    at.press("Enter")
    at.page.wait_for_selector("[data-take-macro]:focus")
    at.press("Enter")
    expect(at.page.locator("#write")).to_have_value(f"Dear {at.ticket.requester.first_name}, soon.")
    at.press("Control+Enter")
    at.see("#timeline article.agent", "soon.")
    at.see("#toasts .toast", "Answer sent.")
    at.press("Escape", "z")
    at.miss("#timeline article.agent")
    assert Message.objects.get(author=amara).kind == "taken_back"
    at.press("r")
    at.type(" Today.")
    at.press("Control+Shift+Enter")
    at.see("#timeline article.agent", "soon. Today.")
    assert at.ticket.state == "solved"
    return at.ticket


def sorts_the_second(at: Hands, amara) -> None:
    """A note with a colleague's name, tags and priority; put aside, back by the undo, and put aside again."""
    at.press("Escape")
    at.go("g", "u")
    at.count(".item", 4)
    at.press("j")
    at.go("o")
    at.press("n")
    at.type("Look at this, @be")
    at.see("#mention-1")
    at.press("Enter")
    at.type("please.")
    at.press("Control+Enter")
    at.see("#timeline .note mark", "@ben")
    at.press("Escape", "t")
    at.type("refund")
    at.press("Enter")
    at.choose("p", "High")
    at.choose("a", "Amara Kask")
    at.see("#props .tag", "refund")
    at.see("#priority", "High")
    at.see("#assign", "Amara Kask")
    at.press("b", "Enter")
    at.see(".titles .aside")
    at.see("#toasts .toast", "put aside")
    at.press("z")
    at.miss(".titles .aside")
    at.press("b", "Enter")
    at.see(".titles .aside")
    ticket = at.ticket
    assert (ticket.tags, ticket.priority, ticket.assignee) == (["refund"], "high", amara)
    assert ticket.snoozed_until is not None
    assert faults(at.page) == []


def hands_over_and_merges(at: Hands, ben) -> None:
    """The next one is another team's; the one after that is merged into what Amara has put aside."""
    aside = at.ticket
    at.go("g", "u")
    at.press("j")
    at.go("o")
    gone = at.ticket
    with at.page.expect_navigation():
        at.choose("d", "Network")
    at.page.wait_for_selector("html[data-ready]")
    assert Ticket.objects.get(pk=gone.pk).team.name == "Network"
    at.go("g", "u")
    at.count(".item", 2)
    at.press("j")
    at.go("o")
    source = at.ticket
    at.see("#linked [data-key=M]")
    at.go("Shift+M")
    at.type(f"#{aside.pk}")
    at.see(f"#other-{aside.pk}[aria-selected=true]")
    at.press("Enter")
    at.see("#plan-head")
    if at.page.locator("[name=others][value=apart]").count():
        while at.page.evaluate("document.activeElement.name") != "others":
            at.press("Tab")
        at.press("Space")
    at.go("Control+Enter")
    assert at.ticket == aside
    at.see("#timeline", f"from #{source.pk}")


def keeps_a_search_as_view(at: Hands, first: Ticket) -> None:
    at.go("g", "a")
    at.press("/")
    at.type("tag:ref")
    at.see("#completions [role=option]", "refund")
    at.press("ArrowDown", "Enter")
    expect(at.page.locator(".list-search input")).to_have_value("tag:refund ")
    at.press("Escape")  # the list of what may come next
    at.press("/")
    at.go("Enter")
    at.count(".item", 1)
    at.press("Escape", "v")
    at.page.wait_for_selector("#view-name:focus")
    at.type("Refunds")
    at.go("Enter")
    at.see("h1", "Refunds")
    # The palette reaches pages, views, tickets and what the page can do; the sheet names its keys.
    for typed, heading in (("macr", "Macros"), ("refunds", "Refunds")):
        at.press("Control+k")
        at.type(typed)
        at.go("Enter")  # before there is an answer to what was typed
        at.see("h1", heading)
    at.press("Control+k")
    at.type(f"#{first.pk}")
    at.see("#palette-found [aria-selected=true]", first.subject)
    at.go("Enter")
    assert at.ticket == first
    at.press("Control+k")
    at.type("priority")
    at.see("#palette-here [aria-selected=true]", "Priority")
    at.press("Enter")
    at.page.wait_for_selector("#props [name=priority]:focus")
    at.press("Escape", "?")
    at.see("#keys", "Priority")
    assert faults(at.page) == []
    at.press("Escape")


def works_on_many(at: Hands, amara) -> None:
    """A range is put aside and back by the undo; then all of a list is taken, tried before it is done."""
    at.go("g", "a")
    rows = at.page.locator(".item").count()
    at.press("j", "Shift+J")
    at.count(".tick :checked", 2)
    at.choose("b", "Tomorrow")
    at.see("#toasts .toast", "2 tickets changed.")
    assert Ticket.objects.filter(snoozed_until__isnull=False).count() == 2
    at.press("z")
    at.see("#toasts .toast", "2 tickets changed.")
    at.go("g", "a")
    at.press("x", "Shift+A")
    at.go("i")
    job = BulkJob.objects.get()
    bulk_work.work_off(job.pk)
    at.see(".bulk-job .lead", "would be changed.")
    assert faults(at.page) == []
    at.go("Control+Enter")
    while bulk_work.work_off(job.pk):
        pass
    at.see("[data-key=z]")
    assert Ticket.objects.active().filter(assignee=amara).count() == rows
    at.go("z")
    while bulk_work.go_on():
        pass
    at.see(".bulk-job .lead", "changed.")


def plays_and_goes_home(at: Hands) -> None:
    """The next best one, solved; and home."""
    at.go("g", "f")
    assert faults(at.page) == []
    at.go("e")
    at.see("#toasts", "you speak English")
    taken = at.ticket
    at.go("e")
    assert Ticket.objects.get(pk=taken.pk).state == "solved"
    at.press("g", "y")
    at.page.wait_for_selector(".who[open] :focus")
    at.press("End")
    at.go("Enter")
    at.see("[name=password]")
