from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.now, name="now"),
    path("due/", views.due, name="due"),
    path("backtests/", views.backtest, name="backtest"),
    path("backtests/<int:run_id>/", views.backtest_run, name="backtest_run"),
]
