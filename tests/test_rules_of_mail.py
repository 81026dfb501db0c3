"""Every rule of mail (`docs/mail.md`) has tests, by name; a rule whose tests are gone is seen here."""

import pytest

from tests.rules import Rules, every_test, told_in

RULES: Rules = {
    1: (
        "test_the_cursor_and_the_mail_are_one",
        "test_a_renumbered_folder_brings_nothing_twice_and_loses_nothing",
        "test_nothing_happens_on_the_server_before_the_bytes_are_committed",
    ),
    2: (
        "test_the_account_balances_after_every_kind_of_end",
        "test_a_mail_that_stands_nowhere_is_an_alarm_until_it_is_found",
        "test_mail_that_waits_on_the_server_for_ten_minutes_is_an_alarm",
    ),
    3: (
        "test_a_letter_cannot_stop_the_desk",
        "test_no_bytes_raise",
        "test_a_child_at_its_limits_is_stopped_and_replaced",
        "test_an_encoded_line_end_does_not_start_a_header",
    ),
    4: (
        "test_the_bytes_are_stored_even_when_reading_them_fails_and_others_go_on",
        "test_a_letter_over_its_limits_is_told_by_its_head",
        "test_anything_at_all_gets_an_outcome",
    ),
    5: (
        "test_the_same_mail_twice_is_one",
        "test_a_borrowed_id_with_other_words_is_another_mail",
        "test_one_mail_to_two_mailboxes_is_one_ticket_or_one_each",
    ),
    6: ("test_without_an_id_it_gets_one_and_a_second_copy_is_still_known",),
    7: (
        "test_the_requester_joins_by_any_clue",
        "test_the_signed_address_wins_over_the_subject",
        "test_the_newest_reference_wins_and_the_newest_message_of_one_id",
        "test_an_id_known_from_another_mailbox_is_no_clue",
    ),
    8: (
        "test_a_stranger_never_speaks_in_it",
        "test_a_forged_or_stale_token_leads_nowhere",
        "test_a_proven_colleague_writes_a_note",
        "test_random_pairs_of_customers_never_meet",
    ),
    9: (
        "test_headers",
        "test_every_rule_that_fired_is_written_down",
        "test_a_sign_of_a_machine_drops_no_letter_and_says_only_do_not_answer",
    ),
    10: (
        "test_an_absence_note_is_kept_and_moves_nothing",
        "test_no_timer_starts_or_stops_and_no_state_moves_for_a_machine",
        "test_it_is_folded_on_the_page_and_says_until_when_they_are_away",
    ),
    11: (
        "test_a_bounce_finds_its_letter",
        "test_a_delay_is_shown_and_is_no_failure",
        "test_the_first_answers_credit_is_withdrawn_when_it_did_not_arrive",
        "test_two_recipients_in_one_report",
    ),
    12: (
        "test_what_a_machine_of_ours_writes_says_so_and_carries_a_token",
        "test_it_carries_no_mark_of_a_machine_but_our_own",
        "test_the_chain_keeps_its_ends",
    ),
    13: (
        "test_our_own_letter_that_comes_back_is_a_loop",
        "test_one_sender_gets_at_most_ten_confirmations_a_day",
        "test_nobody_is_behind_these_addresses",
        "test_mail_that_reopens_a_ticket_all_the_time_is_kept_and_moves_it_no_more",
    ),
    14: (
        "test_ping_pong_ends_after_two_letters_of_ours",
        "test_two_answering_machines_fall_silent",
        "test_a_machine_that_changes_everything_falls_silent",
        "test_in_an_outage_everybody_gets_a_ticket_and_people_we_know_their_letter",
    ),
    15: (
        "test_letting_in_makes_the_ticket_it_would_have_been",
        "test_the_preview_runs_nothing_and_the_original_is_a_download",
        "test_what_was_decided_about_a_sender_holds_next_time",
        "test_every_cause_says_what_it_is_and_what_to_do",
    ),
    16: (
        "test_reply_to_counts_only_for_who_writes_for_others",
        "test_a_strangers_reply_to_opens_no_door",
    ),
    17: (
        "test_headers_that_only_our_servers_may_write_are_taken_out",
        "test_headers_that_steer_other_desks_steer_nothing_here",
    ),
    18: (
        "test_everybody_it_was_sent_to_is_kept_and_takes_part",
        "test_reply_to_all_goes_to_all_of_them_and_to_none_of_ours",
        "test_an_answer_goes_to_the_writer_and_in_copy_to_the_others",
        "test_the_letter_leaves_to_whom_the_composer_shows",
    ),
    19: ("test_an_encrypted_letter_becomes_a_ticket_that_says_so",),
    20: (
        "test_html_is_sanitised_before_it_is_stored",
        "test_no_letter_runs_or_loads_anything",
        "test_without_another_origin_it_is_a_download_that_nothing_runs",
    ),
    21: (
        "test_it_becomes_a_ticket_with_a_note_and_one_polite_letter",
        "test_of_what_is_too_large_the_headers_and_the_text_come",
    ),
    22: (
        "test_a_name_that_is_another_address_is_marked",
        "test_an_address_of_mixed_letters_is_marked",
        "test_an_imitation_is_marked",
    ),
    23: (
        "test_a_server_whose_starttls_was_stripped_gets_no_password",
        "test_a_certificate_nobody_trusts_is_refused",
        "test_secrets_go_over_tls_only",
    ),
    24: (
        "test_a_grant_that_was_taken_back_is_an_alarm",
        "test_alarms_come_before_a_grant_dies",
        "test_while_mail_waits_on_the_server_the_mailbox_says_how_far_behind_we_are",
    ),
    25: (
        "test_hundreds_of_broken_mails",
        "test_mails_of_any_shape",
        "test_the_account_balances_after_broken_mail",
        "test_nothing_is_lost_or_doubled_whatever_is_killed",
    ),
}


def test_there_are_twenty_five_rules_and_each_is_told_in_the_docs():
    assert told_in("mail.md") == list(RULES) == list(range(1, 26))


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_its_tests(rule):
    assert RULES[rule]
    assert not [name for name in RULES[rule] if name not in every_test()]
