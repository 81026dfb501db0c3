"""Addresses of hiring."""

app_name = "hiring"
urlpatterns: list = []
