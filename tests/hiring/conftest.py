"""A position of Mona's, somebody who stands for it, and others who may work on hiring or may not."""

import datetime

import pytest

from hiring import actions
from staff.actions import hire

CONSENT = datetime.date(2026, 1, 10)


@pytest.fixture
def mona(mona):
    """Manager, and works on hiring."""
    mona.works_hiring = True
    mona.save(update_fields=["works_hiring"])
    return mona


@pytest.fixture
def otto(db):
    """Manager who works on hiring too, but is named in no file."""
    return hire(email="otto@desk.example", full_name="Otto Kull", role="manager", works_hiring=True)


@pytest.fixture
def rita(db):
    """Manager who does not work on hiring."""
    return hire(email="rita@desk.example", full_name="Rita Saar", role="manager")


@pytest.fixture
def ada(db):
    """Admin."""
    return hire(email="ada@desk.example", full_name="Ada Sild", role="admin")


@pytest.fixture
def lena(db):
    """Manager whom Mona names in her files."""
    return hire(email="lena@desk.example", full_name="Lena Org", role="manager", works_hiring=True)


@pytest.fixture
def position(mona, billing):
    said = {
        "title": "Agent for Billing", "team": billing, "skills": "Estonian\nBilling", "heads": 1,
        "criteria": "Writes clearly\nStays calm", "reason": "Two colleagues leave.", "budget_line": "P-12",
    }  # fmt: skip
    return actions.open_position(said, by=mona)


@pytest.fixture
def candidate(position, mona):
    return stand(position, mona)


@pytest.fixture
def full(position, candidate, mona, lena, nora):
    """A position with everything in it, a recommendation, and the number of each."""
    words = {
        "reason": "She leads the shift already.", "alternatives": {},
        "evidence_from": CONSENT, "evidence_to": CONSENT,
        "findings": [{"criterion": "Judgement", "finding": "Calls in others early."}],
    }  # fmt: skip
    file = actions.add_file(candidate, name="cv.txt", content=b"A life", by=mona)
    card = actions.ask_interviewer(candidate, user=nora, by=mona)
    actions.name_member(position.dossier, user=lena, by=mona)
    offer = actions.write_offer(candidate, terms="1800", second=lena, by=mona)
    made = actions.recommend(words, kind="transfer", by=mona, second=lena, subject=nora)
    return {
        "position_id": position.pk, "candidate_id": candidate.pk, "file_id": file.pk,
        "interview_id": card.pk, "offer_id": offer.pk, "recommendation_id": made.pk,
        "dossier_id": position.pk, "kind": "received",
    }  # fmt: skip


def stand(position, by, name="Kalle Kuusk", **more):
    said = {
        "name": name, "email": "kalle@mail.example", "phone": "+372 5555 1234", "language": "et",
        "source": "applied", "consent_on": CONSENT, **more,
    }  # fmt: skip
    return actions.add_candidate(position, said, by=by)
