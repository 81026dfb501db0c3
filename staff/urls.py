"""Signing in and out, one's own choices, and colleagues."""

from django.urls import path

from staff.views import (
    away,
    changing,
    chart,
    inviting,
    matrix,
    passwords,
    people,
    profile,
    sign_in,
    signatures,
    skills,
    supervised,
)

app_name = "staff"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/forgotten/", passwords.ask, name="reset"),
    path("password/forgotten/sent/", passwords.sent, name="reset_sent"),
    path("password/new/<uidb64>/<token>/", passwords.choose, name="reset_choose"),
    path("password/", passwords.change, name="password"),
    path("signatures/", signatures.signatures, name="signatures"),
    path("supervised/", supervised.supervised, name="supervised"),
    path("profile/", profile.profile, name="profile"),
    path("profile/away/", away.away, name="away"),
    path("profile/appearance/", profile.appearance, name="appearance"),
    path("people/", people.people, name="people"),
    path("people/chart/", chart.chart, name="chart"),
    path("people/matrix/", matrix.matrix, name="matrix"),
    path("people/running-out/", matrix.running_out, name="expiring"),
    path("people/skills/", skills.skills, name="skills"),
    path("people/skills/new/", skills.skill, name="skill_new"),
    path("people/skills/<int:skill_id>/", skills.skill, name="skill"),
    path("people/invitations/", inviting.invitations, name="invitations"),
    path("people/invitations/<int:invitation_id>/again/", inviting.again, name="invite_again"),
    path("people/invitations/<int:invitation_id>/withdraw/", inviting.revoke, name="revoke"),
    path("join/<str:token>/", inviting.accept, name="accept"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/change/", changing.edit, name="person_edit"),
    path("people/<int:person_id>/contract/", changing.contract, name="contract"),
    path("people/<int:person_id>/leave/", changing.leave, name="leave"),
    path("people/<int:person_id>/back/", changing.back, name="back"),
    path("people/<int:person_id>/grant/", skills.grant, name="grant"),
    path("people/<int:person_id>/withdraw/<int:skill_id>/", skills.withdraw, name="withdraw"),
]
