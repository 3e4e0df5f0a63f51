"""`sharedfacts explore`: Datasette over the facts, on this machine alone, for reading alone, without the network."""

import contextlib
import csv
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest

from pipeline.explore.basemap import tile
from pipeline.explore.fence import safe_csv
from pipeline.explore.pages import questions
from pipeline.forms import Form, write_forms
from pipeline.harmless import as_written
from pipeline.tables.spec import TABLES

ROOT = Path(__file__).parent.parent
OUTPUTS = ROOT / "outputs"
installed = pytest.mark.skipif(find_spec("datasette") is None, reason="Datasette is not installed (make explore)")
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
FORMULA = '=HYPERLINK("http://x","y")'


class Site:
    """A running `sharedfacts explore`."""

    def __init__(self, out: Path) -> None:
        command = [sys.executable, "-m", "pipeline", "explore", str(out), "--no-open"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = self.process.stdout.readline()
        self.address = re.search(r"http://127\.0\.0\.1:\d+", said).group()
        self.port = int(self.address.rpartition(":")[2])

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of an answer, whatever the status."""
        request = urllib.request.Request(self.address + path, method=method, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            answer = opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()

    def rows(self, path: str, **values: str) -> list[dict[str, object]]:
        status, _, body = self.ask(f"{path}.json?{urlencode({'_shape': 'objects', '_size': 'max', **values})}")
        assert status == 200, body
        return json.loads(body)["rows"]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        return self.process.returncode


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The committed tables with a database, two of their texts made hostile."""
    folder = tmp_path_factory.mktemp("explore") / "outputs"
    shutil.copytree(OUTPUTS, folder, ignore=shutil.ignore_patterns("facts.*"))
    path = folder / "documents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    lines[0][header.index("title")] = HOSTILE
    lines[1][header.index("title")] = f"'{FORMULA}"  # as the CSV holds it
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *lines])
    write_forms(folder, [Form.SQLITE])
    return folder


@pytest.fixture(scope="module")
def site(out):
    running = Site(out)
    yield running
    assert running.stop() == 0  # Ctrl-C is how it is meant to end


@installed
def test_the_first_page_leads_to_every_question(site):
    status, _, page = site.ask("/")
    assert status == 200
    for question in questions():
        assert f"/facts/{question['name']}" in page


@installed
@pytest.mark.parametrize("question", questions(), ids=lambda q: q["name"])
def test_every_question_is_answered(site, question):
    found = site.rows(f"/facts/{question['name']}", **question.get("try", {}))
    assert found or question["name"] == "conflicts"  # the sample documents do not contradict each other
    assert site.ask(f"/facts/{question['name']}?{urlencode(question.get('try', {}))}")[0] == 200


@installed
def test_answers_are_to_the_question(site):
    partners = site.rows("/facts/shared_with", council="south holland")
    assert {r["council"] for r in partners} == {"South Holland"}
    assert "Breckland" in {r["partner"] for r in partners}
    assert len(site.rows("/facts/shared_with", council="")) > len(partners)
    ended = site.rows("/facts/ended_and_promised")
    assert {r["status"] for r in ended} <= {"ended", "abandoned"}
    lessons = site.rows("/facts/newest_lessons", theme="leadership")
    assert {r["theme"] for r in lessons} == {"leadership"}
    dates = [r["published"] for r in lessons if r["published"]]
    assert dates == sorted(dates, reverse=True)


@installed
@pytest.mark.parametrize("words", ['"', "a OR", "NEAR(", "*", "'; DROP TABLE texts; --", ""])
def test_odd_words_to_find_are_no_error(site, words):
    assert site.ask(f"/facts/find_words?words={quote(words)}")[0] == 200


@installed
@pytest.mark.parametrize("table", [*(t.name for t in TABLES), "councils_map", "partners", "texts", "dictionary"])
def test_every_table_has_its_page_and_says_what_it_is(site, table):
    status, _, page = site.ask(f"/facts/{table}")
    assert status == 200
    assert "metadata-description" in page


@installed
def test_tables_have_facets_and_words_for_their_columns(site):
    page = site.ask("/facts/arrangements")[2]
    assert "facet-results" in page
    assert "_facet=status" in page or 'data-column="status"' in page
    assert "Where it stands by the newest document." in page


@installed
def test_nothing_is_written(site, out):
    before = (out / Form.SQLITE).read_bytes()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert site.ask("/facts/savings", method)[0] == 405
    for sql in ("delete from savings", "drop table savings", "attach 'x.db' as x", "create table x (y)", "vacuum"):
        assert site.ask(f"/facts.json?sql={quote(sql)}")[0] == 400
    assert (out / Form.SQLITE).read_bytes() == before
    assert {p.name for p in out.iterdir() if p.name.startswith("facts.sqlite")} == {"facts.sqlite"}


