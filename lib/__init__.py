"""Small tools named after what they do; no models.
May know: nobody in this project (and no Django in html.py and text.py).
Offers: html (sanitise, HTML to text and back), text (single lines, safe characters, cutting)."""
