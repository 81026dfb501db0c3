"""What a back-test is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.actions import MOST_DAYS
from sla.models import Policy

DRAFT, AS_IT_WAS = "draft", "was"


class BacktestForm(forms.Form):
    """`draft` is the name of what is being written in the editor, if something is."""

    under = forms.ChoiceField(label=_("Under which promise"))
    days = forms.IntegerField(
        label=_("Tickets of the last days"), min_value=1, max_value=MOST_DAYS, initial=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args, draft: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        policies = Policy.objects.filter(active=True).values_list("pk", "name")
        self.fields["under"].choices = [
            *([(DRAFT, _("“%(name)s” as it is being written") % {"name": draft})] if draft else []),
            (AS_IT_WAS, _("What was promised at the time")),
            *(
                (str(pk), _("“%(name)s” as it is now, for all of them") % {"name": name})
                for pk, name in policies
            ),
        ]
        self.initial.setdefault("under", DRAFT if draft else AS_IT_WAS)
