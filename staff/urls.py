"""Signing in and out, one's own choices."""

app_name = "staff"
urlpatterns: list = []
