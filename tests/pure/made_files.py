"""Small files as others make them, and as nobody should."""

import io
import zipfile
import zlib

_WORD = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w='
    '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)


def pdf(*lines: str, packed: bool = False) -> bytes:
    """One page with these lines, in the Latin letters that every reader has."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    drawn = f"BT /F1 12 Tf 40 700 Td {shown} ET".encode("latin-1")
    filter_ = b"/Filter /FlateDecode " if packed else b""
    drawn = zlib.compress(drawn) if packed else drawn
    return pdf_of(drawn, filter_)


def pdf_of(drawn: bytes, filter_: bytes = b"") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filter_, len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = io.BytesIO(b"%PDF-1.4\n"), []
    made.seek(0, io.SEEK_END)
    for number, one in enumerate(objects, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    made.writelines(b"%010d 00000 n \n" % place for place in places)
    made.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return docx_of(_WORD.format(body))


def docx_of(document: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", document)
    return made.getvalue()


def bomb() -> bytes:
    """Sixty megabytes of one letter in sixty kilobytes."""
    return docx_of(_WORD.format("<w:p><w:r><w:t>" + "a" * 60_000_000 + "</w:t></w:r></w:p>"))


def laughing() -> bytes:
    """An entity of entities of entities."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return docx_of(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lines}]><x>&l11;</x>')


def swollen_pdf() -> bytes:
    """A page whose drawing is a hundred megabytes of blanks, packed twice."""
    packed = zlib.compressobj(9)
    inner = b"".join(packed.compress(b" " * 10_000_000) for _ in range(12)) + packed.flush()
    return pdf_of(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode] ")
