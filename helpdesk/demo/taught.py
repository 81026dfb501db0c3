"""The courses of the demo company: what they say and ask. Who took them is in trained."""

from typing import Any

# Title, text of each lesson.
FIBERBOX = (
    (
        "What is in the box",
        """The FiberBox 3 has one socket for the fibre, four for cables, and two radios.

| Light | Means |
|---|---|
| white | all is well |
| orange | the line is down, or it is starting |
| off | no power: ask for the socket first |

Ask for the **colour of the light** before anything else. It answers half of all questions.""",
    ),
    (
        "Back to the beginning",
        """1. Hold the button at the back for ten seconds, until the light turns orange.
2. Wait two minutes. The light must be white.
3. Open the address on the sticker and type the code.

Tell the customer *before* the first step that the name of their wireless network goes too.""",
    ),
    (
        "Slow, but only by radio",
        """Let them measure once with a cable. If that is fast, the line is fine.

- Two floors or a concrete wall: offer a second FiberBox.
- A neighbour on the same channel: change it, and write which one as a note.

Do not send a technician before the measurement with a cable.""",
    ),
)
FIBERBOX_ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": "single", "text": "The light is orange and stays orange. What is it?",
        "lines": "* The line is down\nThe box has no power\nThe wireless network is off",
        "why": "Orange for more than two minutes is the line. See “What is in the box”.",
    },
    {
        "kind": "order", "text": "Back to the beginning: in which order?",
        "lines": "Tell them that the name of their network goes\nHold the button for ten seconds\n"
        "Wait two minutes for the white light\nOpen the address on the sticker",
    },
    {
        "kind": "multi", "text": "Slow by radio, fast by cable. What may help?",
        "lines": "* Another channel\n* A second FiberBox upstairs\nA technician today\nAnother contract",
    },
    {
        "kind": "text", "text": "For how many seconds is the button held?",
        "lines": "10\nten\nten seconds\n10 s", "why": "Five only start it anew.",
    },
)  # fmt: skip
OUTAGES_ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": "single", "text": "From how many customers of one area on is it an outage?",
        "lines": "* More than three\nMore than five\nMore than ten",
        "why": "It was five until this version.",
    },
    {
        "kind": "single", "text": "It is three at night. Whom do you call?",
        "lines": "The network team\n* The colleague on call\nNobody before eight",
    },
    {
        "kind": "order", "text": "What comes first?",
        "lines": "Priority high, and the tag\nThe first answer\nLook for the cause",
    },
)  # fmt: skip
MONEY = (
    (
        "How money goes back",
        """It goes back the way it came: by card to the card, by bank to the account.

Look at the **invoice**, then at the **contract**, then at what we promised in the ticket. Where these three
differ, what we promised holds.""",
    ),
    (
        "A morning with the ledger",
        "An hour in the room with somebody who books them. Bring two refunds of your own that went wrong.",
    ),
)
MONEY_ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": "single", "text": "Up to how much do you decide yourself?",
        "lines": "* Up to 50 €\nUp to 300 €\nAny amount",
    },
    {
        "kind": "multi", "text": "What do you never ask for?",
        "lines": "* The number of a card\n* The code on its back\nThe number of the invoice",
        "why": "If one is in a letter, take it out with “Remove for good”.",
    },
)  # fmt: skip
