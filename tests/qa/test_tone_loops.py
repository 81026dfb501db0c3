"""From confirmed findings on tone to a proposal, a lesson for exactly whom they are about, and its effect."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from knowledge.actions.training_taking import complete_lesson
from knowledge.models import Enrolment
from lib.long_way import LongWay
from notices.models import Notice
from qa import actions
from qa.choices import Heard, LoopState, Verdict
from qa.looped import measured
from qa.models import Finding, Loop, ToneFinding, ToneLook, ToneReading, ToneRule
from staff.actions import hire
from tests.qa.ground import DAY, NOW
from tests.qa.loops import HOUR, a_guideline, findings, in_force, publish
from tests.scheduling.test_races import at_once
from tickets.actions import redact, reply
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
SOON = NOW + 2 * DAY
AS_SAID = (
    "As I said before, send us the number.", "As I already told you, the number is missing.",
    "Like I said, we need the number.", "As I said: the number.",
)  # fmt: skip

REMOTE = (
    "Stop writing to us.", "Leave it be.", "Kuulge, jätke juba järele!", "Enough of this now.",
    "Proszę już nie pisać.", "Не пишите больше сюда.", "Go and ask elsewhere.", "Basta.",
)  # fmt: skip


def sound(ticket, person, by, *, at=NOW, text="As I said before, no.", rule="said-before",
          kind="condescending", state=Heard.CONFIRMED, language="en") -> ToneFinding:  # fmt: skip
    """An answer that was heard, with a finding in its first words, judged by them."""
    answer = reply(ticket, by=person, text=text, at=at - HOUR)
    ToneReading.objects.create(message=answer, language=language, score=0.5, layers="rules", read_at=at)
    named, _made = ToneRule.objects.get_or_create(name=rule, language=language)
    one = ToneFinding.objects.create(
        message=answer, rule=named, kind=kind, start=0, end=min(len(text), 20), shipped=0.8, confidence=0.8,
        found_at=at,
    )  # fmt: skip
    return one if state == Heard.OPEN else actions.judge(one, verdict=state, by=by, at=at)


def sounds(ticket, people, by, number, *, texts=AS_SAID, at=NOW, **said) -> list[ToneFinding]:
    return [
        sound(ticket, people[n % len(people)], by, text=texts[n % len(texts)], at=at + n * HOUR, **said)
        for n in range(number)
    ]


def quiet(ticket, person, number, at):
    """So many answers that were heard and sounded like nothing."""
    for n in range(number):
        answer = reply(ticket, by=person, text=f"The refund left, {n}.", at=at + n * HOUR)
        ToneReading.objects.create(message=answer, language="en", score=0.9, layers="rules", read_at=at)


@pytest.fixture
def opened(ticket, amara, ben, cleo) -> Loop:
    """Eight findings about Amara and Ben."""
    sounds(ticket, [amara, ben], cleo, 8)
    assert actions.propose(at=SOON) == 1
    return Loop.objects.get()


def test_many_confirmed_findings_open_exactly_one_proposal(ticket, amara, ben, nora, cleo, mona):
    sounds(ticket, [amara, ben], cleo, 20)
    assert (actions.propose(at=SOON), actions.propose(at=SOON + HOUR)) == (1, 0)
    one = Loop.objects.get()
    assert (one.state, one.kind, one.scorecard, one.criterion) == (
        LoopState.OPEN, "condescending", None, "",
    )  # fmt: skip
    assert one.findings.count() == 20
    assert one.telling == ["said-before"]
    assert one.name == "Tone: Condescending"
    assert {each.recipient for each in Notice.objects.filter(about="loop")} == {mona}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one(ticket, amara, ben, cleo):
    sounds(ticket, [amara, ben], cleo, 8)
    assert sorted(at_once(*[lambda: actions.propose(at=SOON)] * 2)) == [0, 1]
    assert Loop.objects.get().findings.count() == 8


@pytest.mark.parametrize("case", ["seven", "one person", "another kind", "another rule", "open", "long ago"])
def test_below_the_threshold_nothing_opens(ticket, amara, ben, cleo, case):
    sounds(ticket, [amara] if case == "one person" else [amara, ben], cleo, 7)
    eighth = {
        "seven": None, "one person": {"person": amara}, "another kind": {"kind": "rude"},
        "another rule": {"rule": "so-easy", "text": "This is really quite simple."},
        "open": {"state": Heard.OPEN}, "long ago": {"at": NOW - 70 * DAY},
    }[case]  # fmt: skip
    if eighth:
        sound(ticket, eighth.pop("person", ben), cleo, **eighth)
    assert actions.propose(at=SOON) == 0


def test_the_same_rule_in_any_words_is_the_same_and_another_kind_is_not(ticket, amara, ben, cleo):
    sounds(ticket, [amara, ben], cleo, 4)
    sounds(ticket, [amara, ben], cleo, 4, texts=["Nagu ma juba ütlesin, palun."], language="et")
    sounds(ticket, [amara, ben], cleo, 8, kind="rude", rule="go-away", texts=REMOTE)
    assert actions.propose(at=SOON) == 2
    assert {one.kind: one.findings.count() for one in Loop.objects.all()} == {"condescending": 8, "rude": 8}


def test_later_ones_join_and_reviews_have_their_own(ticket, card, opened, amara, ben, cleo):
    sounds(ticket, [amara, ben], cleo, 3, at=NOW + 3 * DAY)
    findings(ticket, card, [amara, ben], cleo, 8, at=NOW + 3 * DAY)
    assert actions.propose(at=NOW + 5 * DAY) == 1
    assert opened.findings.count() == 11
    assert Loop.objects.exclude(pk=opened.pk).get().kind == ""


def test_declined_the_same_open_nothing_again_but_new_ones_do(ticket, opened, amara, ben, cleo, mona):
    actions.decline(opened, by=mona, reason="We talked about it.", at=SOON)
    assert actions.propose(at=SOON + HOUR) == 0
    sounds(ticket, [amara, ben], cleo, 8, at=NOW + 3 * DAY)
    assert actions.propose(at=NOW + 5 * DAY) == 1


def test_words_that_were_removed_say_no_more_than_their_rule(ticket, amara, ben, cleo, mona):
    texts = [f"As I said, number {n}." for n in range(8)]
    for one in sounds(ticket, [amara, ben], cleo, 8, texts=texts):
        redact(ticket, wish=Wish(one.message, whole=True), by=mona, reason="Private.")
    assert actions.propose(at=SOON) == 1
    assert "number" not in str(Loop.objects.values().get())


def test_the_lesson_is_for_exactly_whom_the_findings_that_stand_are_about(
    ticket, billing, opened, amara, ben, nora, cleo, mona
):
    """Who won a dispute, whose finding was taken back, who left and who had none learn nothing."""
    right, back, gone = (
        hire(email=f"{name}@desk.example", full_name=name.title(), role="agent", teams=(billing,))
        for name in ("right", "back", "gone")
    )
    won, taken, _left = (sound(ticket, who, cleo, at=SOON) for who in (right, back, gone))
    actions.propose(at=SOON + HOUR)
    assert opened.findings.count() == 11
    actions.dispute_tone(won, words="No.", by=right, at=SOON + HOUR)
    actions.settle_tone(won, verdict=Verdict.ACCEPTED, answer="Yes.", by=cleo, at=SOON + HOUR)
    actions.judge(taken, verdict=Heard.OPEN, by=cleo, at=SOON + HOUR)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    actions.take_up(opened, by=mona, article=a_guideline(mona), at=SOON + HOUR)
    one = publish(opened, mona, SOON + DAY)
    ways = Enrolment.objects.filter(course=one.course)
    assert {way.person for way in ways.select_related("person")} == {amara, ben}
    assert {each.person for each in one.findings.filter(stood=False)} == {right, back}
    assert "Tone: Condescending" in one.course.current.lessons.get().body
    assert actions.follow_guideline(one.version, at=SOON + 2 * DAY) == 0


def test_a_new_guideline_begins_with_what_the_rules_say_and_no_words_of_an_answer(opened, billing, mona):
    article = actions.take_up(opened, by=mona, at=SOON).article
    draft = article.versions.get()
    assert draft.title == "Tone: Condescending"
    assert "sounds impatient" in draft.body
    assert "number" not in draft.body
    assert {*article.teams.all()} == {billing}


def test_the_effect_is_a_rate_of_answers_heard_against_those_not_trained_yet(
    ticket, opened, billing, amara, ben, cleo, mona
):
    """They went from 8 of 16 to none of 30; their colleague, who learned nothing, stayed at 2 of 22."""
    mari = hire(email="mari@desk.example", full_name="Mari Org", role="agent", teams=(billing,))
    for who in (amara, ben):
        quiet(ticket, who, 4, NOW)
    quiet(ticket, mari, 20, NOW)
    sounds(ticket, [mari], cleo, 2, at=NOW + HOUR, rule="so-easy", texts=["It is simple."])
    one = in_force(opened, mona, SOON)
    assert measured(one).effect.verdict == "too_few"
    assert measured(one).rates is None
    for who in (amara, ben):
        way = one.course.enrolments.get(person=who)
        complete_lesson(way, one.course.current.lessons.get(), by=who, version=1, at=SOON + DAY)
        quiet(ticket, who, 15, SOON + 2 * DAY)
    quiet(ticket, mari, 20, SOON + 2 * DAY)
    sounds(ticket, [mari], cleo, 2, at=SOON + 2 * DAY, rule="so-easy", texts=["It is simple."])
    so_far = measured(one)
    assert so_far.effect.sizes == (16, 30, 22, 22)
    assert so_far.rates == (50.0, 0.0)
    assert so_far.change[0] == pytest.approx(-50)
    assert so_far.change[1] < -20 < so_far.change[2] + 50
    assert (so_far.effect.verdict, so_far.open) == ("better", 0)
    assert (actions.measure_due(at=SOON + 40 * DAY), actions.measure_due(at=SOON + 41 * DAY)) == (0, 1)
    one = Loop.objects.get()
    assert (one.state, measured(one)) == (LoopState.MEASURED, so_far)
    assert Notice.objects.filter(key=f"loop-{one.pk}-measured", recipient=mona).exists()


def test_what_nobody_has_judged_yet_claims_nothing(ticket, opened, amara, ben, cleo, mona):
    """Twenty findings since, all open: it may be as bad as before, and the interval says so."""
    for who in (amara, ben):
        quiet(ticket, who, 4, NOW)
    one = in_force(opened, mona, SOON)
    for who in (amara, ben):
        way = one.course.enrolments.get(person=who)
        complete_lesson(way, one.course.current.lessons.get(), by=who, version=1, at=SOON + DAY)
    sounds(ticket, [amara, ben], cleo, 20, at=SOON + 2 * DAY, state=Heard.OPEN)
    found = measured(one)
    assert found.open == 20
    assert found.rates == (50.0, 0.0)
    assert found.effect.verdict == "unclear"
    assert found.change[1] < -20
    assert found.change[2] > 20


def test_the_database_holds_the_facts(opened, amara, billing):
    row = {"loop": opened, "person": amara, "team": billing, "found_at": NOW}
    mine = opened.findings.first().tone
    for wrong in ({}, {"tone": mine}, {"criterion": "c1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.create(**row, **wrong)
    for wrong in ({"kind": ""}, {"kind": "sad"}, {"criterion": "c1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Loop.objects.filter(pk=opened.pk).update(**wrong)


# --- its pages


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


def test_the_pages_show_each_reader_theirs_and_write_down_who_looked(
    client, opened, ticket, network, amara, cleo, mona
):
    lee = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    text = page(client, mona, at("loops"))
    assert "Tone: Condescending" in text
    assert "sounds impatient" in text
    text = page(client, mona, at("loop", opened.pk))
    one = opened.findings.first()
    assert at("tone_finding", one.tone_id) in text
    assert "Amara Kask" in text
    assert "the number" not in text
    assert ToneLook.objects.filter(reader=mona).count() == 8
    actions.judge(one.tone, verdict=Heard.OPEN, by=cleo)
    assert "dismissed since" in page(client, mona, at("loop", opened.pk))
    assert "Take it up" not in page(client, cleo, at("loop", opened.pk))
    for who in (amara, lee):
        client.force_login(who)
        assert client.get(at("loop", opened.pk)).status_code == 404
    assert "Condescending" not in page(client, lee, at("loops"))
    in_force(opened, mona, SOON)
    text = page(client, mona, at("loop", opened.pk))
    assert "Too few to tell" in text
    assert "Every answer that was heard" in text


def step_by_step():
    executor = MigrationExecutor(connection)
    executor.loader = LongWay(connection)
    return executor


@pytest.mark.django_db(transaction=True)
def test_the_way_back_takes_what_is_of_tone_and_leaves_the_reviews(ticket, card, amara, ben, cleo):
    """And the way there again knows whose each finding is."""
    tones = sounds(ticket, [amara, ben], cleo, 8)
    findings(ticket, card, [amara, ben], cleo, 8)
    actions.dispute_tone(tones[0], words="No.", by=tones[0].message.author, at=SOON)
    assert actions.propose(at=SOON) == 2
    try:
        step_by_step().migrate([("qa", "0007_checks")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM qa_finding")
            assert cursor.fetchone() == (8,)
    finally:
        there = step_by_step()
        there.migrate(there.loader.graph.leaf_nodes())
    assert Loop.objects.get().kind == ""
    assert {one.person for one in Finding.objects.select_related("person")} == {amara, ben}
    assert ToneFinding.objects.count() == 8


def test_a_table_to_take_away_has_figures_and_no_names(client, ticket, card, opened, amara, ben, cleo, mona):
    findings(ticket, card, [amara, ben], cleo, 8)
    actions.propose(at=SOON)
    client.force_login(mona)
    table = client.get(at("loops"), {"as": "csv"}).getvalue().decode().splitlines()
    assert len(table) == 3
    assert any(line.startswith("Tone: Condescending,,Proposed,") and ",8,2," in line for line in table)
    assert "Amara" not in str(table)
    assert client.get(at("loops"), {"as": "xlsx"}).getvalue()[:2] == b"PK"
    assert len(client.get(at("loops"), {"as": "csv", "show": "declined"}).getvalue().splitlines()) == 1
    client.force_login(amara)
    assert client.get(at("loops"), {"as": "csv"}).status_code == 404
