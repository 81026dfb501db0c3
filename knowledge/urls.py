"""Addresses of what is written down."""

from django.urls import path

from knowledge import training_urls
from knowledge.views import listing, missing, reading, reviewing, shelving, translating, writing

app_name = "knowledge"
urlpatterns = [
    path("", listing.articles, name="articles"),
    path("missed/", missing.missed, name="missed"),
    path("missed/answer/", missing.answer, name="answer_missed"),
    path("categories/", shelving.categories, name="categories"),
    path("categories/new/", shelving.category, name="new_category"),
    path("categories/<int:category_id>/", shelving.category, name="category"),
    path("categories/<int:category_id>/drop/", shelving.drop, name="drop_category"),
    path("new/<slug:kind>/", writing.new, name="new"),
    path("<int:article_id>/", reading.article, name="article"),
    path("<int:article_id>/confirm/", reading.confirm, name="confirm"),
    path("<int:article_id>/versions/<int:number>/", reading.version, name="version"),
    path("<int:article_id>/versions/<int:number>/again/", reviewing.bring_back, name="bring_back"),
    path("<int:article_id>/in/<slug:language>/", translating.translate, name="translate"),
    path("<int:article_id>/review/", reviewing.review, name="review"),
    path("<int:article_id>/report/", reviewing.report, name="report"),
    path("<int:article_id>/settle/", reviewing.settle, name="settle"),
    path("<int:article_id>/readers/", reading.readers, name="readers"),
    path("<int:article_id>/edit/", writing.edit, name="edit"),
    path("<int:article_id>/publish/", writing.publish_it, name="publish"),
    path("<int:article_id>/drop/", writing.drop, name="drop"),
    path("<int:article_id>/put-away/", writing.put_away, name="put_away"),
    *training_urls.urlpatterns,
]
