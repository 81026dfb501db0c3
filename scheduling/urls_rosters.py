"""The addresses of rosters: published, drafted, and what they are made of."""

from django.urls import path

from scheduling.views import calling, drafting, roster_setup, rosters, solving, turns

urlpatterns = [
    path("", rosters.first, name="roster"),
    path("shifts/", roster_setup.templates, name="templates"),
    path("shifts/<int:template_id>/", roster_setup.templates, name="template"),
    path("shifts/<int:template_id>/drop/", roster_setup.template_drop, name="template_drop"),
    path("drafts/<int:draft_id>/", rosters.draft, name="draft"),
    path("drafts/<int:draft_id>/act/", drafting.act, name="draft_act"),
    path("drafts/<int:draft_id>/since/", drafting.since, name="draft_since"),
    path("drafts/<int:draft_id>/try/", drafting.attempt, name="draft_try"),
    path("drafts/<int:draft_id>/turns/", turns.turns, name="turns"),
    path("rotations/<int:rotation_id>/drop/", turns.drop_rotation, name="rotation_drop"),
    path("drafts/<int:draft_id>/publish/", rosters.publish, name="draft_publish"),
    path("drafts/<int:draft_id>/drop/", rosters.drop, name="draft_drop"),
    path("drafts/<int:draft_id>/solve/", solving.begin, name="draft_solve"),
    path("drafts/<int:draft_id>/solve/state/", solving.state, name="draft_solve_state"),
    path("drafts/<int:draft_id>/solve/stop/", solving.stop, name="draft_solve_stop"),
    path("drafts/<int:draft_id>/shifts/<int:shift_id>/", drafting.shift, name="draft_shift"),
    path("publications/<int:publication_id>/revert/", rosters.revert, name="revert"),
    path("on-call/<int:on_call_id>/drop/", calling.on_call_drop, name="on_call_drop"),
    path("of/<slug:slug>/", rosters.team_roster, name="roster_team"),
    path("of/<slug:slug>/begin/", rosters.begin, name="draft_begin"),
    path("of/<slug:slug>/publications/", rosters.publications, name="publications"),
    path("of/<slug:slug>/on-call/", calling.on_call, name="on_call"),
    path("of/<slug:slug>/on-call/turns/", calling.call_turns, name="call_turns"),
    path("of/<slug:slug>/on-call/turns/<uuid:batch>/drop/", calling.call_turns_drop, name="call_turns_drop"),
]
