from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.now, name="now"),
    path("due/", views.due, name="due"),
    path("list/", views.facts, name="list"),
    path("satisfaction/", views.satisfaction, name="satisfaction"),
    path("satisfaction/mine/", views.my_satisfaction, name="my_satisfaction"),
    path("satisfaction/low/", views.low_scores, name="low_scores"),
    path("satisfaction/low/<int:number>/take/", views.take, name="low_score_take"),
    path("satisfaction/low/<int:number>/done/", views.done, name="low_score_done"),
    path("trends/", views.trends, name="trends"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("backtests/", views.backtest, name="backtest"),
    path("backtests/<int:run_id>/", views.backtest_run, name="backtest_run"),
]
