"""Small tools named after what they do, for every app.
No models, and it knows no app.
It offers: html, text, throttle, tokens of the page (template tags)."""
