"""Files that strangers may send, built from scratch: each function gives the bytes of one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

SAID = "Adur District Council and Worthing Borough Council saved £2m in 2014/15."
CHUNK = 1_000_000
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF of numbered objects, with a table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream as it is."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page(content: bytes, resources: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of one page: object 4 is its content, 5 its font; others by number."""
    fonts = b"/Font << /F1 5 0 R >> "
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << "
            + fonts
            + resources
            + b" >> >>",
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def show(text: str) -> bytes:
    """Page content that shows a line of text."""
    return b"BT /F1 12 Tf 50 700 Td (" + text.encode("cp1252") + b") Tj ET"


def pdf_bomb(megabytes: int) -> bytes:
    """A page whose content unpacks, in two steps, to so many megabytes of spaces."""
    content = zlib.compress(_packed(b" " * CHUNK, megabytes), 9)
    return page(stream(content, b"/Filter [/FlateDecode /FlateDecode]"))


def _packed(chunk: bytes, times: int) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(chunk) for _ in range(times)) + packer.flush()


def pdf_forms(levels: int, fan: int) -> bytes:
    """A page that draws a form, which draws the next one `fan` times, and so on."""
    more = {
        10 + n: stream(
            b" ".join([b"/X Do"] * fan),
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
            % (10 + (n + 1) % levels),
        )
        for n in range(levels)
    }
    return page(stream(show(SAID) + b" /X Do"), b"/XObject << /X 10 0 R >>", more)


def pdf_page_tree(levels: int) -> bytes:
    """A page tree whose nodes lead to the next one, ten times each, and the last one to the first."""
    nodes = {
        2 + n: b"<< /Type /Pages /Count 99999999 /Kids [" + b"%d 0 R " % (2 + (n + 1) % levels) * 10 + b"] >>"
        for n in range(levels)
    }
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes})


def pdf_object_streams() -> bytes:
    """Objects kept in a stream that extends itself and whose length is kept in it."""
    inner = b"3 0 4 20 " + b"<< /Type /Page >>    99"
    looped = b"<< /Type /ObjStm /N 2 /First 9 /Length 4 0 R /Extends 6 0 R >>\nstream\n" + inner + b"\nendstream"
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    body, places = bytearray(b"%PDF-1.7\n"), {}
    for number, thing in ((1, catalog), (2, pages), (6, looped)):
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + thing + b"\nendobj\n"
    start = len(body)
    rows = [(0, 0, 65535), (1, places[1], 0), (1, places[2], 0), (2, 6, 0), (2, 6, 1), (0, 0, 0), (1, places[6], 0)]
    rows.append((1, start, 0))
    table = b"".join(kind.to_bytes(1, "big") + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows)
    body += b"7 0 obj\n" + stream(table, b"/Type /XRef /W [1 4 2] /Size 8 /Root 1 0 R /Prev %d" % start) + b"\nendobj\n"
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf_references() -> bytes:
    """A page whose content, length and font lead to themselves."""
    more = {4: b"4 0 R", 6: b"7 0 R", 7: b"6 0 R", 5: b"<< /Type /Font /Subtype /Type0 /DescendantFonts 6 0 R >>"}
    return page(b"", more=more)


def pdf_cmap(name: bytes) -> bytes:
    """A page in a font whose table of characters has a name of the sender's choice."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /" + name + b" /DescendantFonts [6 0 R] >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (X) >> >>"
    )
    plain = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = stream(b"BT /F2 12 Tf 50 500 Td <0041> Tj ET " + show(SAID).replace(b"/F1", b"/F1"))
    return page(content, more={5: plain, 6: descendant, 8: font}).replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 8 0 R")


def docx(document: str | bytes, more: Iterable[tuple[str, bytes]] = (), relations: str = "") -> bytes:
    """A Word document with that main part, other members and relations."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            _relations(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'),
        )
        archive.writestr("word/_rels/document.xml.rels", _relations(relations))
        archive.writestr("word/document.xml", document)
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


_CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="txt" ContentType="text/plain"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def word(*paragraphs: str, before: str = "") -> str:
    """The main part of a Word document; `before` stands before its root, as a DTD does."""
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )


def docx_bomb(megabytes: int) -> bytes:
    """A Word document whose text is so many megabytes of spaces."""
    out = io.BytesIO(docx(word(SAID)))
    archive = zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("word/media.xml", "w", force_zip64=True) as member:
        for _ in range(megabytes):
            member.write(b" " * CHUNK)
    return out.getvalue()


def docx_bomb_that_lies(megabytes: int) -> bytes:
    """The same in its main part, with headers that claim it to be small."""
    head, tail = word(SAID).split("</w:t>")[0], word(SAID).partition("</w:t>")[1] + word(SAID).partition("</w:t>")[2]
    whole = docx(head.encode() + b" " * CHUNK * megabytes + tail.encode())
    size = len(head.encode() + tail.encode()) + CHUNK * megabytes
    return whole.replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little"))
