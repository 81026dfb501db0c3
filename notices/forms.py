"""What each colleague wants to be told of by more than the tray."""

from django import forms

from notices.choices import Kind
from notices.models import Wish
from notices.ways import CHOSEN, WAYS
from staff.models import User


class Wishes(forms.Form):
    """One box for each kind and each way that can be chosen."""

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = {(wish.kind, wish.way): wish.on for wish in Wish.objects.filter(user=user)}
        for kind in Kind:
            for way in CHOSEN:
                self.fields[f"{kind.value}-{way.value}"] = forms.BooleanField(
                    label=f"{way.label}: {kind.label}",
                    required=False,
                    initial=chosen.get((kind.value, way.value), WAYS[way].wished),
                )

    def wishes(self) -> dict[tuple[str, str], bool]:
        return {tuple(name.split("-", 1)): bool(on) for name, on in self.cleaned_data.items()}
