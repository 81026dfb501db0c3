"""Where the providers of tokens are asked, and for what."""

import urllib.parse
from dataclasses import dataclass

from mail.choices import Provider
from mail.models import OAuthGrant

HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Addresses:
    authorize: str
    token: str
    scope: str
    extra: tuple[tuple[str, str], ...] = ()


_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/"
_OUTLOOK = "https://outlook.office.com/"
KNOWN = {
    Provider.GOOGLE: Addresses(
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scope="https://mail.google.com/",
        extra=(("access_type", "offline"), ("prompt", "consent")),
    ),
    Provider.MICROSOFT: Addresses(
        authorize=_MICROSOFT + "authorize",
        token=_MICROSOFT + "token",
        scope=f"offline_access {_OUTLOOK}IMAP.AccessAsUser.All {_OUTLOOK}POP.AccessAsUser.All",
        extra=(("prompt", "consent"),),
    ),
    Provider.OTHER: Addresses(authorize="", token="", scope=""),
}


def addresses(grant: OAuthGrant) -> Addresses:
    """Where to ask: the provider's own addresses, unless the grant names others."""
    known = KNOWN[Provider(grant.provider)]
    tenant = urllib.parse.quote(grant.tenant or "common", safe="")
    return Addresses(
        authorize=grant.authorize_url or known.authorize.format(tenant=tenant),
        token=grant.token_url or known.token.format(tenant=tenant),
        scope=grant.scope or known.scope,
        extra=known.extra,
    )


def is_private(url: str) -> bool:
    """Over TLS, or on this machine: secrets travel there."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
