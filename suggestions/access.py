"""Whose suggestions they are. What is not yours is not found."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.module_loading import import_string

from staff.models import Membership, Team, User
from staff.permissions import roles_with
from staff.queries import teams_of
from suggestions.models import Suggestion, TeamGoal, Thanked
from suggestions.models.suggestions import SuggestionQuerySet


def suggestions_for(user: User) -> SuggestionQuerySet:
    """Their own, those they answer, and those that everybody or their team may see."""
    if not user.may("suggestion.make"):
        return Suggestion.objects.none()
    found = Suggestion.objects.select_related("author", "owner", "team")
    if user.may("suggestion.manage"):
        return found
    seen = Q(shared=True) & (Q(team=None) | Q(team__in=teams_of(user).values("pk")))
    return found.filter(seen | Q(author=user) | _answered_by(user))


def answerable_by(user: User) -> SuggestionQuerySet:
    """Those this person answers: of the teams they lead, and those given to them; a manager all."""
    if user.may("suggestion.manage"):
        return Suggestion.objects.all()
    return Suggestion.objects.filter(_answered_by(user))


def _answered_by(user: User) -> Q:
    if not user.may("suggestion.answer"):
        return Q(pk=None)
    return Q(owner=user) | Q(team__in=led_by(user).values("pk"))


def led_by(user: User) -> QuerySet[Team]:
    return Team.objects.filter(active=True, memberships__user=user, memberships__leads=True)


def may_answer(user: User, suggestion: Suggestion) -> bool:
    return answerable_by(user).filter(pk=suggestion.pk).exists()


def suggestion_for(user: User, number: int) -> Suggestion:
    """Http404 if it is not theirs to see."""
    found = suggestions_for(user).select_related("merged_into", "version__article").filter(pk=number).first()
    if found is None:
        raise Http404(f"no suggestion {number} for this reader")
    return found


def answerable(user: User, number: int) -> Suggestion:
    """Http404 unless this person answers it."""
    found = suggestion_for(user, number)
    if not may_answer(user, found):
        raise Http404(f"suggestion {number} is not this person's to answer")
    return found


def numbers_for(user: User, numbers: Collection[int]) -> set[int]:
    """Those of the suggestions that this colleague may see."""
    return set(suggestions_for(user).filter(pk__in=numbers).values_list("pk", flat=True))


def references_seen(user: User, source: str, refs: Collection[str]) -> set[str]:
    """Those of the numbers of that source which this person may see; none where nobody keeps its door."""
    door = settings.NOTICE_DOORS.get(source)
    numbers = {int(ref) for ref in refs if ref.isdecimal() and len(ref) < 16}
    if not door or not numbers:
        return set()
    return {str(number) for number in import_string(door)(user, numbers)}


def thanked_in(user: User) -> QuerySet[Thanked]:
    """Who was thanked, as far as this person may read it: themselves; by themselves; or colleagues of their
    teams, where both the giver and the one thanked would have it read.
    """
    if not user.may("thanks.say"):
        return Thanked.objects.none()
    beside = Membership.objects.filter(user=OuterRef("colleague"), team__in=teams_of(user).values("pk"))
    both = Q(shared=True, thanks__shared=True) & Q(Exists(beside))
    return Thanked.objects.filter(both | Q(colleague=user) | Q(thanks__giver=user))


def goals_for(user: User) -> QuerySet[TeamGoal]:
    """Those of their teams that were not dropped."""
    if not user.may("thanks.say"):
        return TeamGoal.objects.none()
    found = TeamGoal.objects.filter(dropped_at=None, team__active=True).select_related("team")
    return found.filter(team__in=teams_of(user).values("pk"))


def goal_for(user: User, number: int) -> TeamGoal:
    """Http404 unless this person sets the goals of its team."""
    found = goals_for(user).filter(pk=number, team__in=sets_goals_of(user).values("pk")).first()
    if found is None:
        raise Http404(f"no goal {number} for this person to change")
    return found


def sets_goals_of(user: User) -> QuerySet[Team]:
    """A lead those of their teams, a manager all."""
    if user.may("suggestion.manage"):
        return Team.objects.filter(active=True)
    return led_by(user) if user.may("suggestion.answer") else Team.objects.none()


def who_may_answer(suggestion: Suggestion) -> QuerySet[User]:
    """Those it can be given to: managers, and who leads its team."""
    leads = Q(role__in=roles_with("suggestion.answer"), memberships__leads=True)
    if suggestion.team_id:
        leads &= Q(memberships__team=suggestion.team_id)
    people = User.objects.filter(Q(role__in=roles_with("suggestion.manage")) | leads, is_active=True)
    return people.distinct().order_by("full_name")
