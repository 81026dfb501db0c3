from django.urls import path

from reports import views
from reports.views import problems

app_name = "reports"
urlpatterns = [
    path("problems/", problems.problems, name="problems"),
    path("problems/<int:number>/", problems.problem, name="problem"),
    path("problems/<int:number>/accept/", problems.accept, name="problem_accept"),
    path("problems/<int:number>/dismiss/", problems.dismiss, name="problem_dismiss"),
    path("problems/<int:number>/take-in/", problems.take_in, name="problem_take_in"),
    path("problems/<int:number>/leave-out/<int:ticket_id>/", problems.leave_out, name="problem_leave_out"),
    path("problems/<int:number>/banner/", problems.banner, name="problem_banner"),
    path("problems/<int:number>/banner/end/", problems.banner_end, name="problem_banner_end"),
    path("", views.now, name="now"),
    path("wall/", views.wall, name="wall"),
    path("due/", views.due, name="due"),
    path("list/", views.facts, name="list"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("jobs/", views.jobs, name="jobs"),
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.report_new, name="report_new"),
    path("reports/<int:number>/", views.report, name="report"),
    path("reports/<int:number>/change/", views.report_change, name="report_change"),
    path("reports/<int:number>/delete/", views.report_delete, name="report_delete"),
    path("reports/<int:number>/letters/", views.report_subscribe, name="report_subscribe"),
    path("satisfaction/", views.satisfaction, name="satisfaction"),
    path("satisfaction/mine/", views.my_satisfaction, name="my_satisfaction"),
    path("satisfaction/not-asked/", views.not_asked, name="not_asked"),
    path("satisfaction/low/", views.low_scores, name="low_scores"),
    path("satisfaction/low/<int:number>/take/", views.take, name="low_score_take"),
    path("satisfaction/low/<int:number>/done/", views.done, name="low_score_done"),
    path("money/", views.money, name="money"),
    path("money/overtime/", views.overtime, name="money_overtime"),
    path("trends/", views.trends, name="trends"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/solved/", views.person_solved, name="person_solved"),
    path("people/<int:person_id>/reviews/", views.person_reviews, name="person_reviews"),
    path("backtests/", views.backtest, name="backtest"),
    path("backtests/<int:run_id>/", views.backtest_run, name="backtest_run"),
]
