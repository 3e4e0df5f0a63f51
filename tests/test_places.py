"""Where documents are: patterns of names and URLs give what the same files in a folder give."""

import subprocess
import sys

import pytest

from pipeline.places import PlaceError, filesystem, matcher, place


@pytest.mark.parametrize(
    ("pattern", "matched", "not_matched"),
    [
        ("*.pdf", ["a.pdf", ".pdf"], ["a.txt", "b/a.pdf", "a.pdf.txt", "apdf"]),
        ("**/*.pdf", ["a.pdf", "b/a.pdf", "b/c/a.pdf"], ["a.txt", "b.pdf/c"]),
        ("201?/*", ["2011/a", "201x/b"], ["2011/a/b", "201/a", "20111/a"]),
        ("201[0-4]/*.txt", ["2014/a.txt"], ["2015/a.txt"]),
        ("[!a]*", ["b", "bc"], ["a", "/"]),
        ("**", ["a", "b/c"], []),
        ("a+(b).*", ["a+(b).txt"], ["aab.txt"]),
        ("[]a]", ["]", "a"], ["b", "[]a]"]),
        ("a[b", ["a[b"], ["ab"]),
    ],
)
def test_patterns_mean_what_a_shell_means(pattern, matched, not_matched):
    assert [name for name in matched if not matcher(pattern).fullmatch(name)] == []
    assert [name for name in not_matched if matcher(pattern).fullmatch(name)] == []


@pytest.mark.parametrize(
    ("asked", "base", "remote"),
    [
        ("articles", "articles", False),
        ("*.pdf", ".", False),
        ("/*.pdf", "/", False),
        ("a/b/**/c*.pdf", "a/b", False),
        ("file:///a%20b/c", "/a b/c", False),
        ("s3://bucket/2011/*.pdf", "s3://bucket/2011", True),
        ("https://example.org/a?b=[c]", "https://example.org/a?b=[c]", True),
        ("C:/articles", "C:/articles", False),
    ],
)
def test_what_is_asked_for_has_a_folder_and_a_pattern(asked, base, remote):
    found = place(asked)
    assert (found.base, found.remote) == (base, remote)


def test_a_file_that_is_there_is_no_pattern(desk):
    file = desk.put("minutes[1].txt", "Adur District Council shares officers.")
    assert place(str(file)).pattern is None


def tables(desk, *paths: str):
    result = desk.sharedfacts("run", *paths, "--out", str(desk.out), "--jobs", "1")
    assert result.exit_code == 0, result.output
    return desk.bytes()


def test_a_pattern_gives_documents_the_names_they_have_in_the_folder(small_desk):
    small_desk.put("sub/page.html", "<p>Lewes District Council shares its staff with Eastbourne Borough Council.</p>")
    small_desk.put(".hidden/page.html", "<p>nobody</p>")
    small_desk.put("sources.csv", "source,published\nnews.txt,2015\npage.html,2016\n")
    tables(small_desk, f"{small_desk.documents}/**/*.html")
    assert {d["source"]: d["published"] for d in small_desk.rows("documents")} == {
        "page.html": "2016",
        "sub/page.html": "",
    }
    assert tables(small_desk, f"{small_desk.documents}/**") == tables(small_desk, str(small_desk.documents))


def test_a_pattern_that_nothing_matches_is_told(small_desk):
    result = small_desk.sharedfacts("run", f"{small_desk.documents}/*.docx", "--out", str(small_desk.out))
    assert (result.exit_code, "*.docx matches no file" in result.stderr) == (2, True)


# URLs


@pytest.fixture
def remote(small_desk):
    """The small desk's documents behind a URL, of a file system that is all in memory."""
    memory = pytest.importorskip("fsspec").filesystem("memory")
    small_desk.put("sub/minutes.md", "# Minutes\n\nLewes District Council left in 2016.\n")
    small_desk.put("sources.csv", "source,published,title\nnews.txt,2015-04-20,A title\n")
    small_desk.put("arrangements.csv", "decision,a,b,name,note\nname,Babergh;Mid Suffolk,,The pair,\n")
    memory.put(str(small_desk.documents) + "/", "/corpus/", recursive=True)
    yield "memory://corpus"
    memory.rm("/corpus", recursive=True)


def test_what_is_behind_a_url_gives_the_same_tables(small_desk, remote):
    expected = tables(small_desk, str(small_desk.documents))
    assert b"The pair" in expected["arrangements.csv"]
    assert tables(small_desk, remote) == expected
    assert tables(small_desk, remote + "/") == expected
    assert tables(small_desk, f"file://{small_desk.documents}") == expected


def test_a_file_and_a_pattern_behind_a_url(small_desk, remote):
    tables(small_desk, f"{remote}/sub/minutes.md", f"{remote}/*.txt")
    assert [(d["source"], d["title"]) for d in small_desk.rows("documents")] == [
        ("minutes.md", ""),
        ("news.txt", "A title"),
    ]


def test_a_url_with_nothing_behind_it_is_told(small_desk, remote):
    for asked, said in ((f"{remote}/nothing-here", "nothing-here"), (f"{remote}/*.docx", "matches no file")):
        result = small_desk.sharedfacts("run", asked, "--out", str(small_desk.out))
        assert (result.exit_code, said in result.stderr) == (2, True)


def test_what_cannot_be_fetched_is_quarantined_and_tried_again(small_desk, remote, monkeypatch):
    from pipeline import inputs

    def fetched(url, folder):
        if url.endswith("page.html"):
            raise PlaceError(f"{url} cannot be fetched: the network is down")
        return there(url, folder)

    there = inputs.fetched
    monkeypatch.setattr(inputs, "fetched", fetched)
    result = small_desk.sharedfacts("run", remote, "--out", str(small_desk.out))
    assert result.exit_code == 3
    (row,) = small_desk.rows("quarantine")
    assert (row["source"], row["stage"], row["error"]) == ("page.html", "find", "not_fetched")
    monkeypatch.setattr(inputs, "fetched", there)
    assert small_desk.sharedfacts("run", remote, "--out", str(small_desk.out)).exit_code == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://bucket/articles", "pip install s3fs"),
        ("gs://bucket/articles", "pip install gcsfs"),
        ("gopher://example.org/articles", "gopher"),
    ],
)
def test_a_url_whose_library_is_missing_says_what_to_install(small_desk, url, said):
    pytest.importorskip("fsspec")
    result = small_desk.sharedfacts("run", url, "--out", str(small_desk.out))
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert not small_desk.out.exists()


def test_without_fsspec_urls_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(PlaceError, match=r"pip install 'sharedfacts\[dask\]'"):
        filesystem("s3://bucket/articles")


def test_nothing_of_a_cluster_is_loaded_by_who_does_not_ask_for_it(small_desk):
    code = (
        "import sys; from pipeline.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print([m for m in ('distributed', 'dask', 'fsspec') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, "run", str(small_desk.documents), "--out", str(small_desk.out)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "[]"
