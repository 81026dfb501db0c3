"""Pages of surveys: what customers are asked and say, and what follows."""

from mail.surveys import ask_due
from staff.models import Team
from tests.factories import make_ticket
from tests.surveys.ground import make_due, solve, switch_on
from tickets.access import survey_token
from tickets.actions.surveying import rate
from tickets.models import Survey

PAGES: dict[str, str | None] = {
    "portal:survey": None,
    "reports:satisfaction": "mona",
    "reports:my_satisfaction": "amara",
    "reports:low_scores": "mona",
    "reports:not_asked": "mona",
    "tickets:surveys": "mona",
    "tickets:survey_team": "mona",
}
SHOWS: dict[str, str] = {
    "portal:survey": "Thank you",
    "reports:satisfaction": "With a comment",
    "reports:my_satisfaction": "What customers said of your tickets",
    "reports:low_scores": "I look into it",
    "reports:not_asked": "Nobody was asked",
    "tickets:surveys": "nobody twice within",
    "tickets:survey_team": "So many minutes after solving",
}
QUERIES: dict[str, dict[str, str]] = {"reports:not_asked": {"days": "90", "why": "no_answer"}}
NO_PAGES: set[str] = {"tickets:survey_words", "reports:low_score_take", "reports:low_score_done"}


def arguments(cast) -> dict[str, list]:
    team: Team = cast.billing
    switch_on(team, rest_days=0, delay_minutes=0)
    for score in (2, 5):
        ticket = make_ticket(requester=cast.dana, team=team, subject=cast.nasty[:200])
        solve(ticket, cast.amara)
        make_due(ticket=ticket)
        ask_due()
        rate(Survey.objects.get(ticket=ticket), by=cast.dana, score=score, comment=cast.nasty * 3)
    said = Survey.objects.latest("pk")
    solve(make_ticket(requester=cast.dana, team=team, subject=cast.nasty[:200]), cast.amara, answered=False)
    make_due()
    ask_due()
    return {"portal:survey": [survey_token(said)], "tickets:survey_team": [team.pk]}
