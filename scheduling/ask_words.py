"""What work asks for, in words."""

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import gettext as _

from scheduling.asking import Ask
from staff.models import Skill


def ask_names(asks: Collection[Ask]) -> dict[Ask, str]:
    """By ask: `Refunds, German`; in one statement, in none where no skill is asked for."""
    numbers = {one.skill for one in asks if one.skill}
    skills = dict(Skill.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
    return {one: _name(one, skills) for one in asks}


def _name(ask: Ask, skills: dict[int, str]) -> str:
    parts = [skills.get(ask.skill, "?")] if ask.skill else []
    parts += [language_name(ask.language)] if ask.language else []
    return ", ".join(parts) or _("Anybody")


def language_name(code: str) -> str:
    return str(_(dict(settings.LANGUAGES).get(code, code)))
