"""Stories in English."""

# ruff: noqa: E501  one sentence, one line

TOPICS = {
    "outage": {
        "open": [
            ("No internet since this morning", "our connection at {street} has been down since about {hour}:00. The {router} shows a red light and restarting it did nothing. Is there an outage in the area?"),
            ("Connection drops every few minutes", "for {days} days the line at {street} has been dropping several times an hour. Video calls are impossible. I have already swapped the cable."),
            ("Whole office is offline", "nobody in our office at {street} can get online. We are on {plan} and every hour costs us money. Please treat this as urgent."),
        ],
        "ask": ["Could you tell me which lights are on at the {router}, and whether the light beside “Fiber” blinks? A photo is perfect.", "I can see your line from here and it loses its signal now and then. Could you plug the {router} straight into the wall socket, without the splitter, and tell me the time when you did?"],
        "tell": ["Power is green, Fiber blinks red, the rest is off. I also tried another socket.", "Done just now. It has been up for ten minutes, then the red light came back."],
        "fix": ["We found a damaged splice in the cabinet near {street}; our technician replaced it. The signal is clean again. Please restart the {router} once and you should be online.", "The card in our exchange that serves your street was faulty. It has been exchanged and your line has been stable since. I have credited one day of {plan} to your next invoice."],
        "again": ["It worked for a day and now the red light is back. Exactly the same as before.", "Sorry to bother you again: since last night the connection drops once more, five times so far."],
        "note": ["Line test: attenuation way up on the last 200 m. Smells like the cabinet.", "Three more from the same street today. Asked network operations to look at the card."],
    },
    "slow": {
        "open": [
            ("Wi-Fi very slow in the evenings", "we pay for {promised} Mbit/s and after {hour}:00 we measure {speed} at best. By cable it is a little better. What can we do?"),
            ("Speed is not what I ordered", "I changed to {plan} last month, but every test shows about {speed} Mbit/s instead of {promised}. I attach nothing yet, tell me which test you trust."),
        ],
        "ask": ["Could you run two tests, one by cable and one by Wi-Fi, and tell me both numbers? And how many rooms away from the {router} are you?", "Which channel does your {router} use? You find it under Wi-Fi, Advanced. Your neighbours’ networks may be on the same one."],
        "tell": ["By cable {promised}, by Wi-Fi {speed}. Two rooms away, brick walls.", "It says channel 6. Ten other networks are on it as well, my phone says."],
        "fix": ["Thank you, that tells it all: the line is fine, the radio is crowded. I moved your {router} to a quieter channel and switched the 5 GHz band on under the same name. Please reconnect your devices once.", "Your profile on our side still had the old speed, my apologies. It is set to {promised} Mbit/s now; please restart the {router} and test again."],
        "again": ["Better for two days, but tonight it is {speed} again.", "The upstairs room is still as slow as it was."],
        "note": ["Profile says {promised}, port syncs fine. It is Wi-Fi, not the line.", "Old firmware on this {router}, could be the 5 GHz bug. Pushed the update."],
    },
    "invoice": {
        "open": [
            ("Invoice {invoice} is too high", "invoice {invoice} is {amount}, although my plan {plan} should be less. What is the extra line on page two?"),
            ("Please send invoices to another address", "from this month on please put our new company address, {street}, on the invoices, and send me a corrected {invoice}. Our accountant insists."),
            ("Charged twice this month", "{amount} left my account twice on the {day}th, both with the number {invoice}. Could you check?"),
        ],
        "ask": ["Could you send me the last four digits of the account that was charged? I will compare it with what reached us.", "To change the invoice I need your registry code and the exact name of the company. Could you send me both?"],
        "tell": ["The last four digits are {order}. Thanks for looking into it.", "Here they are: registry code 14{order}, the name as in my signature."],
        "fix": ["The extra line is the installation of the {router}, which we had promised to waive. I have removed it; a corrected invoice {invoice} is on its way to you.", "You are right, and I am sorry: the payment was booked twice. The second {amount} goes back to your account today and should arrive within three working days.", "Done: the address is changed for {invoice} and for every invoice from now on."],
        "again": ["The new invoice shows the same amount as before. Did the change get lost?", "Nothing has arrived so far. Could you look again?"],
        "note": ["Waiver for installation is in the order {order}, sales forgot to tick it.", "Bank file confirms two bookings, same reference."],
    },
    "refund": {
        "open": [
            ("Refund not received", "I cancelled {plan} {days} weeks ago and was promised {amount} back. Nothing has come. Where is my refund?"),
            ("Compensation for the outage", "we were offline for {days} days in a row and I was told on the phone that {amount} would be returned. How does that work?"),
        ],
        "ask": ["I would like to send it right away. Could you confirm the account the money should go to? For your safety just the last four digits.", "Could you tell me on which days you were offline? Then I can add it up exactly."],
        "tell": ["It is the account that ends in {order}.", "From the {day}th on, {days} days, until Friday noon."],
        "fix": ["{amount} was sent to you this afternoon under reference {invoice}. It takes one to three working days.", "I have added it up and credited {amount}; you will see it as a separate line on your next invoice."],
        "again": ["Five working days have gone by and the account is as empty as before.", "Only half of it has arrived. Was it meant to be in two parts?"],
        "note": ["Refund was approved but stuck: IBAN in the order is the old one.", "Cleared with Maarja, we pay the full amount."],
    },
    "router": {
        "open": [
            ("How do I return my router?", "my contract ends soon. How do I send the {router} back, and do you need the power supply too?"),
            ("New router does not start", "the {router} you sent (order {order}) does not turn on. I have tried two sockets. Can I have another one?"),
        ],
        "ask": ["Could you tell me the serial number? It is on the sticker below and starts with PV.", "Is the parcel machine nearest to {street} all right for you, or shall the courier come to your door?"],
        "tell": ["PV{order}77, as far as I can read it.", "The parcel machine is fine, thank you."],
        "fix": ["Put the {router} with its power supply into any box and drop it into a parcel machine with the code {order}. It costs you nothing and we confirm its arrival by letter.", "A new {router} left our warehouse today, order {order}. Please put the broken one into the same box; the return label is inside."],
        "again": ["The code {order} is not accepted by the machine, it says “expired”.", "The second one has arrived and does not start either. Could it be the power supply?"],
        "note": ["Serial is from the batch with bad power supplies. Send the whole set.", "Warehouse has none until next week, told the customer."],
    },
    "moving": {
        "open": [
            ("We are moving house", "we are moving from {street} to {street2} on the {day}th. Can we take {plan} with us, and how long shall we be without internet?"),
            ("New address for our connection", "our studio moves to {street2} next month. Is there fiber in that building? We would like to keep the number and the plan."),
        ],
        "ask": ["Good news, there is fiber in that building. Which flat is it, and when could our technician come: mornings or afternoons?", "Could you tell me whether there is a socket of ours in the hall already? It is a small white box."],
        "tell": ["Flat {day}, mornings suit us best.", "Yes, there is a white box beside the door. The last tenants left it."],
        "fix": ["Everything is booked: your line moves to {street2} on the {day}th, the technician comes between {hour}:00 and {hour}:45. Until then nothing changes at {street}.", "As there is a socket already you only have to plug in the {router}; the line at {street2} is switched on from that morning."],
        "again": ["The technician did not come this morning, and nobody called.", "We have moved, but the line at {street2} is dead."],
        "note": ["Building at {street2} is ours since spring, ports free.", "Booked with field service, slot {hour}:00."],
    },
    "password": {
        "open": [
            ("Cannot sign in to my account", "the self-service keeps saying that my password is wrong, and the letter for a new one never arrives. My customer number is {order}."),
            ("Wi-Fi password lost", "I changed the Wi-Fi password of my {router} and forgot it. How do I get back in without losing everything else?"),
        ],
        "ask": ["The letter goes to an address that ends in “post.example”. Is that one still yours?", "Can you still get to the {router} by cable? Then we need not reset it."],
        "tell": ["No, that is my old address. Please use the one I am writing from.", "By cable it works, yes."],
        "fix": ["I have changed the address and sent a fresh link; it is good for one hour. If it does not come, please look into the spam folder first.", "Open the page on the sticker of your {router} and choose Wi-Fi, Password. Your other settings stay as they are."],
        "again": ["The link says it is no longer valid, though I clicked at once.", "Now it wants the password of the device, which I do not know either."],
        "note": ["Identity checked by call back, address changed.", "Link was opened by their mail scanner first, that is why it was used up."],
    },
    "static_ip": {
        "open": [
            ("Static IP address for our office", "we need a static IP address for a VPN at {street}. What does it cost on {plan}, and how soon can we have it?"),
            ("Reverse DNS for {ip}", "could you set the reverse entry of {ip} to mail.{order}.example? Some servers refuse our letters without it."),
        ],
        "ask": ["Gladly. Will the {router} stay, or do you use a firewall of your own? Then I would set the line to bridge mode.", "Which name exactly shall it be? The forward entry has to exist first."],
        "tell": ["We have our own firewall, bridge mode please.", "The forward entry exists since this morning."],
        "fix": ["Your static address is {ip}; it takes effect with the next restart of the {router}. It costs 3.00 € a month, from today.", "The reverse entry for {ip} is set. It can take up to a day until everyone has noticed."],
        "again": ["After the restart we still get a different address each time.", "Mail still bounces: the reverse entry is the old one."],
        "note": ["{ip} taken from the business pool, put into the inventory.", "Bridge mode set remotely, DHCP reservation done."],
    },
}  # fmt: skip

