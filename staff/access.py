"""Whose file it is: everybody finds their colleagues; what is in it beyond that, few see."""

from django.db.models import QuerySet
from django.http import Http404

from staff.models import User
from staff.queries import led_by


def people_for(user: User) -> QuerySet[User]:
    """Whom this person finds: active colleagues, and for managers those who left as well."""
    if not user.may("people.see"):
        return User.objects.none()
    return User.objects.all() if user.may("staff.manage") else User.objects.filter(is_active=True)


def person_for(user: User, person_id: int) -> User:
    """Http404 if they are not found by this reader."""
    person = people_for(user).select_related("reports_to").filter(pk=person_id).first()
    if person is None:
        raise Http404(f"no colleague {person_id} for this reader")
    return person


def leads_person(user: User, person: User) -> bool:
    """Whether this person is in a team of theirs or reports to them; nobody leads themselves."""
    if user.pk == person.pk or not user.is_active:
        return False
    return person.reports_to_id == user.pk or led_by(user).filter(pk=person.pk).exists()


def may_see_file(user: User, person: User) -> bool:
    """Hours, rules, evidence and history: the person, who leads them, and managers."""
    return user.pk == person.pk or user.may("staff.manage") or leads_person(user, person)


def may_see_money(user: User, person: User) -> bool:
    """What an hour costs: the person, and who works with money."""
    return user.pk == person.pk or user.may("budget.manage")


def may_grant(user: User, person: User) -> bool:
    """A lead for their own teams, a manager for everybody, nobody for themselves."""
    if user.pk == person.pk or not user.may("skill.grant"):
        return False
    return user.may("staff.manage") or led_by(user).filter(pk=person.pk).exists()


def may_grant_all(user: User) -> bool:
    """Whether the skills of every team are theirs to look after."""
    return user.may("skill.grant") and user.may("staff.manage")


def grantable_by(user: User) -> QuerySet[User]:
    """Everybody to whom this person may grant a skill."""
    if not user.may("skill.grant"):
        return User.objects.none()
    people = User.objects.all() if may_grant_all(user) else led_by(user)
    return people.filter(is_active=True).exclude(pk=user.pk)
