"""What each role may do: the one table. What is not listed is refused. A few need more than a role: GIVEN."""

from staff.choices import Role

WORK = frozenset(
    {
        "ticket.see_team",
        "ticket.open",
        "ticket.reply",
        "ticket.note",
        "ticket.move",
        "ticket.assign",
        "ticket.sort",
        "ticket.acknowledge",
        "view.save",
        "api.use",
        "macro.make",
        "promise.dispute",
        "article.read",
        "article.draft",
        "training.take",
        "people.see",
        "backup.ask",
        "suggestion.make",
        "thanks.say",
        "evaluation.have",
        "shift.have",
        "review.have",
    }
)
LEAD = WORK | {
    *("quarantine.see", "quarantine.decide", "board.see", "view.share", "macro.share"),
    *("promise.set_due", "promise.retime", "time.correct", "article.write"),
    *("answer.approve", "signature.write", "routing.set"),
    *("skill.grant", "training.lead", "evaluation.hold", "suggestion.answer", "budget.see"),
    *("roster.plan", "review.give"),
    *("problem.decide", "banner.set"),
}
MANAGE = LEAD | {
    *("ticket.see_all", "ticket.redact", "customer.erase", "view.share_all"),
    *("staff.manage", "promise.manage", "promise.exclude", "mailrule.manage", "mail.health"),
    *("template.manage", "macro.manage", "article.manage", "survey.manage"),
    *("skill.manage", "training.manage", "evaluation.manage", "suggestion.manage"),
    *("hiring.work", "budget.manage"),
    *("roster.manage", "review.manage"),
}
ADMINISTER = MANAGE | {"mailbox.manage", "settings.manage", "hiring.let_in", "hiring.give"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.AGENT: WORK,
    Role.LEAD: LEAD,
    Role.MANAGER: MANAGE,
    Role.ADMIN: ADMINISTER,
}
# What a role alone does not open: an administrator gives it to the person as well, by this field of theirs.
GIVEN: dict[str, str] = {"hiring.work": "works_hiring"}
EVERY_PERMISSION = frozenset().union(*PERMISSIONS.values())


def roles_with(permission: str) -> list[str]:
    """The roles that have it."""
    return [role for role in PERMISSIONS if role_may(role, permission)]


def role_may(role: str, permission: str) -> bool:
    """Whether the role has the permission. KeyError on a permission nobody has: a typing error, not a
    refusal.
    """
    if permission not in EVERY_PERMISSION:
        raise KeyError(permission)
    return permission in PERMISSIONS.get(role, frozenset())
