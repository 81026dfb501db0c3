"""The addresses of held mail."""

from django.urls import path

from mail import webhook
from mail.views import oauth, quarantine

app_name = "mail"
urlpatterns = [
    path("quarantine/", quarantine.index, name="quarantine"),
    path("quarantine/<int:mail_id>/", quarantine.detail, name="quarantined"),
    path("quarantine/<int:mail_id>/html/", quarantine.frame, name="frame"),
    path("quarantine/<int:mail_id>/original.eml", quarantine.original, name="original"),
    path("quarantine/<int:mail_id>/decide/", quarantine.decide, name="decide"),
    path("mailboxes/<int:mailbox_id>/oauth/", oauth.start, name="oauth_start"),
    path("oauth/back/", oauth.back, name="oauth_back"),
    path("in/raw/", webhook.raw, name="hook_raw"),
    path("in/<slug:name>/", webhook.provider, name="hook"),
]
