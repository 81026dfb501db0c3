"""The customers' addresses. Everything here is public; what is secret is in the address."""

from django.urls import path

from portal.views import asking, entering, files, language, ticket

app_name = "portal"
urlpatterns = [
    path("", asking.ask, name="home"),
    path("new/", asking.ask, name="form"),
    path("fields/", asking.fields, name="fields"),
    path("sent/", asking.sent, name="sent"),
    path("language/", language.language, name="language"),
    path("t/<str:token>/", ticket.ticket, name="ticket"),
    path("t/<str:token>/reply/", ticket.reply, name="reply"),
    path("t/<str:token>/letters/<int:message_id>/", ticket.letter, name="letter"),
    path("t/<str:token>/files/<int:attachment_id>/<str:name>", files.file, name="file"),
    path("in/", entering.enter, name="enter"),
    path("in/<str:token>/", entering.entered, name="entered"),
    path("mine/", entering.mine, name="mine"),
    path("mine/<str:reference>/", entering.own, name="own"),
    path("leave/", entering.leave, name="leave"),
]
