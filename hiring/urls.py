"""Addresses of hiring: all behind one door, with numbers and no names in them."""

from django.urls import path

from hiring.views import candidates, dossiers, interviews, materials, positions, recommendations, stages
from hiring.views.door import private

app_name = "hiring"
_ADDRESSES = [
    ("", positions.positions, "positions"),
    ("positions/new/", positions.position_new, "position_new"),
    ("positions/<int:position_id>/", positions.position, "position"),
    ("positions/<int:position_id>/edit/", positions.position_edit, "position_edit"),
    ("positions/<int:position_id>/state/", positions.position_state, "position_state"),
    ("positions/<int:position_id>/candidates/new/", candidates.candidate_new, "candidate_new"),
    ("candidates/<int:candidate_id>/", candidates.candidate, "candidate"),
    ("candidates/<int:candidate_id>/edit/", candidates.candidate_edit, "candidate_edit"),
    ("candidates/<int:candidate_id>/move/", candidates.move, "move"),
    ("candidates/<int:candidate_id>/note/", candidates.note, "note"),
    ("candidates/<int:candidate_id>/invite/", candidates.invite, "invite"),
    ("candidates/<int:candidate_id>/became/", candidates.became, "became"),
    ("candidates/<int:candidate_id>/erase/", candidates.erase, "erase"),
    ("candidates/<int:candidate_id>/files/", materials.file_add, "file_add"),
    ("candidates/<int:candidate_id>/files/<int:file_id>/", materials.file, "file"),
    ("candidates/<int:candidate_id>/files/<int:file_id>/change/", materials.file_change, "file_change"),
    ("candidates/<int:candidate_id>/interviewers/", materials.interviewer, "interviewer"),
    ("candidates/<int:candidate_id>/offers/", materials.offer_new, "offer_new"),
    ("candidates/<int:candidate_id>/offers/<int:offer_id>/", materials.offer, "offer"),
    ("candidates/<int:candidate_id>/letters/<slug:kind>/", materials.letter, "letter"),
    ("interviews/", interviews.interviews, "interviews"),
    ("interviews/<int:interview_id>/", interviews.interview, "interview"),
    ("interviews/<int:interview_id>/files/<int:file_id>/", materials.interview_file, "interview_file"),
    ("recommendations/", recommendations.recommendations, "recommendations"),
    ("recommendations/new/", recommendations.recommendation_new, "recommendation_new"),
    ("recommendations/<int:recommendation_id>/", recommendations.recommendation, "recommendation"),
    (
        "recommendations/<int:recommendation_id>/edit/",
        recommendations.recommendation_edit,
        "recommendation_edit",
    ),
    (
        "recommendations/<int:recommendation_id>/move/",
        recommendations.recommendation_move,
        "recommendation_move",
    ),
    ("files/<int:dossier_id>/people/", dossiers.people, "people"),
    ("files/<int:dossier_id>/log/", dossiers.log, "log"),
    ("stages/", stages.stages_page, "stages"),
    ("about-me/", dossiers.about_me, "about_me"),
    ("doors/", dossiers.doors, "doors"),
]
urlpatterns = [path(route, private(view), name=name) for route, view, name in _ADDRESSES]
