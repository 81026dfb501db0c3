"""An evaluation from opening to both signatures, over the pages: the numbers are frozen as they stood, what
comes after does not alter them, the proposal becomes a suggestion with a day, and the sheet can be read.
"""

import datetime
import io
import json
import re
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from pypdf import PdfReader

from evaluations.actions import save_form
from evaluations.models import Evaluation
from lib.canonical import digest
from staff.actions import hire
from suggestions.models import Suggestion
from tests.evaluations.ground import SECTIONS
from tests.factories import make_ticket
from tickets.actions import add_note, assign, move, receive, reply

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def at(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def numbers(evaluation):
    """What the providers say now: {(provider, row): (value, denominator)}."""
    found = {}
    for path in settings.EVIDENCE_PROVIDERS:
        evidence = import_string(path)(evaluation.person, *evaluation.period)
        found |= {(evidence.key, row.name): (row.value, row.denominator) for row in evidence.rows}
    return found


def frozen(edition):
    return {
        (one["key"], row["name"]): (row["value"], row["denominator"])
        for one in json.loads(edition.snapshot)["evidence"]
        for row in one["rows"]
    }


def ink_on(pdf):
    """The share of the first page that is dark, once it is a picture of A4."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1, grayscale=True)
        assert (picture.width, picture.height) == (596, 842)
        return sum(shade < 128 for shade in bytes(picture.buffer)) / (picture.width * picture.height)


@pytest.fixture
def a_period_of_work(promises, billing, dana, amara, ben):
    """Amara solves three of Dana's tickets, one comes back; she notes something on a ticket of Ben's."""
    tickets = [make_ticket(requester=dana, team=billing, subject=f"Refund {n}") for n in range(4)]
    for ticket in tickets[:3]:
        assign(ticket, by=amara, to=amara)
        reply(ticket, by=amara, text="It is on its way.", then="solve")
    receive(tickets[0], by=dana, text="It is not.", channel="email")
    assign(tickets[3], by=ben, to=ben)
    add_note(tickets[3], by=amara, text="Ask the bank first.")
    return tickets


def test_from_opening_to_both_signatures(client, a_period_of_work, mona, cleo, amara, billing, dana):
    today = timezone.localdate(timezone=ZoneInfo(mona.time_zone))
    form = save_form(None, name="Half a year", sections=SECTIONS, by=mona).form
    client.force_login(mona)
    client.post(at("cycle_new"), {
        "name": "Spring", "form": form.pk, "since": today - 30 * DAY, "until": today, "held": "lead",
        "write_by": today + 7 * DAY, "sign_by": today + 14 * DAY, "people": [amara.pk],
    })  # fmt: skip
    evaluation = Evaluation.objects.select_related("cycle", "person", "current").get()
    write, here, step = at("write", evaluation.pk), at("evaluation", evaluation.pk), at("step", evaluation.pk)

    def boxes(text, **given):
        return {key: f"{text} {key}" for key in ("s1", "s2", "s3")} | {"seen": 0, "do": "on", **given}

    client.force_login(cleo)
    client.post(write, boxes("Good work"))
    client.force_login(amara)
    assert "Good work" not in client.get(here).content.decode()  # a draft is nobody else's
    client.post(write, boxes("As I see it"))
    client.force_login(cleo)
    client.post(step, {"do": "share"})
    client.force_login(amara)
    client.post(write, boxes("My comment", title0="A refund macro", body0="One for all of us."))

    client.force_login(cleo)
    page = client.get(here).content.decode()
    before = numbers(evaluation)
    assert before["tickets", "Tickets solved"] == (3, None)
    assert before["tickets", "Opened again by the customer"] == (1, 3)
    assert before["help", "Notes on tickets of colleagues"] == (1, None)
    client.post(step, {"do": "sign", "seen": re.search(r'name="seen" value="([^"]+)"', page)[1]})
    edition = evaluation.editions.get()
    assert frozen(edition) == before
    assert digest(edition.snapshot) == edition.sha256

    # What comes after does not alter it.
    receive(a_period_of_work[1], by=dana, text="Nor is mine.", channel="email")
    reply(a_period_of_work[0], by=amara, text="Now it is.", then="solve")
    move(make_ticket(requester=dana, team=billing), "solve", by=amara)
    assert numbers(evaluation) != before
    client.force_login(amara)
    page = client.get(here).content.decode()
    assert "1 of 3" in page
    client.post(step, {"do": "countersign", "sha256": edition.sha256, "agrees": "1"})
    edition.refresh_from_db()
    assert frozen(edition) == before
    assert {one.sha256 for one in edition.signatures.all()} == {digest(edition.snapshot)}
    twice = client.post(step, {"do": "countersign", "sha256": edition.sha256})
    assert "signed already" in twice.content.decode()

    suggestion = Suggestion.objects.get()
    assert (suggestion.author, suggestion.source, suggestion.title) == (amara, "evaluation", "A refund macro")
    assert suggestion.answer_by > today
    found = client.get(reverse("suggestions:suggestion", args=[suggestion.pk]))
    assert suggestion.title in found.content.decode()

    sheet = client.get(at("pdf", evaluation.pk, 1))
    assert sheet["Content-Type"] == "application/pdf"
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet.content)).pages)
    for words in ("Amara Kask", "Cleo Mets", "1 of 3", "Good work s1", "My comment s3", "A refund macro",
                  edition.sha256[:8], edition.sha256[-8:]):  # fmt: skip
        assert words in text
    assert 0.004 < ink_on(sheet.content) < 0.2

    other = hire(email="nobody@desk.example", full_name="No Body", role="lead", teams=())
    client.force_login(other)
    assert [client.get(one).status_code for one in (here, write, at("pdf", evaluation.pk, 1))] == [404] * 3
