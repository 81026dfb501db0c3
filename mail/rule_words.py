"""Mail rules in words for people."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mail.choices import Fate
from mail.models import MailRule
from mail.rules import VALUELESS, About, Condition, How, Wrong, condition
from mail.verdicts import Kind
from tickets import setup
from tickets.choices import Priority
from tickets.field_words import show

ABOUT: Mapping[str, Promise] = {
    About.SENDER: pgettext_lazy("mail rule", "Sender"),
    About.DOMAIN: pgettext_lazy("mail rule", "Domain of the sender"),
    About.RECIPIENT: pgettext_lazy("mail rule", "Recipient"),
    About.SUBJECT: pgettext_lazy("mail rule", "Subject"),
    About.HEADER: pgettext_lazy("mail rule", "Header"),
    About.ATTACHMENT: pgettext_lazy("mail rule", "Attachment"),
    About.KIND: pgettext_lazy("mail rule", "Kind of mail"),
    About.SIZE: pgettext_lazy("mail rule", "Size in kB"),
    About.MAILBOX: pgettext_lazy("mail rule", "Mailbox"),
    About.TYPE: pgettext_lazy("mail rule", "Type, by rules before"),
    About.FIELD: pgettext_lazy("mail rule", "Field, by rules before"),
}
HOW: Mapping[str, Promise] = {
    How.IS: pgettext_lazy("mail rule", "is"),
    How.IS_NOT: pgettext_lazy("mail rule", "is not"),
    How.CONTAINS: pgettext_lazy("mail rule", "contains"),
    How.CONTAINS_NOT: pgettext_lazy("mail rule", "does not contain"),
    How.LIKE: pgettext_lazy("mail rule", "is like (*)"),
    How.PRESENT: pgettext_lazy("mail rule", "is there"),
    How.ABSENT: pgettext_lazy("mail rule", "is not there"),
    How.OVER: pgettext_lazy("mail rule", "is over"),
    How.UNDER: pgettext_lazy("mail rule", "is under"),
}
SHORT = {How.LIKE: pgettext_lazy("mail rule", "is like")}
KINDS: Mapping[str, Promise] = {
    "human": gettext_lazy("Written by a person"),
    "notification": gettext_lazy("Notification"),
    "bulk": gettext_lazy("Bulk mail"),
    "list": gettext_lazy("Mailing list"),
    "auto_reply": gettext_lazy("Automatic reply"),
    "out_of_office": gettext_lazy("Out of office"),
    "report": gettext_lazy("Report"),
    "feedback": gettext_lazy("Complaint"),
    "bounce": gettext_lazy("Undelivered"),
    "loop": gettext_lazy("Our own letter came back"),
}
WRONG: Mapping[str, Promise] = {
    "about": gettext_lazy("choose what it looks at."),
    "how": gettext_lazy("this comparison does not go with what it looks at."),
    "value": gettext_lazy("say what to compare with."),
    "header": gettext_lazy("give the name of a header, such as X-Priority."),
    "field": gettext_lazy("give the key of a field."),
    "number": gettext_lazy("a size is a number of kilobytes."),
}


def kind(word: str) -> str:
    return str(KINDS.get(word, word))


def kinds() -> list[tuple[str, str]]:
    """Every verdict with its name."""
    return [(each.value, kind(each.value)) for each in Kind]


def spell(one: Condition) -> str:
    """Subject contains “invoice”"""
    what = f"{ABOUT[one.about]} {one.header}" if one.header else str(ABOUT[one.about])
    how = str(SHORT.get(one.how, HOW[one.how]))
    if one.how in VALUELESS:
        return f"{what} {how}"
    value = kind(one.value) if one.about is About.KIND else one.value
    return _("%(what)s %(how)s “%(value)s”") % {"what": what, "how": how, "value": value}


def what_follows(rule: MailRule) -> list[str]:
    """What a rule does, in words: Team Billing, Tag vip, Held …"""
    said = []
    if rule.fate:
        said.append(str(Fate(rule.fate).label))
    if rule.team:
        said.append(_("Team %(name)s") % {"name": rule.team.name})
    if rule.assignee:
        said.append(_("For %(name)s") % {"name": rule.assignee.full_name})
    if rule.priority in Priority.values:
        said.append(_("Priority %(name)s") % {"name": Priority(rule.priority).label})
    said += [_("Tag %(name)s") % {"name": tag} for tag in rule.tags]
    if rule.type:
        said.append(f"{_('Type')}: {rule.type.name}")
    said += [f"{name}: {value}" for name, value in filled_in(rule)]
    if rule.stop:
        said.append(_("No further rules"))
    return said


def filled_in(rule: MailRule) -> list[tuple[str, str]]:
    """The fields that it fills in: name and value."""
    if not rule.fields:
        return []
    known = setup.every_definition()
    names = setup.names_in(known, rule.fields)
    return [
        (known[key].name, show(known[key], value, names))
        for key, value in rule.fields.items()
        if key in known
    ]


def spell_stored(said: Mapping[str, object]) -> str:
    try:
        return spell(condition(said))
    except Wrong as wrong:
        return str(WRONG[wrong.code])
