"""What each colleague wants to be told of by more than the tray."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.choices import Kind, Way
from notices.models import Wish
from notices.ways import MAILED, WAYS
from staff.models import User

NEVER = "never"


class Wishes(forms.Form):
    """Two choices for each kind: by mail at once, once a day, or never; and whether in the browser."""

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = {(wish.kind, wish.way): wish.on for wish in Wish.objects.filter(user=user)}
        for kind in Kind:
            on = {way for way in Way if chosen.get((kind.value, way.value), kind in WAYS[way].wished)}
            mail = next((way for way in MAILED if way in on), NEVER)
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=MAIL, initial=mail, widget=forms.RadioSelect
            )
            self.fields[f"{kind.value}-push"] = forms.BooleanField(
                label=Way.PUSH.label, required=False, initial=Way.PUSH in on
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """By mail and in the browser, a kind a line."""
        return [(self[kind.value], self[f"{kind.value}-push"]) for kind in Kind]

    def wishes(self) -> dict[tuple[str, str], bool]:
        said = self.cleaned_data
        mailed = {(kind.value, way.value): way == said[kind.value] for kind in Kind for way in MAILED}
        return mailed | {(kind.value, Way.PUSH.value): said[f"{kind.value}-push"] for kind in Kind}


MAIL = [(Way.LETTER.value, _("At once")), (Way.DIGEST.value, _("Once a day")), (NEVER, _("Never"))]
