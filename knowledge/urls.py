"""Addresses of what is written down."""

from django.urls import path

from knowledge import training_urls
from knowledge.views import listing, reading, writing

app_name = "knowledge"
urlpatterns = [
    path("", listing.articles, name="articles"),
    path("new/<slug:kind>/", writing.new, name="new"),
    path("<int:article_id>/", reading.article, name="article"),
    path("<int:article_id>/confirm/", reading.confirm, name="confirm"),
    path("<int:article_id>/versions/<int:number>/", reading.version, name="version"),
    path("<int:article_id>/readers/", reading.readers, name="readers"),
    path("<int:article_id>/edit/", writing.edit, name="edit"),
    path("<int:article_id>/publish/", writing.publish_it, name="publish"),
    path("<int:article_id>/drop/", writing.drop, name="drop"),
    path("<int:article_id>/put-away/", writing.put_away, name="put_away"),
    *training_urls.urlpatterns,
]
