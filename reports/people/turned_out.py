"""How the work of one person turned out: promises kept, what came back, what customers and reviewers said.

Counted from the same facts as every figure of the board, for who had the ticket at that moment.
"""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from qa import figures as quality
from qa.choices import COUNTED
from qa.models import Review
from reports.choices import Dimension, FactKind
from reports.cuts import Cut, link_to
from reports.measures import MEASURES
from reports.models import TicketFact
from reports.people.charts import Shared
from reports.periods import Period
from staff.models import User
from tickets.choices import DONE, EventKind
from tickets.models import TicketEvent
from tickets.survey_choices import SATISFIED

Moment = datetime.datetime
SOLVED, REVIEWS = "stayed", "reviews"
LISTS = {SOLVED: "reports:person_solved", REVIEWS: "reports:person_reviews"}
PROMISES = ("kept_first", "kept_next", "kept_resolution")


def answers_of(user: User, since: Moment, until: Moment) -> list[float]:
    """When each left that was not taken back, in seconds."""
    sent = TicketFact.objects.filter(kind=FactKind.ANSWERED, agent=user, at__gte=since, at__lt=until)
    return [at.timestamp() for at in sent.order_by("at").values_list("at", flat=True)]


def facts_of(user: User, since: Moment, until: Moment) -> list[Shared]:
    """Promises that ended while the ticket was theirs; what they solved with one answer; what was said."""
    kinds = {key: MEASURES[key].kind for key in PROMISES}
    counted = {f"{key}_n": Count("pk", filter=Q(kind=kind)) for key, kind in kinds.items()}
    kept = {key: Count("pk", filter=Q(kind=kind, kept=True)) for key, kind in kinds.items()}
    wanted = [*kinds.values(), FactKind.SOLVED, FactKind.ONE_TOUCH, FactKind.RATED]
    facts = TicketFact.objects.filter(kind__in=wanted, agent=user, at__gte=since, at__lt=until)
    found = facts.order_by().aggregate(
        **counted, **kept,
        solved=Count("pk", filter=Q(kind=FactKind.SOLVED)),
        one_touch=Count("pk", filter=Q(kind=FactKind.ONE_TOUCH)),
        rated=Count("pk", filter=Q(kind=FactKind.RATED)),
        good=Count("pk", filter=Q(kind=FactKind.RATED, score__gte=SATISFIED)),
    )  # fmt: skip
    rows = [
        Shared(key, str(MEASURES[key].name), str(MEASURES[key].about), found[key], found[f"{key}_n"])
        for key in PROMISES
    ]
    touch = MEASURES["one_touch"]
    return [
        *rows,
        Shared(
            "solved", str(touch.name), str(touch.about), min(found["one_touch"], found["solved"]),
            found["solved"],
        ),
        Shared(
            "satisfaction", _("Satisfied customers"),
            _("Of the customers who said how it was, those who said good or very good."),
            found["good"], found["rated"],
        ),
    ]  # fmt: skip


def solved_by(user: User, since: Moment, until: Moment) -> QuerySet[TicketFact]:
    """Each time they solved a ticket; `again`: a customer opened it since."""
    again = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.MOVED, data__was__in=[*map(str, DONE)],
        at__gt=OuterRef("at"), actor=None, contact__isnull=False,
    )  # fmt: skip
    solved = TicketFact.objects.filter(kind=FactKind.SOLVED, agent=user, at__gte=since, at__lt=until)
    return solved.annotate(again=Exists(again)).order_by()


def held_of(user: User, since: Moment, until: Moment) -> Shared:
    """What they solved and no customer opened again, up to now."""
    found = solved_by(user, since, until).aggregate(
        n=Count("ticket", distinct=True), back=Count("ticket", distinct=True, filter=Q(again=True))
    )
    return Shared(
        SOLVED, _("Stayed solved"), _("Tickets they solved in this time that no customer has opened again."),
        found["n"] - found["back"], found["n"],
    )  # fmt: skip


def drawn_of(user: User, since: Moment, until: Moment) -> QuerySet[Review]:
    """Reviews of answers drawn by chance: what was picked by hand was picked for a reason."""
    return Review.objects.filter(
        person=user, state__in=COUNTED, given_at__gte=since, given_at__lt=until, chance__isnull=False,
        score__isnull=False,
    )  # fmt: skip


def quality_of(user: User, since: Moment, until: Moment) -> Shared:
    found = next(iter(quality.by(drawn_of(user, since, until), "person")), None)
    name, about = _("Quality of answers"), _("The mean of the reviews of answers that were drawn by chance.")
    if found is None:
        return Shared(REVIEWS, name, about, 0, 0)
    bounds = (100 * found.low, 100 * found.high) if found.low is not None and found.high is not None else None
    return Shared(REVIEWS, name, about, 0, found.reviews, mean=100 * found.mean, bounds=bounds)


def list_of(measure: str, person: User, period: Period, zone: str) -> str:
    """The list behind one of their figures, for whoever reads these."""
    if measure in LISTS:
        days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
        return reverse(LISTS[measure], args=[person.pk], query=days)
    cut = Cut(measure, period.since, period.until, where={Dimension.AGENT: str(person.pk)})
    return link_to(cut, period.since, period.until, zone, person=str(person.pk))
