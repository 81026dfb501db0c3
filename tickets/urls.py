"""The agents' side: lists, tickets, moves."""

from django.urls import path

from tickets.views import inbox

app_name = "tickets"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
]
