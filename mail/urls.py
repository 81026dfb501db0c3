"""The addresses of held mail."""

from django.urls import path

from mail.views import quarantine

app_name = "mail"
urlpatterns = [
    path("quarantine/", quarantine.index, name="quarantine"),
    path("quarantine/<int:mail_id>/", quarantine.detail, name="quarantined"),
    path("quarantine/<int:mail_id>/html/", quarantine.frame, name="frame"),
    path("quarantine/<int:mail_id>/original.eml", quarantine.original, name="original"),
    path("quarantine/<int:mail_id>/decide/", quarantine.decide, name="decide"),
]
