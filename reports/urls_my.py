"""What is somebody's own, beside the board that leads and managers have."""

from django.urls import path

from reports import views

app_name = "mine"
urlpatterns = [path("figures/", views.mine, name="figures")]
