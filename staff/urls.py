"""Signing in and out, one's own choices."""

from django.urls import path

from staff.views import passwords, profile, sign_in, signatures, supervised

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
    path("profile/appearance/", profile.appearance, name="appearance"),
]
