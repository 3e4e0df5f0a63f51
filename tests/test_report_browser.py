"""The report in a real browser: what a person sees, hears and reaches, and what a hostile text cannot do."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from report_tables import OUTPUTS, rewrite, rows

from pipeline.report import write

pytestmark = pytest.mark.browser
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
HOSTILE = '"><img src=x onerror=document.title="caught"><script>document.title="caught"</script>'
NARTH = "Narth \U0001f3db Partnership"  # an astral character before the facts: offsets count code points


@pytest.fixture(scope="session")
def browser() -> Iterator:
    if CHROMIUM is None:
        reason = "no chromium: apt-get install chromium"
        wanted = os.environ.get("CI") or os.environ.get("SHAREDFACTS_BROWSER") == "required"
        (pytest.fail if wanted else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Path:
    """The report of the committed tables."""
    folder = tmp_path_factory.mktemp("report") / "outputs"
    shutil.copytree(OUTPUTS, folder)
    return write(folder).path


@pytest.fixture
def opened(browser, report):
    """Opens the report at an address; afterwards nothing may have been asked for, and nothing gone wrong."""
    pages, asked, wrong = [], [], []

    def open_(address: str = "", *, path: Path = report, width: int = 1280, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{path.as_uri()}{address}")
        page.wait_for_selector("html[data-ready]", state="attached")
        pages.append(context)
        return page

    yield open_
    for context in pages:
        context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == len(pages), asked
    assert wrong == []


def number(text: str) -> int:
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def rows_of(table: str, arrangement: str) -> dict[str, str]:
    return next(row for row in rows(table) if row["arrangement_id"] == arrangement)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_filters_change_map_lists_charts_and_counts_together(opened):
    page = opened()

    def seen() -> dict[str, object]:
        return {
            "announced": page.inner_text("#matched"),
            "dots": page.locator("#map-body circle[role=button]").count(),
            "lines": page.locator("#map-body .links:not(.bright) path").count(),
            "list": page.inner_text("#list-body .cards"),
            "savings": page.inner_text("#savings-body"),
            "timeline": page.inner_text("#timeline-body"),
            "factors": page.inner_text("#factors-body"),
            "documents": page.inner_text("#documents-body"),
        }

    before = seen()
    page.select_option("#filter-nation", "Scotland")
    page.locator("#matched", has_text=" of ").wait_for()
    after = seen()
    assert [name for name in before if before[name] == after[name]] == []
    scottish = sum("Scotland" in row["nations"].split(";") for row in rows("arrangements"))
    assert number(after["announced"]) == scottish
    assert page.get_attribute("#matched", "role") == "status"
    page.click("#clear")
    page.locator("#matched", has_text=re.compile(r"^\s*All")).wait_for()
    assert seen() == before


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("status", "ended", lambda a: a["status"] == "ended"),
        ("model", "company", lambda a: a["model"] == "company"),
        ("service", "ict", lambda a: "ict" in a["services"].split(";")),
    ],
)
def test_a_filter_is_in_the_address_and_an_address_is_a_view(opened, name, value, fits):
    page = opened(f"#/map?{name}={value}")
    assert number(page.inner_text("#matched")) == sum(map(fits, rows("arrangements")))
    assert page.input_value(f"#filter-{name}") == value
    page.select_option("#filter-nation", "England")
    assert f"{name}={value}" in page.evaluate("location.hash")
    assert "nation=England" in page.evaluate("location.hash")
    page.go_back()
    assert "nation" not in page.evaluate("location.hash")


def test_a_year_counts_what_ran_then_and_says_what_it_cannot_tell(opened):
    page = opened("#/?year=2012")
    undated = sum(not row["start"] for row in rows("arrangements"))
    assert f"{undated} more have no known beginning" in page.inner_text("#matched")
    assert "Achieving for Children" not in page.inner_text("#list-body")  # since 2014
    page = opened("#/?year=2015")
    assert "Achieving for Children" in page.inner_text("#list-body")


def test_a_theme_narrows_factors_and_lessons_to_itself(opened):
    page = opened("#/factors?theme=leadership")
    assert page.locator("#factors-body button.diverging").count() == 1
    assert "Leadership" in page.inner_text("#factors-body button.diverging")


# --- the map ---------------------------------------------------------------------------------------------------------


def test_a_council_on_the_map_is_chosen_by_keyboard(opened):
    page = opened("#/map")
    page.focus("#map-body circle[tabindex='0']")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label != first
    assert page.is_visible(".tip")
    page.keyboard.press("Enter")
    name, told = label.split(":", 1)
    page.wait_for_selector(f"#list-body h3:has-text('What {name} shares')")
    assert number(page.inner_text("#list-body h3 .number")) == number(told)
    assert page.locator("circle[aria-pressed=true]").count() == 1
    page.click("#chosen button")
    page.wait_for_selector("#list-body h3:has-text('Arrangements')")


def test_the_map_zooms_by_button_key_and_wheel_and_shows_london(opened):
    page = opened("#/map")

    def width() -> float:
        return float(page.get_attribute("svg.uk", "viewBox").split()[2])

    whole = width()
    page.click("[aria-label='Zoom in']")
    assert width() < whole
    page.click("[aria-label='Show the whole UK']")
    assert width() == whole
    page.focus("#map-body circle[tabindex='0']")
    page.keyboard.press("+")
    assert width() < whole
    page.keyboard.press("0")
    page.click("[aria-label='Zoom to London']")
    assert width() < 120
    names = page.locator(".names text").all_inner_texts() or page.locator(".names text").all_text_contents()
    assert len(names) >= 8
    page.click("[aria-label='Show the whole UK']")
    page.mouse.wheel(0, -300)  # the page's own, while nobody has clicked the map
    assert width() == whole


def test_a_press_on_a_dot_is_a_choice(opened):
    page = opened("#/map")
    dot = page.locator("circle[aria-label^='Angus']")
    box = dot.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#list-body h3:has-text('What Angus shares')")


# --- evidence --------------------------------------------------------------------------------------------------------


def test_a_sum_opens_its_sentence_with_the_fact_marked(opened):
    page = opened("#/savings")
    claim = page.locator("#savings-body .claim-row").first
    claim.click()
    page.wait_for_selector("dialog[open] blockquote mark")
    figures = {(row["text"], row["sentence"]) for row in rows("figures")}
    marked = page.text_content("dialog blockquote mark >> nth=0")
    sentence = " ".join(page.text_content("dialog .sentence >> nth=0").split())
    assert (marked, sentence) in figures
    assert page.locator("dialog .source a").first.get_attribute("href").startswith("#/document/")
    assert "texts/" in page.inner_text("dialog")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('claim-row')")


def test_every_claim_of_an_arrangement_opens_its_own_words(opened):
    saving = next(s for s in rows("savings") if len(s["figure_ids"].split(";")) == 2)
    figures = {f["figure_id"]: f["text"] for f in rows("figures")}
    page = opened(f"#/arrangement/{saving['arrangement_id']}")
    own = [s for s in rows("savings") if s["arrangement_id"] == saving["arrangement_id"]]
    assert page.locator(".claim-card").count() == len(own)
    opened_words = set()
    for n in range(len(own)):
        page.locator(".claim-card .cite").nth(n).click()
        page.wait_for_selector("dialog[open] blockquote mark")
        opened_words |= set(page.locator("dialog blockquote mark").all_inner_texts())
        page.click("#close")
    fold = lambda words: {" ".join(w.split()) for w in words}  # noqa: E731
    assert fold(opened_words) == fold(figures[f] for s in own for f in s["figure_ids"].split(";"))


def test_names_dates_and_words_of_an_arrangement_open_too(opened):
    arrangement = next(a for a in rows("arrangements") if a["start"] and int(a["documents"]) > 2)
    page = opened(f"#/arrangement/{arrangement['arrangement_id']}")
    page.wait_for_selector("#page .history")
    buttons = page.locator("#page .facts .cite, #page tbody .cite, #page .history .cite")
    assert buttons.count() >= 6
    for n in range(min(8, buttons.count())):
        buttons.nth(n).click()
        page.wait_for_selector("dialog[open] blockquote mark, dialog[open] #evidence-body > p")
        page.click("#close")


def test_claims_that_contradict_one_another_stand_side_by_side(opened, tmp_path):
    folder = tmp_path / "outputs"
    shutil.copytree(OUTPUTS, folder)
    (arrangement, _), *_ = Counter(row["arrangement_id"] for row in rows("savings")).most_common(1)
    one, other, *rest = [row["saving_id"] for row in rows("savings") if row["arrangement_id"] == arrangement]
    clash = {one: other, other: one}
    rewrite(folder, "savings", lambda row: {**row, "conflicts_with": clash.get(row["saving_id"], "")})
    page = opened(f"#/arrangement/{arrangement}", path=write(folder).path)
    assert page.locator(".clash-box .side-by-side .claim-card").count() == 2
    assert page.locator(".claims .claim-card").count() == len(rest)
    page = opened(
        f"#/savings?council={rows_of('arrangements', arrangement)['gss_codes'].split(';')[0]}",
        path=folder / "report.html",
    )
    assert page.locator("#savings-body .tag.clash").count() == 2


def test_a_document_shows_its_text_with_facts_marked(opened):
    document = next(d for d in rows("documents") if d["doc_id"].startswith("three-boroughs"))
    page = opened(f"#/document/{document['doc_id']}")
    page.wait_for_selector(".text mark.figures")
    figures = [f["text"] for f in rows("figures") if f["doc_id"] == document["doc_id"]]
    assert [" ".join(m.split()) for m in page.locator(".text mark.figures").all_inner_texts()] == figures
    page.focus(".text mark.figures >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] blockquote mark")


def test_factors_and_lessons_open_to_their_sentences(opened):
    page = opened("#/factors")
    page.locator("#factors-body button.diverging").first.click()
    page.wait_for_selector("#factors-body .said mark")
    assert page.get_attribute("#factors-body button.diverging >> nth=0", "aria-expanded") == "true"
    page.locator("#lessons-body .theme-row").first.click()
    page.locator("#lessons-body .said").first.filter(has_not_text=re.compile(r"^\s*…")).wait_for()
    said = page.inner_text("#lessons-body .said >> nth=0")
    assert " ".join(said.split()) in {row["sentence"] for row in rows("lessons")}
    page.locator("#lessons-body .said-button").first.click()
    page.wait_for_selector("dialog[open] blockquote mark")


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hammersmith & ful", "Hammersmith and Fulham"),
        ("KENSINGTON AND", "Kensington and Chelsea"),
        ("stirlíng", "Stirling"),
    ],
)
def test_the_find_box_works_by_keyboard(opened, typed, found):
    page = opened()
    page.focus("#find")
    page.keyboard.type(typed)
    page.wait_for_selector("#found [aria-selected=true]")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    assert page.get_attribute("#find", "aria-activedescendant") == "found-0"
    assert page.inner_text("#found [aria-selected=true] span >> nth=0") == found
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#page h1:has-text('{found}')")
    assert page.evaluate("document.activeElement.id") == "page-title"
    assert page.title().startswith(found)


def test_what_is_found_is_grouped_and_escape_closes_it(opened):
    page = opened()
    page.focus("#find")
    page.keyboard.type("shared")
    page.wait_for_selector("#found [role=group]")
    kinds = [re.sub(r" \(.*", "", kind) for kind in page.locator("#found .kind").all_inner_texts()]
    assert kinds == ["Arrangements", "Documents"]
    page.keyboard.press("Escape")
    assert not page.is_visible("#found")


# --- for everybody ---------------------------------------------------------------------------------------------------

VIEWS = {
    "front": "",
    "arrangement": "#/arrangement/{arrangement}",
    "council": "#/council/E09000033",
    "document": "#/document/{document}",
    "about": "#/about",
}


def address(view: str) -> str:
    (most, _), *_ = Counter(row["arrangement_id"] for row in rows("savings")).most_common(1)
    return VIEWS[view].format(arrangement=most, document=rows("documents")[0]["doc_id"])


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wider_than_a_phone(opened, view):
    page = opened(address(view), width=390)
    page.wait_for_timeout(150)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator("#home .diverging, #home .theme-row").all()[:2]:
        button.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_filters_fold_away_and_the_dialog_fits(opened):
    page = opened("#/savings", width=390)
    assert not page.is_visible("#filter-nation")
    page.click("#filters summary")
    assert page.is_visible("#filter-nation")
    page.locator("#savings-body .claim-row").first.click()
    page.wait_for_selector("dialog[open] blockquote mark")
    assert page.locator("dialog").bounding_box()["width"] <= 390


@pytest.mark.parametrize("view", [*VIEWS, "dialog"])
def test_axe_finds_nothing_serious_in_light_or_dark(opened, view):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(address("arrangement" if view == "dialog" else view))
    if view == "front":
        page.locator("#factors-body button.diverging").first.click()
        page.focus("#find")
        page.keyboard.type("shared")
    if view == "dialog":
        page.locator(".claim-card .cite").first.click()
        page.wait_for_selector("dialog[open] blockquote")
    page.wait_for_timeout(200)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response
        assert len(found["passes"]) > 15
        serious = [f for f in found["violations"] if f["impact"] in ("serious", "critical")]
        assert [(f["id"], [n["html"][:120] for n in f["nodes"][:3]]) for f in serious] == []


def test_the_keyboard_reaches_the_content_past_the_menu(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_who_comes_back_is_where_they_were(opened):
    page = opened("#/timeline")
    page.evaluate("scrollBy(0, 300)")
    link = page.locator("#timeline-body .life-row:not(.head) .name a").nth(4)
    link.click()
    page.wait_for_selector("#page h1")
    assert page.evaluate("scrollY") < 1000
    page.go_back()
    page.wait_for_selector("#timeline-body", state="visible")
    assert link.evaluate("link => link === document.activeElement")
    assert link.bounding_box()["y"] < 900
    page.click("nav a >> text=Map")
    page.evaluate("scrollTo(0, 4000)")
    page.evaluate("document.querySelector('nav a').click()")  # the same address again
    assert abs(page.locator("#map").bounding_box()["y"]) < 30


def test_sums_and_dates_of_lists_open_their_sentences(opened):
    page = opened()
    cites = page.locator("#list-body .card .cite, #timeline-body .who .cite")
    assert cites.count() > 8
    for n in range(8):
        cites.nth(n).click()
        page.wait_for_selector("dialog[open] blockquote mark")
        page.click("#close")


def test_an_address_of_nothing_says_so(opened):
    assert "Not here" in opened("#/arrangement/a-gone").inner_text("#page")
    assert opened("#/council/%E0%A4%A").is_visible("#page")


def test_without_a_script_the_notice_and_the_tables_are_there(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert "Not all of it was read" in page.inner_text("body")
    assert page.is_visible("noscript a[href='savings.csv']")
    context.close()


def test_it_prints_without_its_controls(opened):
    page = opened()
    page.emulate_media(media="print")
    assert page.is_visible("#savings-body .ledger")
    assert not any(page.is_visible(control) for control in ("#find", ".zoom", "nav", ".more >> nth=0"))


def test_two_thousand_documents_open_in_three_seconds(opened, big_report):
    page = opened("#/map?nation=Wales", path=big_report)
    assert float(page.get_attribute("html", "data-ready")) < 3000  # milliseconds until everything answers
    page.locator("#savings-body .claim-row").first.click()
    page.wait_for_selector("dialog[open] blockquote mark")


# --- texts of strangers ----------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path) -> Path:
    """A report whose every cell of text tries to break out, and whose text does too."""
    folder = tmp_path / "outputs"
    shutil.copytree(OUTPUTS, folder)
    taint = {
        "documents": ("title", "source", "publisher", "author", "warnings"),
        "sections": ("title", "author"),
        "arrangements": ("name", "other_members"),
        "arrangement_reports": ("name", "rule_id", "other_members"),
        "arrangement_members": ("member", "role"),
        "arrangement_joins": ("reason",),
        "councils": ("council", "region", "rule_id"),
        "figures": ("rule_id", "unit"),
        "factors": ("rule_id",),
        "organisations": ("organisation",),
    }
    for table, columns in taint.items():
        rewrite(folder, table, lambda row, columns=columns: {**row, **dict.fromkeys(columns, HOSTILE)})
    for text in (folder / "texts").iterdir():
        text.write_text(text.read_text("utf-8").replace("council", HOSTILE), encoding="utf-8")
    return write(folder).path


def test_a_hostile_text_does_nothing(opened, hostile):
    page = opened(path=hostile)
    for button in page.locator("#home .diverging, #home .theme-row").all()[:3]:
        button.click()
    page.focus("#find")
    page.keyboard.type("img")
    page.wait_for_selector("#found [role=option]")
    page.focus("#map-body circle[tabindex='0']")
    for view in (address("arrangement"), "#/council/E09000033", address("document")):
        page.goto(f"{hostile.as_uri()}{view}")
        page.wait_for_selector("#page h1")
        page.locator("#page .cite").first.click()
        page.wait_for_selector("dialog[open]")
        page.click("#close")
    assert page.title() != "caught"
    assert page.locator("img").count() == 0
    assert page.locator("script:not([type])").count() == 1
    assert HOSTILE[:10] in page.inner_text("#page h1")


def test_offsets_count_code_points_beyond_the_basic_plane(desk, opened):
    desk.put("narth.txt", f"{NARTH}\n\nBabergh District Council and Mid Suffolk District Council saved £2m a year.\n")
    desk.run()
    page = opened(f"#/document/{desk.rows('documents')[0]['doc_id']}", path=desk.out / "report.html")
    page.wait_for_selector(".text mark.figures")
    assert page.locator(".text mark.councils").all_inner_texts() == [
        "Babergh District Council",
        "Mid Suffolk District Council",
    ]
