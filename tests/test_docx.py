"""Word documents: order of blocks, what markup means, what is deleted or hidden, and files that cannot be read."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from pipeline.ingest.docx import extract
from pipeline.ingest.errors import Unreadable
from pipeline.model import Metadata

W = nsdecls("w")
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def blocks(document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in extract(saved(document), "x.docx").blocks]


def paragraph(inner: str):
    """A document of one paragraph with the given markup."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W} {WPS} {MC}>{inner}</w:p>"))
    return document


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def rezipped(data: bytes, **changed: str | None) -> bytes:
    """The package with parts replaced or, being None, left out; names with `__` for `/` and `_` for `.`."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            key = name.replace("/", "__").replace(".", "_")
            content = changed.get(key, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return held.getvalue()


WHOLE = saved(paragraph(run("It cost £3m.")))


def test_blocks_in_document_order():
    document = docx.Document()
    document.add_heading("Two into one", 0)
    document.add_heading("Costs", 1)
    document.add_paragraph("It cost £3m.")
    document.add_paragraph("less rent", style="List Bullet")
    table = document.add_table(2, 3)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Council", "Cost", "", "Hart", "£1m\n£2m", "live"], strict=True
    ):
        cell.text = words
    document.add_paragraph("Table 1", style="Caption")
    document.add_paragraph("The end.")
    assert blocks(document) == [
        ("heading", "Two into one"),
        ("heading", "Costs"),
        ("body", "It cost £3m."),
        ("list_item", "less rent"),
        ("table_row", "Council | Cost | "),
        ("table_row", "Hart | £1m\n£2m | live"),
        ("caption", "Table 1"),
        ("body", "The end."),
    ]


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        pytest.param(run("It cost ") + run("£3") + run("m."), "It cost £3m.", id="words split over runs"),
        pytest.param(
            f"{run('a ')}<w:ins w:id='1' w:author='x'>{run('new ')}</w:ins>{run('b')}",
            "a new b",
            id="tracked insertion",
        ),
        pytest.param(
            f"{run('a ')}<w:del w:id='1' w:author='x'><w:r><w:delText>old</w:delText></w:r></w:del>{run('b')}",
            "a b",
            id="tracked deletion",
        ),
        pytest.param(f"<w:moveFrom w:id='1' w:author='x'>{run('gone')}</w:moveFrom>{run('b')}", "b", id="moved away"),
        pytest.param(f"<w:moveTo w:id='1' w:author='x'>{run('come ')}</w:moveTo>{run('b')}", "come b", id="moved here"),
        pytest.param(
            f"{run('see ')}<w:hyperlink w:anchor='x'>{run('the report')}</w:hyperlink>",
            "see the report",
            id="hyperlink",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('filled in')}</w:sdtContent></w:sdt>",
            "filled in",
            id="control",
        ),
        pytest.param(f"<w:r><w:instrText>PAGEREF x</w:instrText></w:r>{run('7')}", "7", id="field code"),
        pytest.param(run("secret ", "<w:vanish/>") + run("b"), "b", id="hidden"),
        pytest.param(run("shown", "<w:vanish w:val='0'/>"), "shown", id="not hidden"),
        pytest.param("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc", id="tab and break"),
        pytest.param(
            "<w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t><w:softHyphen/></w:r>", "long-term", id="hyphens"
        ),
        pytest.param(run("Councilâ€™s\u00a0£3m"), "Council’s £3m", id="mojibake"),
    ],
)
def test_words_of_a_paragraph(inner, words):
    assert blocks(paragraph(inner)) == [("body", words)]


def test_text_box_once_after_its_paragraph():
    box = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX.format('Hart saved £1m.')}</wps:txbx></w:drawing>"
    box += f"</mc:Choice><mc:Fallback><w:pict>{BOX.format('Hart saved £1m.')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert blocks(paragraph(run("Beside a box.") + box)) == [("body", "Beside a box."), ("body", "Hart saved £1m.")]


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:pPr><w:outlineLvl w:val='1'/></w:pPr>", "heading"),
        ("<w:pPr><w:outlineLvl w:val='9'/></w:pPr>", "body"),
        ("<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr></w:pPr>", "list_item"),
        ("<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>", "body"),
        ("<w:pPr><w:pStyle w:val='NoSuchStyle'/></w:pPr>", "body"),
    ],
)
def test_kind_by_properties(properties, kind):
    assert blocks(paragraph(properties + run("Some words"))) == [(kind, "Some words")]


def test_kind_by_the_style_it_is_based_on():
    document = docx.Document()
    style = document.styles.add_style("House style", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Where next", style=style)
    assert blocks(document) == [("heading", "Where next")]


def test_a_short_bold_line_is_a_heading():
    document = docx.Document()
    document.add_paragraph().add_run("Where next").bold = True
    document.add_paragraph().add_run("The two councils will share one team.").bold = True
    mixed = document.add_paragraph("Where ")
    mixed.add_run("next").bold = True
    assert [kind for kind, _ in blocks(document)] == ["heading", "body", "body"]


def test_tables_within_tables_merged_cells_and_boxes():
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both councils"
    table.cell(0, 2).text = "2011"
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Hart", "£1m"
    table.cell(1, 1).text = "so far"
    box = document.add_table(1, 1)
    box.cell(0, 0).text = "Hart saved £1m."
    assert blocks(document) == [
        ("table_row", "Both councils | 2011"),
        ("table_row", "Hart | £1m | so far | "),
        ("body", "Hart saved £1m."),
    ]


def test_heads_once_and_notes():
    document = docx.Document()
    document.add_paragraph("It cost £3m.")
    document.sections[0].header.paragraphs[0].text = "Report to Cabinet"
    document.sections[0].footer.paragraphs[0].text = "12"
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Report to Cabinet"
    assert blocks(document) == [("body", "It cost £3m."), ("running_head", "Report to Cabinet")]


def test_footnotes():
    notes = f"<w:footnotes {W}><w:footnote w:id='1'><w:p>{run('Not counting rent.')}</w:p></w:footnote></w:footnotes>"
    data = saved(paragraph(run("It cost £3m.")))
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("word/footnotes.xml", notes)
        relations = package.read("word/_rels/document.xml.rels").decode()
        types = package.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    part = '<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>'
    changed = {
        "word___rels__document_xml_rels": relations.replace("</Relationships>", relation),
        "[Content_Types]_xml": types.replace("</Types>", part),
    }
    found = extract(rezipped(held.getvalue(), **changed), "x.docx")
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("body", "It cost £3m."),
        ("footnote", "Not counting rent."),
    ]
    assert found.characters_read == len("Itcost£3m.Notcountingrent.")


def test_core_properties():
    document = docx.Document()
    document.add_paragraph("It cost £3m.").runs[0].font.size = Pt(9)
    core = document.core_properties
    core.title, core.author, core.created = "Two into one", "Ann Smith", datetime(2011, 9, 13, 10, 0)
    known = extract(saved(document), "x.docx").metadata
    assert {(value.value, value.origin) for value in (known.title, known.author, known.published)} == {
        ("Two into one", "docx"),
        ("Ann Smith", "docx"),
        ("2011-09-13", "docx"),
    }


def test_template_defaults_are_not_metadata():
    document = docx.Document()
    document.add_paragraph("It cost £3m.")
    assert extract(saved(document), "x.docx").metadata == Metadata()


def test_without_core_properties():
    document = docx.Document()
    document.add_heading("Two into one")
    data = rezipped(saved(document), docProps__core_xml=None, docProps__app_xml=None)
    assert extract(data, "x.docx").metadata.title.value == "Two into one"
    assert extract(data, "x.docx").metadata.published is None


def test_a_lost_picture_costs_no_text():
    relation = '<Relationship Id="rId98" Type="http://x/image" Target="../NULL"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    data = rezipped(WHOLE, word___rels__document_xml_rels=relations.replace("</Relationships>", relation))
    assert extract(data, "x.docx").blocks[0].text == "It cost £3m."


def test_macro_enabled_and_strict_documents():
    data = saved(paragraph(run("It cost £3m.")))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml").decode()
        main = package.read("word/document.xml").decode()
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = types.replace(plain, "application/vnd.ms-word.document.macroEnabled.main+xml")
    strict = main.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    for changed in ({"[Content_Types]_xml": macro}, {"word__document_xml": strict}):
        assert extract(rezipped(data, **changed), "x.docm").blocks[0].text == "It cost £3m."


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        pytest.param(b"PK\x03\x04 and no more", "damaged", "repair", id="cut after the first bytes"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "damaged", "repair", id="cut in the middle"),
        pytest.param(rezipped(WHOLE, word__document_xml="<w:document"), "damaged", "repair", id="broken markup"),
        pytest.param(rezipped(WHOLE, word__document_xml=None), "not_word", ".docx or PDF", id="without its main part"),
        pytest.param(rezipped(WHOLE, **{"[Content_Types]_xml": None}), "damaged", "repair", id="without content types"),
        pytest.param(rezipped(WHOLE, _rels___rels=None), "not_word", ".docx or PDF", id="a package of something else"),
        pytest.param(OLE, "old_format", ".docx or PDF", id="old Word"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password", id="password"),
        pytest.param(saved(docx.Document()), "no_text", "OCR", id="empty"),
    ],
)
def test_unreadable(data, error, hint):
    with pytest.raises(Unreadable) as caught:
        extract(data, "x.docx")
    assert (caught.value.stage, caught.value.error) == ("read", error)
    assert hint in caught.value.hint


def test_a_bomb_is_not_unpacked():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1_000_000))
    with pytest.raises(Unreadable) as caught:
        extract(held.getvalue(), "x.docx")
    assert caught.value.error == "too_large"