SHARED = {
    "hello": ["Hello,\n\n", "Hi,\n\n", "Good morning,\n\n", "Dear support,\n\n", ""],
    "bye": ["\n\nBest regards,\n{customer}", "\n\nThanks in advance,\n{customer}", "\n\n{customer}",
    "\n\nKind regards\n{customer}"],
    "agent_hello": ["Hello {first},\n\n", "Dear {first},\n\nthank you for writing. ", "Hi {first},\n\n"],
    "agent_bye": ["\n\nKind regards,\n{agent}", "\n\nAll the best,\n{agent}"],
    "nudge": ["Any news on this? I have heard nothing so far.", "Could somebody please look at this today?"],
    "hold": ["I have passed this to our field service and will write to you as soon as they have been there, at the latest in two working days.", "We have ordered the part that is needed. I will come back to you once it is here; you need not do anything until then."],
    "thanks": ["Works, thank you very much!", "Perfect, thanks for the quick help.", "Thank you, all good now."],
    "sorry": ["I am sorry that it did not hold. I have looked at it once more together with a colleague: ",
    "Thank you for telling us, and sorry for the trouble. "],
    "silent": ["As I have not heard from you I close this for now. Just answer this letter if it is not solved."],
    "colleague": ["Has anybody seen this before?", "@{colleague} could you take a look when you are back from lunch?", "Called, nobody answered. Will try again in the afternoon.", "Long-standing customer, please be quick."],
    "call": ["Customer called: ", "By phone: "],
}  # fmt: skip
