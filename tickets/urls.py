"""The agents' side: lists, tickets, moves."""

from django.urls import path

from tickets.views import (
    bulk,
    deliveries,
    files,
    inbox,
    letter_frame,
    listing_views,
    moves,
    new,
    properties,
    ticket,
    writing,
)

app_name = "tickets"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/pulse/", inbox.pulse, name="pulse"),
    path("inbox/bulk/", bulk.bulk, name="bulk"),
    path("inbox/undo/", bulk.undo, name="undo"),
    path("inbox/views/", listing_views.save, name="save_view"),
    path("inbox/views/<int:view_id>/forget/", listing_views.forget, name="forget_view"),
    path("tickets/new/", new.new, name="new"),
    path("tickets/new/customers/", new.customers, name="customers"),
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/pulse/", ticket.pulse, name="ticket_pulse"),
    path("tickets/<int:number>/history/", ticket.history, name="history"),
    path("tickets/<int:number>/write/", writing.write, name="write"),
    path("tickets/<int:number>/draft/", writing.draft, name="draft"),
    path("tickets/<int:number>/move/<slug:name>/", moves.move, name="move"),
    path("tickets/<int:number>/take/", moves.take, name="take"),
    path("tickets/<int:number>/assign/", moves.assign, name="assign"),
    path("tickets/<int:number>/team/", moves.change_team, name="team"),
    path("tickets/<int:number>/priority/", properties.prioritise, name="prioritise"),
    path("tickets/<int:number>/tags/", properties.tag, name="tag"),
    path("tickets/<int:number>/subject/", properties.retitle, name="retitle"),
    path("tickets/<int:number>/unread/", properties.unread, name="unread"),
    path("tickets/<int:number>/revoke-link/", properties.revoke_link, name="revoke_link"),
    path("tickets/messages/<int:message_id>/letter/", letter_frame.letter, name="letter"),
    path("tickets/messages/<int:message_id>/delivery/", deliveries.delivery, name="delivery"),
    path("tickets/messages/<int:message_id>/pictures/<str:signed>/", letter_frame.picture, name="picture"),
    path("tickets/files/<int:attachment_id>/<path:name>", files.file, name="file"),
]
