"""Addresses of evaluations."""

from django.urls import path

from evaluations.views import cycles, goals, listing, reading, setting_up, writing

app_name = "evaluations"
urlpatterns = [
    path("", listing.evaluations, name="evaluations"),
    path("<int:number>/", reading.evaluation, name="evaluation"),
    path("<int:number>/editions/<int:edition>/", reading.edition, name="edition"),
    path("<int:number>/editions/<int:edition>/pdf/", reading.pdf, name="pdf"),
    path("<int:number>/editions/<int:edition>/written/", reading.written, name="written"),
    path("<int:number>/write/", writing.write, name="write"),
    path("<int:number>/step/", writing.step, name="step"),
    path("<int:number>/hand-over/", writing.hand_over, name="hand_over"),
    path("people/<int:number>/", listing.person, name="person"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle_new"),
    path("cycles/<int:number>/", cycles.cycle, name="cycle"),
    path("cycles/<int:number>/add/", cycles.add, name="cycle_add"),
    path("forms/", setting_up.forms, name="forms"),
    path("forms/new/", setting_up.new, name="form_new"),
    path("forms/<int:number>/", setting_up.form, name="form"),
    path("forms/<int:number>/retire/", setting_up.retire, name="form_retire"),
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.new, name="goal_new"),
    path("goals/<int:number>/", goals.goal, name="goal"),
    path("goals/<int:number>/change/", goals.change, name="goal_change"),
    path("goals/<int:number>/say/", goals.say, name="goal_say"),
    path("goals/<int:number>/end/", goals.end, name="goal_end"),
]
