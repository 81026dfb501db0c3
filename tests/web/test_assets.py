"""What production serves: one stylesheet, modules that know each other's hashed names."""

import json

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from lib.assets import DeskFiles

FILES = {
    "css/app.css": "@layer base, parts;\n"
    '@import url("base.css") layer(base);\n'
    '@import url("parts/pill.css") layer(parts);\n',
    "css/base.css": "html { color: var(--ink); }\n",
    "css/parts/pill.css": ".pill { color: red; }\n",
    "js/app.js": 'import "./list.js";\nimport { say } from "./page.js";\n',
    "js/list.js": 'import { say } from "./page.js";\nsay("hello");\n',
    "js/page.js": "export const say = (text) => text;\n",
    "other/package.js": "// import thing from './not-there'\n",
}


@pytest.fixture
def collected(tmp_path):
    """The files above as collectstatic leaves them, and the map from names to hashed names."""
    source = StaticFilesStorage(location=tmp_path / "source")
    target = DeskFiles(location=tmp_path / "target")
    for name, text in FILES.items():
        for place in ("source", "target"):
            path = tmp_path / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for _name, _hashed, processed in target.post_process({name: (source, name) for name in FILES}):
        assert not isinstance(processed, Exception), processed
    manifest = json.loads((tmp_path / "target" / "staticfiles.json").read_text())["paths"]
    return tmp_path / "target", manifest


def test_the_stylesheet_is_one_file_with_its_layers(collected):
    folder, names = collected
    text = (folder / names["css/app.css"]).read_text()
    assert "@import" not in text
    assert "@layer base {\nhtml { color: var(--ink); }\n}" in text
    assert "@layer parts {\n.pill { color: red; }\n}" in text
    # pages for what went wrong link it by its plain name
    assert "@import" not in (folder / "css/app.css").read_text()


def test_modules_import_each_other_by_hashed_name(collected):
    folder, names = collected
    assert f'"./{names["js/page.js"].removeprefix("js/")}"' in (folder / names["js/list.js"]).read_text()
    text = (folder / names["js/app.js"]).read_text()
    assert f'import "./{names["js/list.js"].removeprefix("js/")}";' in text
    assert '"./page.js"' not in text
