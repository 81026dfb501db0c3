"""What reviewers say: two themes in eight wordings each, and what has nothing in common."""

# What reviewers say of answers that name no day, each in its own words.
NO_DAY = (
    "Say by which day she hears of it.",
    "No day is named: she will ask which day again.",
    "It does not say by which day we answer.",
    "Name a day, not soon: by which day?",
    "By which day? That we look into it names no day.",
    "Soon is no day. Name the day by which it is done.",
    "The customer does not know by which day she hears from us.",
    "Again no day named by which it is done.",
)
BY_NAME = (
    "She signed with her name: greet her by name.",
    "Greeted as customer although her name is in the greeting of the ticket.",
    "Greet them by the name they signed with.",
    "No greeting by name at all.",
    "The name in the greeting is misspelt.",
    "A greeting with the wrong name.",
    "Use her name in the greeting, not madam.",
    "The greeting has no name in it.",
)
NOISE = (
    "Links to a page that is gone.", "Two prices, one wrong.", "Sounds as if it were their fault.",
    "Three paragraphs for a yes.", "English where Estonian was written.", "Promised twice.",
    "Copied from elsewhere.", "Attachment forgotten.", "Refund counted in dollars.", "Shouts in capitals.",
)  # fmt: skip
