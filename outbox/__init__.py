"""Letters that leave: a row first, then delivered, retried, suppressed or given up.
It knows files and lib; what became of a letter is told through LETTER_LISTENERS.
It offers letters.render, actions (queue, deliver, suppress) and the models Letter and Suppression."""
