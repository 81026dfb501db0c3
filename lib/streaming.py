"""Large files, handed out in pieces that keep a thread busy for a moment only."""

from django.http import FileResponse


class Download(FileResponse):
    """256 KiB at a time: at the usual 4 KiB each piece costs a turn of the server."""

    block_size = 256 * 1024
