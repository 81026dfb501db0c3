"""Static files as production serves them: hashed, compressed, one stylesheet."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/app.css"
_IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);')


class DeskFiles(CompressedManifestStaticFilesStorage):
    """Modules import each other by hashed name, so a release never meets an old module; what the stylesheet
    imports is put into it, so a page waits for one request, not for thirty."""

    # Django's own setting for this reads every script of every package, and trips over examples in comments.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (
                    r"""(?P<matched>(?P<head>import\s*(?:[^"';]*?\bfrom\s*)?)"(?P<url>\./[^"]+)"\s*;)""",
                    """%(head)s"%(url)s";""",
                ),
            ),
        ),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLESHEET in paths and not dry_run:
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(flattened(paths).encode()))
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)


def flattened(paths: dict[str, Any]) -> str:
    """The stylesheet with each imported file in its layer. Parts hold no url(): no address has to move."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    return _IMPORT.sub(
        lambda found: f"@layer {found['layer']} {{\n{read('css/' + found['name'])}}}\n", read(STYLESHEET)
    )