@installed
def test_it_is_for_this_machine_alone(site):
    with contextlib.closing(socket.create_connection(("127.0.0.1", site.port), timeout=5)):
        pass
    if sys.platform == "linux":  # where all of 127/8 is this machine, so that another address of it shows the binding
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", site.port), timeout=5)
    for host in ("evil.example", f"evil.example:{site.port}", "127.0.0.1"):
        assert site.ask("/facts.json?sql=select+1", Host=host)[0] == 421
    assert site.ask("/", Host=f"localhost:{site.port}")[0] == 200


@installed
@pytest.mark.parametrize("path", ["/", "/facts", "/facts/savings", "/facts.json?sql=select+1", "/nowhere"])
def test_every_answer_forbids_what_no_page_needs(site, path):
    headers = site.ask(path)[1]
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} <= {
        "'none'",
        "'self'",
        "'unsafe-inline'",
        "data:",
    }
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@installed
@pytest.mark.parametrize(
    "path", ["/facts/documents", "/facts?sql=select+title,doc_id+from+documents", "/facts/find_words?words=council"]
)
def test_hostile_text_is_shown_and_not_run(site, path):
    page = site.ask(path)[2]
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@installed
def test_csv_from_it_is_harmless_in_a_spreadsheet(site):
    found = list(csv.DictReader(io.StringIO(site.ask("/facts/documents.csv?_size=max")[2])))
    titles = {r["title"] for r in found}
    assert f"'{FORMULA}" in titles
    assert {as_written(t) for t in titles} >= {FORMULA, HOSTILE}


def test_numbers_in_csv_from_it_are_not_touched():
    assert safe_csv('a,b\r\n-5,"=1"\r\n-1.5e3,+2 per cent\r\n') == "a,b\r\n-5,'=1\r\n-1.5e3,'+2 per cent\r\n"


@installed
def test_the_map_has_its_own_coasts(site):
    status, headers, _ = site.ask("/-/map/5/15/10.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    page = site.ask("/facts/councils_map")[2]
    assert "/-/map/{z}/{x}/{y}.svg" in page
    assert "openstreetmap" not in page


def test_a_tile_shows_its_part_of_the_world():
    box = ElementTree.fromstring(tile(5, 15, 10)).get("viewBox")
    assert [float(n) for n in box.split()] == [15 * 8192, 10 * 8192, 8192, 8192]


@installed
def test_in_a_browser_nothing_is_fetched_from_elsewhere(site):
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium is installed")
    paths = [
        "/",
        "/facts",
        "/facts/arrangements",
        "/facts/documents",
        "/facts/councils_map",
        "/facts/shared_with?council=South+Holland",
    ]
    asked, wrong = [], []
    with api.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda r: asked.append(r.url))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        for path in paths:
            page.goto(site.address + path, wait_until="networkidle")
            if "map" in path:
                page.wait_for_selector(".leaflet-tile-loaded, .marker-cluster", state="attached")
                assert page.locator(".leaflet-marker-icon").count() > 3
        browser.close()
    assert not [url for url in asked if not url.startswith((site.address, "data:"))]
    assert [url for url in asked if "/-/map/" in url]
    assert wrong == []


@pytest.mark.parametrize(
    ("missing", "says"),
    [("datasette", "pip install 'sharedfacts[explore]'"), ("uvicorn", "make explore")],
)
def test_not_installed_says_what_to_install(desk, monkeypatch, missing, says):
    monkeypatch.setattr("pipeline.explore.server.find_spec", lambda name: None if name == missing else find_spec(name))
    result = desk.sharedfacts("explore", str(desk.out), "--no-open")
    assert result.exit_code == 2
    assert says in result.output


@installed
def test_without_a_database_it_says_how_to_make_one(desk):
    result = desk.sharedfacts("explore", str(desk.out), "--no-open")
    assert result.exit_code == 2
    assert "sharedfacts run" in result.output


@installed
def test_a_file_that_is_no_database_of_ours_is_refused(desk):
    desk.out.mkdir()
    (desk.out / Form.SQLITE).write_text("not a database at all")
    result = desk.sharedfacts("explore", str(desk.out), "--no-open")
    assert result.exit_code == 2
    assert "not what a run writes" in result.output


@installed
def test_a_port_in_use_says_so(site, desk, out):
    result = desk.sharedfacts("explore", str(out), "--no-open", "--port", str(site.port))
    assert result.exit_code == 2
    assert "leave out --port" in result.output
