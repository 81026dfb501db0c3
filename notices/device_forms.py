"""What a browser gives when notices are turned on in it."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from notices.sealing import Address, BadKey, check


class DeviceForm(forms.Form):
    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        """Whether it leads to a public server is asked when something is sent there (lib.outside)."""
        try:
            parts = urlsplit(self.cleaned_data["endpoint"])
            good = parts.scheme == "https" and parts.hostname and parts.username is None and parts.port != 0
        except ValueError:
            good = False
        if not good or not self.cleaned_data["endpoint"].isascii():
            raise forms.ValidationError("not an https address", code="address")
        return self.cleaned_data["endpoint"]

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                check(self.address())
            except BadKey as error:
                raise forms.ValidationError(str(error), code="key") from error
        return self.cleaned_data

    def address(self) -> Address:
        return Address(**{name: self.cleaned_data[name] for name in ("endpoint", "p256dh", "auth")})
