"""What an agent is told of a finding before sending: a hint, not a verdict."""

from django.utils.translation import gettext_lazy as _

HINTS = {
    "said-before": _("“As I said” sounds impatient. Say it once more as if it were new."),
    "so-easy": _("What is easy for us may not be for them. Leave out that it is easy."),
    "obvious": _("“Obviously” tells the reader that they should have known."),
    "not-read": _("This says that they did not read. Say instead what they need to know."),
    "competence-doubted": _("This doubts that they can do it."),
    "talking-down": _("This sounds as if to a child."),
    "just-do": _("“Simply” and “just” make light of their question."),
    "belittling": _("This may make them feel small."),
    "swearing": _("A swear word."),
    "insult": _("This may be read as an insult."),
    "dismissal": _("This turns them away. Say what you can do, or who can help."),
    "go-away": _("This tells them to be quiet or to go."),
    "fed-up": _("This shows that you are fed up. It is fine to ask a colleague to take over."),
    "accusation": _("This blames them."),
    "contempt": _("This may be read as contempt."),
    "offhand": _("This sounds as if nobody had looked."),
    "from-above": _("These words together sound superior."),
    "harsh": _("These words together sound harsh."),
    "placeholder": _("Something here was to be filled in."),
    "broken-link": _("This link will not work."),
    "missing-link": _("A link seems to be missing here."),
    "shouting": _("Capitals and rows of marks read as shouting."),
    "undated-promise": _("Say by when."),
    "wrong-language": _("This is in another language than the conversation."),
    "wrong-name": _("This is not the customer's name."),
    "missing-name": _("You know the customer's name."),
    "unanswered-question": _("The customer's question seems to be unanswered."),
    "model": _("These words together read as impolite."),
}
