"""What programs read of it: what the owner of their key reads."""

from api.actions import make_key
from tickets.actions import change_team
from tickets.actions.surveying import rate


def test_a_program_reads_what_its_owner_reads(client, survey, dana, amara, ben, nora, mona, network, ticket):
    rate(survey, by=dana, score=4, comment="Fine")

    def read(user, query="", scope="read"):
        _key, secret = make_key(by=user, name="A program", scopes=[scope])
        return client.get(f"/api/v1/surveys/{query}", headers={"Authorization": f"Bearer {secret}"})

    (one,) = read(amara).json()["surveys"]
    assert (one["ticket"], one["score"], one["comment"], one["solver"]) == (ticket.pk, 4, "Fine", amara.email)
    assert read(nora).json() == read(ben).json() == {"surveys": [], "next": None}
    assert read(amara, scope="write").status_code == 403
    assert read(mona, "?team=network").json()["surveys"] == []
    assert read(mona, "?limit=x").status_code == 400
    assert client.get("/api/v1/surveys/").status_code == 401
    change_team(ticket, by=mona, to=network)
    ticket.refresh_from_db()
    assert read(amara).json()["surveys"][0]["ticket"] == (ticket.pk if ticket.assignee == amara else None)
