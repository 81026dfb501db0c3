"""What each colleague wants to be told of by more than the tray."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.choices import Kind, Way
from notices.models import Wish
from notices.ways import CHOSEN, WAYS
from staff.models import User

NEVER = "never"


class Wishes(forms.Form):
    """One choice for each kind: by mail at once, once a day, or never."""

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = {(wish.kind, wish.way): wish.on for wish in Wish.objects.filter(user=user)}
        for kind in Kind:
            on = (way for way in CHOSEN if chosen.get((kind.value, way.value), kind in WAYS[way].wished))
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=MAIL, initial=next(on, NEVER), widget=forms.RadioSelect
            )

    def wishes(self) -> dict[tuple[str, str], bool]:
        return {
            (kind, way.value): way == choice for kind, choice in self.cleaned_data.items() for way in CHOSEN
        }


MAIL = [(Way.LETTER.value, _("At once")), (Way.DIGEST.value, _("Once a day")), (NEVER, _("Never"))]
