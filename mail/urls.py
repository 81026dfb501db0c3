"""The addresses of mail: held, logged, ruled, and handed in."""

from django.urls import path

from mail import webhook
from mail.views import (
    health,
    log,
    mailboxes,
    oauth,
    quarantine,
    rules,
    senders,
    third_party,
    undecided,
    unwritten,
)

app_name = "mail"
urlpatterns = [
    path("log/", log.index, name="log"),
    path("log/account/", log.account, name="account"),
    path("log/<int:mail_id>/", log.explain, name="explain"),
    path("log/<int:mail_id>/original.eml", log.original, name="raw"),
    path("rules/", rules.index, name="rules"),
    path("rules/new/", rules.new, name="rule_new"),
    path("rules/try/", rules.dry_run, name="rules_try"),
    path("rules/history/", rules.history, name="rules_history"),
    path("rules/<int:rule_id>/", rules.edit, name="rule"),
    path("rules/<int:rule_id>/order/", rules.order, name="rule_order"),
    path("senders/", senders.index, name="senders"),
    path("senders/<int:rule_id>/forget/", senders.forget, name="sender_forget"),
    path("unwritten/", unwritten.index, name="unwritten"),
    path("unwritten/<int:row_id>/forget/", unwritten.forget, name="unwritten_forget"),
    path("undecided/", undecided.index, name="undecided"),
    path("undecided/<int:letter_id>/decide/", undecided.decide, name="undecided_decide"),
    path("third/<int:message_id>/", third_party.decide, name="third_party"),
    path("why/<int:message_id>/", third_party.why, name="why"),
    path("quarantine/", quarantine.index, name="quarantine"),
    path("quarantine/bulk/", quarantine.bulk, name="bulk"),
    path("quarantine/<int:mail_id>/", quarantine.detail, name="quarantined"),
    path("quarantine/<int:mail_id>/html/", quarantine.frame, name="frame"),
    path("quarantine/<int:mail_id>/original.eml", quarantine.original, name="original"),
    path("quarantine/<int:mail_id>/decide/", quarantine.decide, name="decide"),
    path("health/", health.page, name="health"),
    path("mailboxes/", mailboxes.index, name="mailboxes"),
    path("mailboxes/new/", mailboxes.add, name="mailbox_new"),
    path("mailboxes/try/", mailboxes.try_connection, name="mailbox_try_new"),
    path("mailboxes/trial/<str:key>/", mailboxes.trial, name="trial"),
    path("mailboxes/<int:mailbox_id>/", mailboxes.edit, name="mailbox"),
    path("mailboxes/<int:mailbox_id>/try/", mailboxes.try_connection, name="mailbox_try"),
    path("mailboxes/<int:mailbox_id>/fetch/", mailboxes.fetch, name="mailbox_fetch"),
    path("mailboxes/<int:mailbox_id>/progress/", mailboxes.progress, name="mailbox_progress"),
    path("mailboxes/<int:mailbox_id>/letter/", mailboxes.letter, name="mailbox_letter"),
    path("mailboxes/<int:mailbox_id>/oauth/", oauth.start, name="oauth_start"),
    path("oauth/back/", oauth.back, name="oauth_back"),
    path("in/raw/", webhook.raw, name="hook_raw"),
    path("in/<slug:name>/", webhook.provider, name="hook"),
    # Mailgun posts the mail itself only to addresses that end in this word.
    path("in/<slug:name>/mime", webhook.provider, name="hook_mime"),
]
