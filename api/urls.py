"""Addresses for programs, and the page with one's keys."""

from django.urls import path

from api.views import keys
from api.views.hiring import Candidates, Positions
from api.views.messages import File, Messages
from api.views.surveys import Surveys
from api.views.tickets import OneTicket, Tickets

app_name = "api"
urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="revoke"),
    path("v1/tickets/", Tickets.at(), name="tickets"),
    path("v1/tickets/<int:number>/", OneTicket.at(), name="ticket"),
    path("v1/tickets/<int:number>/messages/", Messages.at(), name="messages"),
    path("v1/surveys/", Surveys.at(), name="surveys"),
    path("v1/hiring/positions/", Positions.at(), name="positions"),
    path("v1/hiring/positions/<int:position_id>/candidates/", Candidates.at(), name="candidates"),
    path("v1/files/<int:file_id>/", File.at(), name="file"),
]
