"""Pages of hiring: what those see who are named, and that for everybody else there is nothing."""

import datetime
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hiring import actions
from hiring.models import (
    Candidate,
    CandidateFile,
    Dossier,
    Look,
    Position,
    Recommendation,
    Stage,
)
from tests.hiring.conftest import CONSENT, stand
from tests.hiring.test_doors import pages_of_hiring
from tests.hiring.test_recommendations import said

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"hiring:{name}", args=args)


def test_an_interviewer_sees_their_own_page_and_nothing_else(client, full, nora):
    client.force_login(nora)
    for name, address in pages_of_hiring(full):
        status = client.get(address).status_code
        assert status == (200 if name in ("about_me", "interviews", "interview") else 404), name
    CandidateFile.objects.update(released=True)
    address = at("interview_file", full["interview_id"], full["file_id"])
    assert b"".join(client.get(address).streaming_content) == b"A life"
    assert Look.objects.filter(who=nora, act="file").count() == 1


def test_whom_it_is_about_sees_who_looked_but_not_what(client, full, nora, mona):
    client.force_login(nora)
    text = client.get(at("about_me")).content.decode()
    assert "Mona Rand" in text
    assert "transfer" not in text.lower()


def test_every_look_of_the_named_is_written_down(client, full, mona):
    client.force_login(mona)
    for name in ("position", "candidate", "recommendation", "people", "log"):
        keys = {"people": "dossier_id", "log": "dossier_id"}
        before = Look.objects.count()
        answer = client.get(at(name, full[keys.get(name, f"{name}_id")]))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert Look.objects.count() == before + 1, name
    text = client.get(at("log", full["dossier_id"])).content.decode()
    assert "opened the log" in text
    assert "Kalle" not in text


def test_the_log_of_the_desk_names_nobody(client, full, mona, caplog):
    client.force_login(mona)
    with caplog.at_level(logging.INFO):
        client.get(at("candidate", full["candidate_id"]))
    assert "Kalle" not in caplog.text


def test_a_manager_opens_a_position_writes_somebody_down_and_moves_them(client, mona, billing):
    client.force_login(mona)
    sent = {"title": "Agent", "heads": 2, "reason": "Growth", "criteria": "Calm\nCalm\nClear", "seen": 0}
    assert client.post(at("position_new"), {**sent, "criteria": ""}).status_code == 422
    answer = client.post(at("position_new"), sent)
    position = Position.objects.get()
    assert answer.url == at("position", position.pk)
    assert position.criteria_list == ["Calm", "Clear"]
    assert "Nobody stands for it yet" in client.get(answer.url).content.decode()
    who = {"name": "Mari Mets", "language": "et", "source": "applied", "consent_on": CONSENT, "seen": 0}
    assert client.post(at("candidate_new", position.pk), {**who, "consent_on": ""}).status_code == 422
    client.post(at("candidate_new", position.pk), who)
    one = Candidate.objects.get()
    talk = Stage.objects.filter(meaning="open").last()
    moved = client.post(at("move", one.pk), {"to": talk.pk, "back": 1}, follow=True)
    assert f"Mari Mets: {talk.name}" in moved.content.decode()
    client.post(at("file_add", one.pk), {"file": SimpleUploadedFile("../cv.txt", b"cv"), "released": "1"})
    assert CandidateFile.objects.get().name == "cv.txt"
    assert client.post(at("position_edit", position.pk), {**sent, "seen": 99}).status_code == 409
    page = client.get(at("candidate", one.pk)).content.decode()
    assert "cv.txt" in page
    client.post(at("erase", one.pk))
    assert not Candidate.objects.exists()


def test_a_candidate_after_their_time_is_refused_in_words(client, candidate, mona):
    Candidate.objects.update(keep_until=datetime.date(2026, 1, 11))
    client.force_login(mona)
    answer = client.post(at("note", candidate.pk), {"text": "Call again"}, follow=True)
    assert "may be kept is over" in answer.content.decode()
    assert not candidate.notes.exists()


def test_candidates_as_a_table_and_the_log_says_so(client, candidate, mona, otto):
    client.force_login(mona)
    answer = client.get(at("position", candidate.position_id), {"as": "csv"})
    assert "Kalle Kuusk" in b"".join(answer.streaming_content).decode()
    assert Look.objects.filter(act="exported", who=mona).count() == 1
    client.force_login(otto)
    assert client.get(at("position", candidate.position_id), {"as": "csv"}).status_code == 404


def test_a_letter_is_read_before_it_leaves_and_leaves_once(client, candidate, mona):
    client.force_login(mona)
    address = at("letter", candidate.pk, "invitation")
    sent = {"words": "Friday at ten.", "key": "abc"}
    assert "Friday at ten." in client.post(address, sent).content.decode()
    assert not candidate.letters.exists()
    for _again in range(2):
        client.post(address, {**sent, "do": "send"})
    assert "Friday at ten." in candidate.letters.get().letter.text


def test_interviews_are_handed_in_and_compared(client, candidate, mona, amara, ben):
    cards = [actions.ask_interviewer(candidate, user=one, by=mona) for one in (amara, ben)]
    marks = [{"mark": 3, "words": ""}, {"mark": 2, "words": ""}]
    actions.judge(cards[1], by=ben, marks=marks, advice="rather", summary="Of Ben", seen=1, hand_in=True)
    client.force_login(amara)
    address = at("interview", cards[0].pk)
    assert "Of Ben" not in client.get(address).content.decode()
    sent = {"mark_0": 3, "mark_1": 3, "advice": "yes", "summary": "Of Amara", "seen": 1}
    assert client.post(address, {**sent, "mark_1": "", "do": "hand_in"}).status_code == 422
    answer = client.post(address, {**sent, "do": "hand_in"}, follow=True)
    assert "Of Ben" in answer.content.decode()
    client.force_login(mona)
    assert "Of Amara" in client.get(at("candidate", candidate.pk)).content.decode()


