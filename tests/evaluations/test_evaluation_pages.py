"""Pages of evaluations and goals: what each reader finds, does, and is refused."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from evaluations import actions
from evaluations.models import Cycle, Evaluation, Form, Goal
from evaluations.pdf import pdf_of
from tests.evaluations.ground import DAY, a_cycle, a_form, again, done, opened, shared, signed

pytestmark = pytest.mark.django_db
ALL = "evaluations:evaluations"


def at(name, *args):
    return reverse(f"evaluations:{name}", args=args)


@pytest.fixture
def evaluation(mona, cleo, amara):
    return opened(mona, amara, at=timezone.now())


def boxes(text, seen=0, **given):
    return {"s1": f"{text} 1", "s2": f"{text} 2", "s3": f"{text} 3", "seen": seen, **given}


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


# --- from the first word to both signatures


def test_from_opening_to_both_signatures(client, evaluation, amara, cleo):
    write, here, step = at("write", evaluation.pk), at("evaluation", evaluation.pk), at("step", evaluation.pk)
    client.force_login(cleo)
    assert "Your turn" in client.get(here).content.decode()
    assert client.post(write, boxes("held", s2="", do="on")).status_code == 422
    assert "Areas" not in client.get(write).content.decode()
    client.post(write, boxes("held", seen=1, do="on"))
    client.force_login(amara)
    assert "held 1" not in client.get(here).content.decode()
    client.post(write, boxes("own", do="on"))
    client.force_login(cleo)
    assert "own 1" not in client.get(here).content.decode()
    client.post(step, {"do": "share"})
    assert "own 1" in client.get(here).content.decode()
    client.force_login(amara)
    text = client.get(write).content.decode()
    assert "held 1" in text
    assert "Proposal 1" in text
    proposal = {"title0": "Refund macro", "body0": "One for all.", "shared0": "on"}
    client.post(write, boxes("but", **proposal, do="save"))
    client.force_login(cleo)
    assert "but 1" not in client.get(here).content.decode()
    client.force_login(amara)
    client.post(write, boxes("but", seen=1, **proposal, do="on"))
    client.force_login(cleo)
    text = client.get(here).content.decode()
    assert "but 1" in text
    assert "Refund macro" in text
    seen = re.search(r'name="seen" value="([^"]+)"', text)[1]
    client.post(step, {"do": "sign", "seen": seen})
    assert client.post(step, {"do": "sign", "seen": seen}).status_code == 422
    client.force_login(amara)
    sha256 = again(evaluation).current.sha256
    assert (
        "Say why you disagree"
        in client.post(step, {"do": "countersign", "sha256": sha256, "agrees": "0"}).content.decode()
    )
    client.post(step, {"do": "countersign", "sha256": sha256, "agrees": "0", "words": "It rained."})
    text = client.get(here).content.decode()
    assert "Seen, and disagrees" in text
    assert "checked just now: unchanged" in text
    assert again(evaluation).state == "done"


def test_saved_by_somebody_else_meanwhile(client, evaluation, cleo):
    client.force_login(cleo)
    client.post(at("write", evaluation.pk), boxes("one", do="save"))
    late = client.post(at("write", evaluation.pk), boxes("two", do="save"))
    assert late.status_code == 409
    assert "two 1" in late.content.decode()  # nothing typed is lost


def test_a_manager_reopens_and_the_first_edition_stays(client, evaluation, amara, mona):
    done(evaluation, at=timezone.now())
    client.force_login(mona)
    step = at("step", evaluation.pk)
    assert client.post(step, {"do": "reopen", "why": ""}).status_code == 422
    client.post(step, {"do": "reopen", "why": "A wrong name."})
    assert "A wrong name." in page(client, amara, at("evaluation", evaluation.pk))
    assert "as it was signed" in page(client, amara, at("edition", evaluation.pk, 1))
    assert client.get(at("pdf", evaluation.pk, 2)).status_code == 404
    assert client.get(at("pdf", evaluation.pk, 1)).status_code == 200


def test_the_sheet_has_everything_that_was_signed(evaluation, amara, cleo):
    amara.full_name = "Ämara Żółć-Щукина"
    amara.save(update_fields=["full_name"])
    fresh = done(again(evaluation), at=timezone.now())
    reader = PdfReader(io.BytesIO(pdf_of(fresh, fresh.current)))
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in ("Ämara Żółć-Щукина", cleo.full_name, "What went well", "evaluator s1", "comment s3",
                  "Refund macro", "Answered in time", fresh.current.sha256[:8]):  # fmt: skip
        assert words in text
    assert float(reader.pages[0].mediabox.width) == pytest.approx(595.3, abs=0.1)  # A4
    assert "Ämara" in reader.metadata.title


def test_words_set_nothing_on_the_sheet(evaluation, cleo, amara):
    shared(evaluation, at=timezone.now())
    hostile = dict.fromkeys(("s1", "s2", "s3"), '#panic() *x* $ \\ #read("/etc/passwd") @a <b>')
    actions.write(evaluation, voice="comment", sections=hostile, by=amara, seen=0)
    actions.send_comments(evaluation, by=amara)
    actions.sign(evaluation, by=cleo)
    fresh = again(evaluation)
    text = PdfReader(io.BytesIO(pdf_of(fresh, fresh.current))).pages[0].extract_text()
    assert "Evidence" in text


# --- lists


def test_shelves_search_and_tables_to_take_away(client, evaluation, amara, cleo, mona, ben):
    assert "Amara Kask" in page(client, cleo, reverse(ALL))
    assert "Nothing waits for you" in page(client, mona, reverse(ALL))
    assert "Amara Kask" in page(client, mona, reverse(ALL), show="all", q="kask", cycle=evaluation.cycle_id)
    assert "No evaluation fits" in page(client, mona, reverse(ALL), show="all", q="zebra")
    assert "You have not been evaluated yet" in page(client, ben, reverse(ALL), show="mine")
    assert "Nothing waits" in page(client, ben, reverse(ALL), show="all", cycle="\x00", page="x", q="\x00")
    client.force_login(cleo)
    table = b"".join(client.get(reverse(ALL), {"as": "csv"}).streaming_content).decode()
    assert "Amara Kask,First half of 2026,Cleo Mets,Being written" in table
    assert b"".join(client.get(reverse(ALL), {"as": "xlsx"}).streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, mona, cleo, amara, ben, nora, many):
    people = [amara, ben, nora][:many]
    cycle = a_cycle(mona, people, at=timezone.now())
    for person in people:
        goal = actions.set_goal(person, title="x", measure="y", due_on=timezone.localdate() + DAY, by=mona)
        actions.check_in(goal, words="z", percent=10, by=mona)
    client.force_login(mona)
    for address, most in (
        (f"{reverse(ALL)}?show=all", 11), (reverse(ALL), 11), (f"{reverse(ALL)}?show=running", 11),
        (at("cycle", cycle.pk), 13), (at("cycles"), 9), (at("forms"), 8),
        (f"{at('goals')}?show=open", 9),
    ):  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most, (address, len(asked))


# --- cycles, forms, goals


def test_a_manager_writes_a_form_and_opens_a_cycle(client, mona, amara, cleo, billing):
    client.force_login(mona)
    assert client.get(at("cycle_new")).url == at("form_new")
    sent = {"name": "Half a year", "form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0}
    for number, kind in enumerate(("strengths", "improve", "own")):
        sent |= {f"form-{number}-title": kind, f"form-{number}-kind": kind, f"form-{number}-hint": ""}
    assert client.post(at("form_new"), {**sent, "form-1-title": ""}).status_code == 422
    client.post(at("form_new"), sent)
    form = Form.objects.get()
    client.post(at("form", form.pk), {**sent, "form-2-title": "Other"})
    assert Form.objects.get().current.number == 2
    day = timezone.localdate()
    cycle = {
        "name": "Spring", "form": form.pk, "since": "2026-01-01", "until": "2026-03-31",
        "write_by": day + DAY, "sign_by": day + 9 * DAY, "held": "lead",
    }  # fmt: skip
    assert "Choose teams or colleagues" in client.post(at("cycle_new"), cycle).content.decode()
    client.post(at("cycle_new"), {**cycle, "teams": [billing.pk]})
    assert set(Evaluation.objects.values_list("person", flat=True)) == {amara.pk, cleo.pk}
    again_ = client.post(at("cycle_new"), {**cycle, "teams": [billing.pk]})
    assert "There is a cycle of that name already" in again_.content.decode()
    one = Cycle.objects.get()
    assert client.post(at("cycle_add", one.pk), {"people": [amara.pk], "held": "lead"}).status_code == 422
    client.post(at("form_retire", form.pk), {"do": "retire"})
    assert Form.objects.get().retired_at


def test_a_goal_from_setting_to_reaching(client, evaluation, amara, cleo):
    client.force_login(cleo)
    due = timezone.localdate() + 30 * DAY
    sent = {"person": amara.pk, "title": "Fewer reopened", "measure": "Under 5 %.", "due_on": due}
    client.post(f"{at('goal_new')}?evaluation={evaluation.pk}", sent)
    goal = Goal.objects.get()
    assert (goal.evaluation, goal.set_by) == (evaluation, cleo)
    assert "Fewer reopened" in page(client, amara, at("evaluation", evaluation.pk))
    assert client.post(at("goal_say", goal.pk), {"words": "", "percent": "50"}).status_code == 422
    client.post(at("goal_say", goal.pk), {"words": "Half way.", "percent": "50"})
    client.post(at("goal_change", goal.pk), {**sent, "measure": "Under 6 %."})
    assert client.post(at("goal_end", goal.pk), {"do": "dropped", "why": " "}).status_code == 422
    client.post(at("goal_end", goal.pk), {"do": "done", "why": "4 %"})
    assert Goal.objects.get().state == "done"
    assert client.post(at("goal_say", goal.pk), {"words": "More"}).status_code == 422
    client.post(at("goal_end", goal.pk), {"do": "resume"})
    assert "50 %" in page(client, cleo, at("goals"), show="open")
    assert client.post(at("goal_new"), {**sent, "person": cleo.pk, "due_on": "2020-01-01"}).status_code == 422


# --- who is refused


@pytest.fixture
def everything(evaluation, amara, mona):
    """An argument for every address of the app."""
    signed(evaluation, at=timezone.now())
    goal = actions.set_goal(
        amara, title="x", measure="y", due_on=timezone.localdate() + DAY, by=mona, evaluation=evaluation
    )
    return {
        "number": evaluation.pk, "goal": goal.pk, "cycle": evaluation.cycle_id,
        "form": evaluation.cycle.form.form_id, "person": amara.pk,
    }  # fmt: skip


NOT_THEIRS = {"evaluations", "goals", "goal_new"}  # each has a list of their own


def addresses(ids):
    for pattern in get_resolver("evaluations.urls").url_patterns:
        name, given = pattern.name, list(pattern.pattern.converters)
        if name in NOT_THEIRS:
            continue
        kind = next((one for one in ("goal", "cycle", "form", "person") if name.startswith(one)), "number")
        args = [1 if each == "edition" else ids[kind] for each in given]
        yield name, at(name, *args)


@pytest.mark.parametrize("who", ["ben", "nora"])
def test_others_find_nothing_at_any_address(request, client, everything, who):
    client.force_login(request.getfixturevalue(who))
    for name, address in addresses(everything):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (404, 405), (name, answer.status_code)
    assert client.post(at("step", everything["number"]), {"do": "countersign"}).status_code == 404


def test_a_lead_finds_only_those_they_hold_and_no_settings(client, everything, evaluation, cleo, mona, ben):
    other = actions.add_people(evaluation.cycle, people=[ben], by=mona, held="lead")[0]
    actions.hand_over(other, to=mona, by=mona)
    client.force_login(cleo)
    assert client.get(at("evaluation", evaluation.pk)).status_code == 200
    assert client.get(at("evaluation", other.pk)).status_code == 404
    for name, address in addresses(everything):
        if name.startswith(("cycle", "form")):
            assert client.get(address).status_code in (404, 405), name
            assert client.post(address).status_code in (404, 405), name
    for do in ("reopen", "withdraw", "countersign", "burn"):
        assert client.post(at("step", evaluation.pk), {"do": do, "why": "x"}).status_code == 404
    assert client.post(at("hand_over", evaluation.pk), {"to": mona.pk}).status_code in (302, 404)
    assert again(evaluation).evaluator == cleo


def test_the_person_does_nothing_that_is_the_evaluators(client, everything, evaluation, amara):
    client.force_login(amara)
    for do in ("share", "sign", "take_back", "reopen", "withdraw"):
        assert client.post(at("step", evaluation.pk), {"do": do, "why": "x"}).status_code == 404
    assert client.get(at("write", evaluation.pk)).url == at("evaluation", evaluation.pk)


def test_a_manager_reads_no_drafts_of_their_own_evaluation(client, mona, amara, cleo):
    other = mona.__class__.objects.create_user(
        "olga@desk.example", "x" * 20, full_name="Olga Other", role="manager"
    )
    own = a_cycle(mona, [mona], form=a_form(mona), at=timezone.now()).evaluations.get()
    assert own.evaluator == other
    actions.write(own, voice="evaluator", sections={"s1": "a secret so far"}, by=other, seen=0)
    for address in (at("evaluation", own.pk), at("written", own.pk, 1), at("edition", own.pk, 1)):
        assert "a secret so far" not in page(client, mona, address)
        assert "a secret so far" in page(client, other, address)


def test_nobody_reaches_them_without_signing_in(client, everything):
    for _name, address in addresses(everything):
        assert client.get(address).status_code in (302, 405)
