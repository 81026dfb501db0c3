"""Addresses of the reviews."""

from django.urls import path

from qa.views import (
    calibrating,
    coaching,
    disputing,
    listing,
    marking,
    of_ticket,
    plans,
    quality,
    reading,
    scorecards,
    writing,
)

app_name = "qa"
urlpatterns = [
    path("", listing.reviews, name="reviews"),
    path("<int:number>/", reading.review, name="review"),
    path("<int:number>/acknowledge/", reading.acknowledge, name="acknowledge"),
    path("<int:number>/write/", writing.write, name="write"),
    path("<int:number>/drop/", writing.drop, name="drop"),
    path("<int:number>/marks/", marking.marks, name="marks"),
    path("<int:number>/dispute/", disputing.dispute, name="dispute"),
    path("<int:number>/settle/", disputing.settle, name="settle"),
    path("<int:number>/pass-up/", disputing.pass_up, name="pass_up"),
    path("of/<int:message>/", writing.begin, name="begin"),
    path("ticket/<int:number>/", of_ticket.of_ticket, name="of_ticket"),
    path("quality/", quality.quality, name="quality"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/change/", plans.change, name="plan_change"),
    path("plans/<int:number>/end/", plans.end, name="plan_end"),
    path("plans/<int:number>/<int:cycle>/", plans.cycle, name="cycle"),
    path("calibrations/", calibrating.calibrations, name="calibrations"),
    path("calibrations/new/", calibrating.new, name="calibration_new"),
    path("calibrations/<int:number>/", calibrating.calibration, name="calibration"),
    path("calibrations/<int:number>/<int:place>/", calibrating.item, name="calibration_item"),
    path("calibrations/<int:number>/say/", calibrating.say, name="calibration_say"),
    path("calibrations/<int:number>/close/", calibrating.close, name="calibration_close"),
    path("coaching/", coaching.coachings, name="coachings"),
    path("<int:number>/coach/", coaching.new, name="coaching_new"),
    path("coaching/<int:number>/", coaching.coaching, name="coaching"),
    path("coaching/<int:number>/follow-up/", coaching.follow_up, name="coaching_follow_up"),
    path("coaching/<int:number>/close/", coaching.close, name="coaching_close"),
    path("scorecards/", scorecards.scorecards, name="scorecards"),
    path("scorecards/new/", scorecards.new, name="scorecard_new"),
    path("scorecards/<int:number>/", scorecards.scorecard, name="scorecard"),
    path("scorecards/<int:number>/retire/", scorecards.retire, name="scorecard_retire"),
]