def test_a_recommendation_from_draft_to_approval(client, mona, lena, amara):
    client.force_login(mona)
    sent = {
        "kind": "promotion", "subject": amara.pk, "reason": "Leads already", "criterion": ["Calm", ""],
        "finding": ["Yes", ""], "evidence_from": "2026-01-01", "evidence_to": "2026-06-30", "seen": 0,
        "second": lena.pk,
    }  # fmt: skip
    assert client.post(at("recommendation_new"), {**sent, "criterion": ["", ""]}).status_code == 422
    client.post(at("recommendation_new"), sent)
    one = Recommendation.objects.get()
    client.post(at("recommendation_edit", one.pk), {**sent, "reason": "Better", "seen": 1})
    client.post(at("recommendation_move", one.pk), {"do": "approve"})
    assert client.post(at("recommendation_move", one.pk), {"do": "propose"}).status_code == 302
    assert client.post(at("recommendation_move", one.pk), {"do": "approve"}).status_code == 404
    client.force_login(lena)
    page = client.get(at("recommendation", one.pk)).content.decode()
    assert "Better" in page
    assert "waits for your approval" in page
    client.post(at("recommendation_move", one.pk), {"do": "approve"})
    one.refresh_from_db()
    assert one.state == "approved"


def test_an_admin_at_a_closed_door(client, full, ada, mona):
    client.force_login(ada)
    page = client.get(at("doors")).content.decode()
    assert "Mona Rand" in page
    assert "Agent for Billing" not in page
    client.post(at("doors"), {"dossier": full["dossier_id"], "reason": "short"})
    assert client.get(at("position", full["position_id"])).status_code == 404
    client.post(at("doors"), {"dossier": full["dossier_id"], "reason": "The owner is ill for weeks"})
    assert client.get(at("position", full["position_id"])).status_code == 200
    assert client.post(at("note", full["candidate_id"]), {"text": "x"}).status_code == 404


def test_the_owner_names_takes_off_and_hands_over(client, position, mona, lena):
    client.force_login(mona)
    address = at("people", position.pk)
    client.post(address, {"user": lena.pk})
    member = position.dossier.members.get(user=lena)
    client.post(address, {"over": member.pk})
    assert Dossier.objects.get().owner == lena
    assert client.get(address).status_code == 404
    client.force_login(lena)
    client.post(address, {"off": position.dossier.members.get(user=mona).pk})
    client.force_login(mona)
    assert client.get(at("position", position.pk)).status_code == 404


def test_the_stages_of_the_desk_in_its_words(client, candidate, mona):
    client.force_login(mona)
    rows = list(Stage.objects.all())
    sent = {
        "id": [row.pk for row in rows] + [""], "name": [row.name for row in rows] + ["Second talk"],
        "meaning": [row.meaning for row in rows] + ["open"], "active": ["1"] * (len(rows) + 1),
        "place": [*range(1, len(rows) + 1), 3],
    }  # fmt: skip
    client.post(at("stages"), sent)
    assert [stage.name for stage in Stage.objects.all()][2:4] == ["Interview", "Second talk"]
    answer = client.post(at("stages"), {**sent, "active": ["1"] * len(rows) + ["0"], "meaning": ["open"] * 8})
    assert answer.status_code == 422


@pytest.mark.parametrize("page", ["positions", "board", "list", "recommendations", "log"])
def test_a_list_asks_as_often_for_three_as_for_one(client, page, mona, lena, amara, ben, billing):
    client.force_login(mona)
    said_of = {"title": "Agent", "team": billing, "criteria": "Calm", "reason": "Growth"}
    position = actions.open_position(said_of, by=mona)
    address = {
        "positions": at("positions"), "board": at("position", position.pk),
        "list": at("position", position.pk) + "?show=list", "recommendations": at("recommendations"),
        "log": at("log", position.pk),
    }[page]  # fmt: skip
    counts = []
    for number in (1, 2, 3):
        one = stand(position, mona, name=f"Mari {number}")
        actions.ask_interviewer(one, user=amara, by=mona)
        actions.recommend(said(), kind="promotion", by=mona, second=lena, subject=ben)
        if number > 1:
            actions.open_position(said_of, by=mona)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2], counts


def test_who_is_hired_is_invited_without_their_name_in_an_address(client, full, candidate, mona, billing):
    client.force_login(mona)
    assert client.post(at("invite", candidate.pk)).url == at("candidate", candidate.pk)  # not hired yet
    Candidate.objects.update(stage=Stage.objects.get(meaning="hired"))
    assert at("invite", candidate.pk) in client.get(at("candidate", candidate.pk)).content.decode()
    before = Look.objects.filter(page="invitation").count()
    answer = client.post(at("invite", candidate.pk))
    assert answer.url == reverse("staff:invitations")
    form = client.get(answer.url).context["form"]
    begun = [form[name].value() for name in ("full_name", "email", "language", "teams")]
    assert begun == ["Kalle Kuusk", "kalle@mail.example", "et", [billing.pk]]
    assert client.get(answer.url).context["form"]["email"].value() is None  # once
    assert Look.objects.filter(page="invitation", candidate=candidate.pk).count() == before + 1
    assert "invitation" in client.get(at("log", full["dossier_id"])).content.decode()
