"""Recommendations: on what grounds, who agreed, and what stays as it was."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from hiring import access, actions
from hiring.actions.recommending import digest_of
from hiring.models import Dossier, Look, Recommendation
from hiring.retention import months_after
from hiring.saying import evidence_in
from lib import database_clock
from lib.evidence import Evidence, Row
from notices.models import Notice
from staff.actions import let_go

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


def said(**more):
    return {
        "reason": "She leads the shift already.",
        "findings": [{"criterion": "Judgement", "finding": "Calls in others early."}],
        "alternatives": {}, "evidence_from": SINCE, "evidence_to": UNTIL, **more,
    }  # fmt: skip


@pytest.fixture
def promotion(mona, lena, amara):
    return actions.recommend(said(), kind="promotion", by=mona, second=lena, subject=amara)


def counted(user, since, until):
    assert (since.date(), until.date()) == (SINCE, UNTIL + datetime.timedelta(days=1))
    rows = (
        Row("Solved", 12),
        Row("In time, at 90 %", 9, denominator=10),
        Row("Time on {what}", 3900, unit="seconds", params={"what": "a ticket"}),
        Row("Nothing measured", None),
    )
    return Evidence("tickets", "Tickets", rows, quotes=((SINCE, "Thank you!"),))


def broken(user, since, until):
    raise RuntimeError("away")


def test_it_is_approved_by_somebody_else_and_nobody_can_change_what_was_proposed(
    settings, promotion, mona, lena, amara
):
    settings.EVIDENCE_PROVIDERS = [f"{__name__}.counted", f"{__name__}.broken"]
    assert not access.recommendations_for(lena).exists()
    actions.move_recommendation(promotion, "propose", by=mona)
    assert access.recommendation_for(lena, promotion.pk)
    words = promotion.wordings.get()
    good, bad = json.loads(words.evidence)["parts"]
    assert good["rows"][0]["value"] == 12
    assert bad["missing"] is True
    assert words.sha256 == digest_of(words)
    shown, missing = evidence_in(words)
    assert [value for _name, value in shown["rows"]] == ["12", "9 of 10", "1h 5m", "–"]
    assert [name for name, _value in shown["rows"]][1:3] == ["In time, at 90 %", "Time on a ticket"]
    assert shown["quotes"] == [(SINCE, "Thank you!")]
    assert missing["missing"]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        promotion.wordings.update(reason="Other.")
    with pytest.raises(PermissionDenied):
        actions.move_recommendation(promotion, "approve", by=mona)
    with pytest.raises(PermissionDenied):
        actions.move_recommendation(promotion, "approve", by=amara)
    actions.move_recommendation(promotion, "approve", by=lena)
    assert Notice.objects.get(recipient=lena).settled_at
    assert not Notice.objects.get(recipient=mona).settled_at
    with pytest.raises(ValidationError, match="not open"):
        actions.move_recommendation(promotion, "decline", by=lena, words="No.")
    done = actions.move_recommendation(promotion, "carry_out", by=mona)
    assert done.state == "carried_out"
    assert Dossier.objects.get(pk=promotion.pk).keep_until is not None


def test_declined_with_a_reason_and_written_again(promotion, mona, lena):
    actions.move_recommendation(promotion, "propose", by=mona)
    with pytest.raises(ValidationError, match="Say why"):
        actions.move_recommendation(promotion, "decline", by=lena)
    actions.move_recommendation(promotion, "decline", by=lena, words="Too early.")
    actions.move_recommendation(promotion, "redraft", by=mona)
    draft = promotion.wordings.first()
    assert (draft.number, draft.edit, draft.reason) == (2, 1, "She leads the shift already.")
    assert Dossier.objects.get(pk=promotion.pk).keep_until is None
    actions.write_recommendation(promotion, said(reason="Again."), by=mona, second=lena, seen=1)
    with pytest.raises(actions.StaleEdit):
        actions.write_recommendation(promotion, said(), by=mona, second=lena, seen=1)


def test_nobody_is_let_go_without_what_was_tried(mona, lena, amara):
    given = {"kind": "termination", "by": mona, "second": lena, "subject": amara}
    bare = actions.recommend(said(), **given)
    with pytest.raises(ValidationError, match="considered instead"):
        actions.move_recommendation(bare, "propose", by=mona)
    tried = {"training": "Course in March", "plan": "Three months with Cleo"}
    full = actions.recommend(said(alternatives=tried), **given)
    assert actions.move_recommendation(full, "propose", by=mona).state == "proposed"


def test_nobody_about_themselves_and_nobody_alone(mona, lena, amara, cleo):
    for second, subject in ((mona, amara), (lena, mona), (lena, lena), (cleo, amara)):
        with pytest.raises(ValidationError):
            actions.recommend(said(), kind="promotion", by=mona, second=second, subject=subject)
    with pytest.raises(PermissionDenied):
        actions.recommend(said(), kind="promotion", by=cleo, second=lena, subject=amara)


def test_whom_it_is_about_sees_who_looked_and_never_gets_in(settings, promotion, mona, ada, amara, otto):
    actions.note_look(promotion.dossier, by=mona)
    assert access.looks_about(amara).count() == 2
    assert not access.looks_about(otto).exists()
    settings.HIRING_TELL_WHO_LOOKED = False
    assert not access.looks_about(amara).exists()
    about_ada = actions.recommend(said(), kind="transfer", by=mona, second=otto, subject=ada)
    assert about_ada.dossier not in access.closed_doors(ada)
    with pytest.raises(PermissionDenied):
        actions.let_in(about_ada.dossier, by=ada, reason="What do they say of me?")
    with pytest.raises(ValidationError, match="about them"):
        actions.name_member(about_ada.dossier, user=ada, by=mona)


def test_it_goes_when_its_time_is_over_and_its_log_stays(promotion, mona, lena):
    actions.move_recommendation(promotion, "propose", by=mona)
    actions.move_recommendation(promotion, "decline", by=lena, words="No.")
    until = Dossier.objects.get(pk=promotion.pk).keep_until
    later = datetime.datetime.combine(until, datetime.time(), datetime.UTC) + datetime.timedelta(days=1)
    assert actions.forget_due(later) == 1
    assert not Dossier.objects.exists()
    assert Look.objects.get(act="forgotten").dossier == promotion.pk


def test_who_leaves_starts_the_clock_of_what_is_on_its_way_about_them(
    promotion, mona, lena, amara, ben, settings
):
    other = actions.recommend(said(), kind="transfer", by=mona, second=lena, subject=ben)
    let_go(amara, by=mona)
    today = database_clock.now().date()
    held = Dossier.objects.get(pk=promotion.pk)
    assert (held.closed_on, held.keep_until) == (
        today,
        months_after(today, settings.RECOMMENDATION_KEEP_MONTHS),
    )
    assert Dossier.objects.get(pk=other.pk).keep_until is None
    last = datetime.datetime.combine(held.keep_until, datetime.time(12), datetime.UTC)
    assert actions.forget_due(last) == 0
    assert actions.forget_due(last + datetime.timedelta(days=1)) == 1
    assert not Recommendation.objects.filter(pk=promotion.pk).exists()
    assert Look.objects.filter(dossier=promotion.pk, act="forgotten").exists()


def test_who_was_let_go_by_a_recommendation_starts_its_clock_once_it_is_carried_out(
    mona, lena, amara, settings
):
    ways = {"training": "Twice", "plan": "Three months"}
    one = actions.recommend(said(alternatives=ways), kind="termination", by=mona, second=lena, subject=amara)
    actions.move_recommendation(one, "propose", by=mona)
    actions.move_recommendation(one, "approve", by=lena)
    let_go(amara, by=mona)
    later = database_clock.now() + datetime.timedelta(days=40)
    actions.move_recommendation(one, "carry_out", by=mona, at=later)
    held = Dossier.objects.get(pk=one.pk)
    assert held.closed_on == later.date()
    assert held.keep_until == months_after(later.date(), settings.RECOMMENDATION_KEEP_MONTHS)
