"""Every rule of the timers has tests, by name; a rule whose tests are gone is seen here.

The rules in short, with where each is shown. `docs/timers.md` says them in full.
"""

import pytest

from tests.rules import Rules, every_test, told_in

RULES: Rules = {
    1: (
        "test_rule_1_the_rows_are_rebuilt_from_the_events_alone",
        "test_rule_1_the_same_log_gives_the_same_answer_however_often_it_is_asked",
        "test_after_a_storm_every_row_is_what_the_events_say",
    ),
    2: (
        "test_seconds_survive_the_night",
        "test_a_night_shift_runs_past_midnight_and_a_holiday_takes_its_own_half",
        "test_intervals_are_apart_and_sum_to_the_open_time",
    ),
    3: (
        "test_a_whole_local_day_is_as_long_as_it_really_was",
        "test_an_edge_in_the_lost_or_repeated_hour",
        "test_in_every_zone_parts_sum_and_adding_is_undone",
    ),
    4: (
        "test_a_one_hour_target_before_a_thirty_day_closure_has_its_due_time",
        "test_a_desk_that_never_opens_again_cannot_tell_and_says_so",
        "test_hours_that_open_never_in_the_coming_year_are_refused",
        "test_hours_that_never_open_again_are_an_alarm",
    ),
    5: (
        "test_an_answer_exactly_at_due_is_in_time",
        "test_created_exactly_at_closing_starts_at_the_next_opening",
        "test_due_exactly_at_closing_stays_at_closing",
    ),
    6: (
        "test_closing_a_ticket_unanswered_is_no_first_response",
        "test_an_answer_that_bounces_loses_its_credit_as_if_never_sent",
        "test_a_bounce_after_days_changes_nothing",
    ),
    7: (
        "test_a_ticket_logged_by_an_agent_waits_for_the_first_customer_message",
        "test_unless_the_promise_says_it_starts_at_once",
    ),
    8: (
        "test_a_next_response_begins_only_once_the_first_is_settled",
        "test_each_turn_of_the_customer_has_its_own_clock_from_its_oldest_message",
        "test_thanks_close_the_customers_turn_and_are_neither_met_nor_missed",
    ),
    9: (
        "test_updates_are_owed_from_answer_to_answer_until_it_is_solved",
        "test_an_update_can_stand_still_while_the_customer_is_asked",
    ),
    10: (
        "test_a_reopened_ticket_resumes_and_its_solved_time_is_not_counted",
        "test_or_starts_a_new_cycle_and_the_old_one_keeps_its_result",
    ),
    11: (
        "test_the_clock_stands_still_while_waiting_on_the_customer",
        "test_first_response_never_stands_still",
        "test_a_reply_ends_waiting_when_it_was_received_not_when_it_was_read",
    ),
    12: (
        "test_waiting_without_having_answered_is_no_pause",
        "test_a_message_during_hold_sets_the_clock_going_until_it_is_answered",
    ),
    13: (
        "test_a_new_target_keeps_the_share_that_was_used",
        "test_a_retroactive_target_holds_since_the_beginning_and_keeps_the_pauses",
        "test_as_if_it_had_always_held_a_breach_is_superseded_and_stays_in_the_history",
    ),
    14: ("test_every_piece_is_counted_under_the_hours_of_its_time",),
    15: (
        "test_a_merge_keeps_the_earliest_question_nobody_answered",
        "test_a_merged_ticket_is_neither_met_nor_missed",
        "test_an_unmerge_restores_both_sides",
        "test_the_part_begins_when_its_message_came",
    ),
    16: (
        "test_warnings_come_by_share_by_time_left_and_by_the_wall_clock",
        "test_the_next_level_asks_who_it_is_by_then",
        "test_acknowledged_the_ladder_stops",
    ),
    17: (
        "test_two_watchers_at_once_tell_everything_once",
        "test_many_workers_at_once_tell_everybody_once",
        "test_a_late_worker_tells_everybody_and_says_how_late",
        "test_a_storm_becomes_one_letter_and_the_rows_stay_single",
    ),
    18: (
        "test_a_late_watch_tells_the_due_time_and_when_it_noticed",
        "test_noticed_late_is_a_warning_for_a_while",
        "test_what_nobody_noticed_for_a_minute_is_down_and_an_alarm",
    ),
    19: (
        "test_a_batch_is_not_the_end",
        "test_a_ticket_that_cannot_be_timed_hides_no_breach_of_the_others",
    ),
    20: (
        "test_outside_opening_hours_it_is_held_or_sent_as_the_ladder_says",
        "test_outside_opening_hours_it_waits_for_the_morning",
    ),
    21: (
        "test_timers_go_by_the_database_whatever_this_machine_thinks",
        "test_a_machine_whose_clock_is_wrong_is_a_warning",
    ),
    22: (
        "test_rule_22_segments_sum_to_what_is_shown",
        "test_what_is_shown_sums_to_what_the_clock_says_to_the_second",
        "test_every_cycle_is_there_and_its_lines_sum_to_what_is_shown",
    ),
    23: (
        "test_as_they_were_nothing_differs",
        "test_every_fault_has_its_vector_and_there_are_three_hundred",
        "test_the_clocks_agree_with_the_plain_reading",
        "test_the_clocks_agree_with_every_second_looked_at",
    ),
    24: (
        "test_a_letter_that_came_earlier_than_was_written_down_counts_from_then",
        "test_a_call_written_down_later_is_flagged_and_counts_from_the_call",
        "test_a_time_that_cannot_be_is_refused",
    ),
    25: (
        "test_raw_and_adjusted_figures_stay_apart",
        "test_an_excluded_stretch_changes_the_adjusted_figures_alone",
    ),
}


def test_there_are_twenty_five_rules_and_each_is_told_in_the_docs():
    assert told_in("timers.md") == list(RULES) == list(range(1, 26))


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_its_tests(rule):
    assert RULES[rule]
    assert not [name for name in RULES[rule] if name not in every_test()]
