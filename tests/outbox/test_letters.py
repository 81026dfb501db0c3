"""Letters as templates."""

import pytest

from outbox.letters import render

LANGUAGES = ["en", "et", "pl", "es", "ru", "xx"]


@pytest.fixture
def _templates(settings, tmp_path):
    for name, content in {
        "subject.txt": "A & {{ title }}\n",
        "body.txt": "Hello {{ title }}\n",
        "body.html": "<p>{{ title }} {{ language }}</p>",
    }.items():
        (tmp_path / "emails" / "sample").mkdir(parents=True, exist_ok=True)
        (tmp_path / "emails" / "sample" / name).write_text(content)
    engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    settings.TEMPLATES = [engine]


@pytest.mark.usefixtures("_templates")
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_plain_html_is_escaped_and_the_subject_is_one_line(language):
    subject, text, html = render("sample", {"title": "<b>\r\nBcc: x"}, language)
    assert subject == "A & <b> Bcc: x"
    assert text.startswith("Hello <b>")
    assert "&lt;b&gt;" in html
    assert language in html or language == "xx"
