"""The customers' addresses. Everything here is public; what is secret is in the address."""

from django.urls import path

from portal.views import articles, asking, entering, files, language, survey, ticket

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
    path("articles/", articles.articles, name="articles"),
    path("articles/fitting/", articles.fitting, name="fitting"),
    path("articles/shelf/<int:category_id>/<str:slug>/", articles.category, name="category"),
    path("articles/<int:article_id>/", articles.article, name="article"),
    path("articles/<int:article_id>/vote/", articles.voted, name="vote"),
    path("articles/<int:article_id>/helped/", articles.helped, name="helped"),
    path("articles/<int:article_id>/<str:slug>/", articles.article, name="article"),
    path("a/<str:token>/", articles.followed, name="followed"),
    path("s/<str:token>/", survey.survey, name="survey"),
    path("in/", entering.enter, name="enter"),
    path("in/<str:token>/", entering.entered, name="entered"),
    path("mine/", entering.mine, name="mine"),
    path("mine/<str:reference>/", entering.own, name="own"),
    path("leave/", entering.leave, name="leave"),
]
