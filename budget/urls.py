"""Addresses of budget."""

from django.urls import path

from budget.views import (
    centres,
    commitments,
    costs,
    explaining,
    importing,
    lines,
    planning,
    postings,
    what_if,
    years,
)

app_name = "budget"
urlpatterns = [
    path("", years.years, name="years"),
    path("new/", planning.new, name="new"),
    path("centres/", centres.centres, name="centres"),
    path("centres/new/", centres.new, name="centre_new"),
    path("centres/<int:centre_id>/", centres.edit, name="centre_edit"),
    path("<int:year_id>/", years.year, name="year"),
    path("<int:year_id>/centres/<int:centre_id>/", years.centre, name="centre"),
    path("<int:year_id>/plan/", lines.plan, name="plan"),
    path("<int:year_id>/plan/new/", lines.new, name="line_new"),
    path("<int:year_id>/plan/replan/", planning.replan, name="replan"),
    path("<int:year_id>/plan/do/", planning.do, name="do"),
    path("<int:year_id>/settings/", planning.edit, name="edit"),
    path("<int:year_id>/history/", planning.history, name="history"),
    path("<int:year_id>/lines/<int:line_id>/", lines.line, name="line"),
    path("<int:year_id>/lines/<int:line_id>/remove/", lines.remove, name="line_remove"),
    path("<int:year_id>/postings/", postings.postings, name="postings"),
    path("<int:year_id>/postings/new/", postings.new, name="posting_new"),
    path("<int:year_id>/postings/<int:posting_id>/reverse/", postings.reverse, name="posting_reverse"),
    path("<int:year_id>/postings/import/", importing.from_file, name="import"),
    path("<int:year_id>/commitments/", commitments.commitments, name="commitments"),
    path("<int:year_id>/commitments/new/", commitments.new, name="commitment_new"),
    path("<int:year_id>/commitments/<int:commitment_id>/end/", commitments.end, name="commitment_end"),
    path("<int:year_id>/explanations/", explaining.explanations, name="explanations"),
    path("<int:year_id>/explanations/<int:explanation_id>/", explaining.explain, name="explain"),
    path("<int:year_id>/costs/", costs.costs, name="costs"),
    path("<int:year_id>/what-if/", what_if.scenarios, name="what_if"),
    path("<int:year_id>/what-if/new/", what_if.new, name="scenario_new"),
    path("<int:year_id>/what-if/<int:scenario_id>/", what_if.edit, name="scenario"),
    path("<int:year_id>/what-if/<int:scenario_id>/drop/", what_if.drop, name="scenario_drop"),
]
