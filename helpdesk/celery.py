"""The Celery app and the beat table: every recurring job of the desk in one list."""

import os

from celery import Celery, Task
from celery.signals import task_prerun
from kombu.transport import TRANSPORT_ALIASES

from lib import through

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "helpdesk.broker:Transport"

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def _say_the_way(task: Task, **said: object) -> None:
    """What a job does, it does by itself; mail and whatever else knows better says so inside."""
    through.say("job", task.name)


# Each job is safe to run twice and to be killed anywhere; a tick that comes late does the work of those it
# missed.
# `expires` keeps ticks from piling up while no worker is there.
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds * 2, 10)}}
    for name, task, seconds in [
        ("heartbeat", "helpdesk.tasks.heartbeat", 10.0),
        ("heartbeat of letters", "helpdesk.tasks.letters_heartbeat", 10.0),
        ("poll mailboxes", "mail.tasks.poll_mailboxes", 4.0),
        ("work on stored mail", "mail.tasks.handle_pending", 15.0),
        ("let go of old held mail", "mail.tasks.let_go", 3600.0),
        ("forget old courtesies", "mail.tasks.forget_courtesies", 3600.0),
        ("take the account of all mail", "mail.tasks.check_account", 300.0),
        ("ask customers how it was", "mail.tasks.ask_customers", 60.0),
        ("renew the tokens of mailboxes", "mail.tasks.renew_grants", 240.0),
        ("deliver due letters", "outbox.tasks.deliver_due", 10.0),
        ("announce forgotten events", "tickets.tasks.announce_forgotten", 15.0),
        ("send planned answers", "tickets.tasks.send_planned", 5.0),
        ("write letters of notices", "notices.tasks.send_letters", 10.0),
        ("send notices to browsers", "notices.tasks.push", 5.0),
        ("remind of guidelines", "knowledge.tasks.remind", 1800.0),
        ("watch over suggestions", "suggestions.tasks.watch", 1800.0),
        ("remind of evaluations and goals", "evaluations.tasks.remind", 1800.0),
        ("draw answers to review", "qa.tasks.draw", 1800.0),
        ("follow up what was agreed", "qa.tasks.follow_up", 3600.0),
        ("listen to answers that were missed", "qa.tasks.hear_missed", 120.0),
        ("propose what findings say", "qa.tasks.propose", 1800.0),
        ("measure what guidelines changed", "qa.tasks.measure", 3600.0),
        ("let go of files about people", "hiring.tasks.forget", 3600.0),
        ("go on with erasing customers", "customers.tasks.go_on_with_erasures", 10.0),
        ("look after training", "knowledge.tasks.look_after_training", 1800.0),
        ("forget old notices", "notices.tasks.forget", 3600.0),
        ("watch the clocks", "tickets.tasks.watch_clocks", 15.0),
        ("wake what was snoozed", "tickets.tasks.wake_snoozed", 10.0),
        ("go on with bulk jobs", "tickets.tasks.go_on_with_bulk", 10.0),
        ("forget old bulk jobs", "tickets.tasks.forget_bulk", 3600.0),
        ("route what waits for somebody", "tickets.tasks.route_waiting", 15.0),
        ("move tickets of those who are off", "tickets.tasks.move_on", 60.0),
        ("move tickets that nobody touches", "tickets.tasks.move_untouched", 60.0),
        ("tell of overwork in the evening", "scheduling.tasks.tell_overwork", 900.0),
        ("ask the next for backup", "tickets.tasks.pass_backup_on", 10.0),
        ("tell who lacks something for a kind of ticket", "tickets.tasks.warn_of_gates", 1800.0),
        ("climb the ladders", "tickets.tasks.climb_ladders", 10.0),
        ("let open tickets take over promises", "tickets.tasks.adopt_promises", 20.0),
        ("rename tags on tickets", "tickets.tasks.retag", 20.0),
        ("read new files", "tickets.tasks.read_files", 10.0),
        ("chain the history", "tickets.tasks.chain_history", 5.0),
        ("look through the history", "tickets.tasks.watch_history", 600.0),
        ("count what happened", "reports.tasks.count", 30.0),
        ("look over what was counted", "reports.tasks.look_over_facts", 1800.0),
        ("send reports that are due", "reports.tasks.send_reports", 600.0),
        ("let go of files of sent reports", "reports.tasks.let_go_of_files", 3600.0),
        ("go on with back-tests", "reports.tasks.go_on_with_backtests", 60.0),
        ("look for problems", "reports.tasks.look_for_problems", 300.0),
        ("forget who looked at what", "tickets.tasks.forget_presence", 3600.0),
        ("close what stayed solved", "tickets.tasks.close_solved", 900.0),
        ("post what the budget's sources say", "budget.tasks.post_sources", 3600.0),
        ("tell of shifts that a rule forbids by now", "scheduling.tasks.tell_unlawful", 21600.0),
        ("end offers of shifts that begin", "scheduling.tasks.end_exchanges", 300.0),
        ("count what came", "scheduling.tasks.count_arrivals", 900.0),
        ("hold rosters against what will come", "scheduling.tasks.cover", 900.0),
        ("go on with searches for rosters", "scheduling.tasks.go_on_with_solves", 30.0),
        ("forecast what will come", "scheduling.tasks.forecast", 43200.0),
        ("write out new years of holidays", "scheduling.tasks.extend_holidays", 21600.0),
    ]
}
