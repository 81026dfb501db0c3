"""The addresses of an agent's own time: shifts, time off, exchange, wishes, clock."""

from django.urls import path

from scheduling.views import clock, exchanges, remedying, shifts, time_off, wishes

urlpatterns = [
    path("", shifts.mine, name="my_shifts"),
    path("feed/<str:secret>.ics", shifts.feed, name="shift_feed"),
    path("feeds/", shifts.make_feed, name="make_feed"),
    path("feeds/revoke/", shifts.revoke_feed, name="revoke_feed"),
    path("off/", time_off.index, name="time_off"),
    path("off/<int:row_id>/", time_off.one, name="time_off_one"),
    path("off/<int:row_id>/answer/", time_off.answer, name="time_off_answer"),
    path("off/<int:row_id>/withdraw/", time_off.withdraw, name="time_off_withdraw"),
    path("off/<int:row_id>/back/<int:gap_id>/", time_off.take_back, name="time_off_take_back"),
    path("team/<slug:slug>/", time_off.team, name="shift_team"),
    path("team/<slug:slug>/approval/", time_off.approval, name="swap_approval"),
    path("team/<slug:slug>/blackouts/<int:row_id>/end/", time_off.blackout_end, name="blackout_end"),
    path("allowances/", time_off.allowances, name="allowances"),
    path("exchanges/", exchanges.index, name="exchanges"),
    path("exchanges/<int:row_id>/act/", exchanges.act, name="exchange_act"),
    path("gaps/", exchanges.gaps, name="gaps"),
    path("gaps/<int:gap_id>/claim/", exchanges.claim, name="gap_claim"),
    path("gaps/<int:gap_id>/remedies/", remedying.of_gap, name="gap_remedy"),
    path("gaps/<int:gap_id>/give/", exchanges.give, name="gap_give"),
    path("wishes/", wishes.index, name="wishes"),
    path("wishes/availability/", wishes.availability, name="availability"),
    path("wishes/<int:wish_id>/drop/", wishes.drop, name="wish_drop"),
    path("clock/", clock.mine, name="clock"),
    path("clock/press/", clock.press, name="clock_press"),
    path("clock/correct/<int:row_id>/", clock.correct, name="clock_correct"),
    path("clock/deviation/", clock.deviation, name="deviation"),
    path("clock/of/<int:user_id>/", clock.person, name="clock_person"),
    path("clock/corrections/<int:row_id>/answer/", clock.answer_correction, name="correction_answer"),
    path("clock/deviations/<int:row_id>/answer/", clock.answer_deviation, name="deviation_answer"),
    path("<int:shift_id>/", shifts.one, name="shift"),
    path("<int:shift_id>/offer/", exchanges.offer, name="shift_offer"),
    path("<int:shift_id>/swap/", exchanges.swap, name="shift_swap"),
]
