"""`sharedfacts explain`: the text with its facts marked, each with its rule."""

import os


def test_marks_and_rules(small_desk):
    result = small_desk.sharedfacts("explain", str(small_desk.documents / "news.txt"))
    assert result.exit_code == 0
    text, _, legend = result.output.partition("─")
    assert "more than £2m[" in text
    assert "saving, 2000000.. GBP, more_than, per_year, achieved" in legend
    assert "council: Babergh, district, E07000200" in legend
    assert legend.count("(") >= 4  # a rule in brackets on each line


def test_what_cannot_be_read_says_why(desk):
    desk.put("scan.pdf", b"%PDF-1.4 broken")
    result = desk.sharedfacts("explain", str(desk.documents / "scan.pdf"))
    assert result.exit_code == 3
    assert "scan.pdf: " in result.output


def test_a_folder_is_wrong_usage(small_desk):
    result = small_desk.sharedfacts("explain", str(small_desk.documents))
    assert result.exit_code == 2
    assert "explain takes one file" in result.output


def test_a_document_cannot_steer_the_terminal(desk):
    desk.put("evil.txt", "Babergh District Council \x1b[31m saved £2m\x07 \x9b2J.\n")
    output = desk.sharedfacts("explain", str(desk.documents / "evil.txt")).output
    assert not {"\x1b", "\x07", "\x9b"} & set(output)


def test_brackets_in_a_document_are_not_markup(desk):
    desk.put("odd.txt", "Babergh District Council [bold] saved £2m [/bold] [link=x]here[/link].\n")
    assert "[bold] saved" in desk.sharedfacts("explain", str(desk.documents / "odd.txt")).output


def test_its_facts_are_those_of_a_run(small_desk):
    small_desk.run()
    name = "minutes.md"
    legend = small_desk.sharedfacts("explain", os.fspath(small_desk.documents / name)).output.partition("─")[2]
    doc_id = next(d["doc_id"] for d in small_desk.rows("documents") if d["source"] == name)
    rows = [
        r
        for t in ("councils", "organisations", "figures", "dates")
        for r in small_desk.rows(t)
        if r["doc_id"] == doc_id
    ]
    assert legend.count("\n[") + legend.startswith("[") >= len(rows) > 0
    assert all(r["rule_id"] in legend for r in rows)


def test_arrangements_and_lessons_are_told_with_their_sentences(small_desk, tmp_path):
    text = (
        "Chorley and South Ribble councils have shared finance and audit since 2009. It has saved them £1.2m. "
        "Agree who pays for leaving before you join, or the first quarrel will be about money."
    )
    path = tmp_path / "pair.txt"
    path.write_text(text, encoding="utf-8")
    told = small_desk.sharedfacts("explain", os.fspath(path)).output
    assert "Chorley, South Ribble; finance, audit_fraud; " in told
    assert "live since 2009" in told
    assert "figures [" in told
    assert "lesson  " in told
