"""What makes sharing work or fail: what a sentence asserts, what it merely names, and how the rules and labels hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import factors as checks
from pipeline.claims.factors.named import sentences
from pipeline.claims.factors.signs import Cue, Named, own, shared
from pipeline.claims.factors.training import LabelError, passages, unmark
from pipeline.claims.factors.weigh import Weighed, choose, scales
from pipeline.lessons import Judgement, in_use, judge
from pipeline.lessons.themes import names
from pipeline.model import POLARITIES
from pipeline.nlp import build_nlp
from pipeline.nlp.factors import CUE_FILE, FILE, GROUP, NONE, SPEAKS_FOR, cues_of, rules_of, split
from pipeline.paths import PATTERNS
from pipeline.patterns import Rule, load_rules

NLP = build_nlp()


def asserted(text: str) -> list[tuple[str, str, str]]:
    """Quote, theme and polarity of what a text asserts."""
    doc, found = NLP(text), []
    for sentence in sentences(doc):
        spans = dict(zip(sentence.named, sentence.spans, strict=True))
        (taught,) = judge(in_use(), [text[sentence.char_start : sentence.char_end]], [False])
        weighed = scales().weigh(sentence.words, sentence.named, sentence.cues, taught)
        found += [(spans[w.named].text, w.named.theme, w.polarity) for w in choose(weighed)]
    return found


# ── asserted, and on which side ──────────────────────────────────────────────────────────────────────────────────────

SAID = [
    ("without it, nothing", "Without trust, those months would have finished us.", "trust_relationships", "success"),
    ("lack of it", "A lack of trust between the leaders sank it.", "trust_relationships", "barrier"),
    ("it was low", "Trust was low, and that sank it.", "trust_relationships", "barrier"),
    ("it did not work", "It collapsed because the sums did not work.", "business_case_savings", "barrier"),
    ("loss of control", "What councillors fear is loss of control.", "political_support", "barrier"),
    ("blamed", "Union officials blamed two sets of terms for the delay.", "people_culture", "barrier"),
    ("what nearly sank it", "What nearly sank it: two sets of terms.", "people_culture", "barrier"),
    ("is essential", "A shared vision is essential.", "shared_vision", "success"),
    ("the want of it", "They never wanted the same things.", "shared_vision", "barrier"),
    ("stood in the way", "Two pay structures stood in the way.", "people_culture", "barrier"),
    ("worked because", "It worked because both leaders meet every week.", "leadership", "success"),
    ("advice", "Her advice was to agree on standards first.", "technology_process", "success"),
    ("main obstacle", "Incompatible computer systems were the main obstacle.", "technology_process", "barrier"),
    ("ground to leave", "It pulled out over gaps in the business case.", "business_case_savings", "barrier"),
    ("size", "A bigger team can cover for absence.", "capacity_resilience", "success"),
    ("money", "Austerity brought them to the table.", "funding_context", "success"),
    ("unions", "Early involvement of the unions helped.", "communication_engagement", "success"),
    ("pace", "They tried to do everything at once, and it failed.", "planning_pace", "barrier"),
    (
        "over a hard line break",
        "What helped them most was mutual\ntrust between the leaders.",
        "trust_relationships",
        "success",
    ),
]


@pytest.mark.parametrize(("text", "theme", "polarity"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_a_sentence_asserts(text: str, theme: str, polarity: str):
    assert (theme, polarity) in [(t, p) for _, t, p in asserted(text)]


NAMED = [
    ("duties", "The report covers governance, staffing and ICT."),
    ("aims", "The aims of the programme are to reduce cost, build resilience and improve services."),
    ("a post", "He is head of communications and chairs the data standards board."),
    ("a service", "The shared ICT service has 40 staff and a budget of £3m."),
    ("an agenda", "Members noted the business case and the communications plan."),
    ("a trust", "The leisure trust runs nine pools."),
    ("a result", "Savings of £640,000 were reported in the first year."),
    ("a chronology", "The business case went to both cabinets in March 2012."),
]


@pytest.mark.parametrize("text", [row[1] for row in NAMED], ids=[row[0] for row in NAMED])
def test_what_a_sentence_merely_names(text: str):
    assert asserted(text) == []


IDIOMS = [
    ("Trust between the boards carried it.", ["Trust"]),
    ("The leisure trust runs nine pools.", []),
    ("The leisure trust lost the trust of its members.", ["trust"]),
    ("Careful planning paid off.", ["Careful planning"]),
    ("The planning committee met.", []),
    ("The planning\ncommittee met.", []),
    ("The committee thought the planning thorough.", ["planning"]),
]


@pytest.mark.parametrize(("text", "longest"), IDIOMS)
def test_a_phrase_inside_an_idiom_names_nothing(text: str, longest: list[str]):
    doc = NLP(text)
    found = [span.text for span in doc.spans[GROUP]]
    assert [f for f in found if not any(f in other and f != other for other in found)] == longest


def test_a_phrase_ends_with_a_word_that_its_rule_names():
    doc = NLP("Communication with the staff was vital.")
    found = {span.id_: span.text for span in doc.spans[GROUP]}
    assert found["communication.with"] == "Communication with the staff"
    assert found["communication.plain"] == "Communication"


GAPS = [
    ("a figure of speech", "The two town halls might as well be on different planets.", "planning_pace", "barrier"),
    (
        "the sentence before says of what",
        "And then there was the other thing: the bins.",
        "service_outcomes",
        "barrier",
    ),
]


@pytest.mark.xfail(reason="no phrase names it: its words are those of other things", strict=True)
@pytest.mark.parametrize(("text", "theme", "polarity"), [row[1:] for row in GAPS], ids=[row[0] for row in GAPS])
def test_gaps(text: str, theme: str, polarity: str):
    assert (theme, polarity) in [(t, p) for _, t, p in asserted(text)]


def weighed(start: int, probability: float, rule: str) -> Weighed:
    return Weighed(Named(start, start + 1, "leadership", "success", rule), probability, "success")


AGAIN = [
    ("apart and likely", [weighed(0, 0.9, "a"), weighed(6, 0.8, "b")], 2),
    ("not so likely", [weighed(0, 0.9, "a"), weighed(6, 0.5, "b")], 1),
    ("next to it", [weighed(0, 0.9, "a"), weighed(2, 0.8, "b")], 1),
    ("by the same rule", [weighed(0, 0.9, "a"), weighed(6, 0.8, "a")], 1),
]


@pytest.mark.parametrize(("found", "number"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN])
def test_a_theme_stands_again_only_when_that_is_likely(found: list[Weighed], number: int):
    assert choose(found) == found[:number]


def test_several_themes_stand_in_a_sentence_and_phrases_do_not_overlap():
    doc = NLP("Trust, a shared vision and strong leadership are what made it work.")
    (sentence,) = sentences(doc)
    lesson = Judgement(0.9, "trust_relationships", 0.4, "leadership", 0.3)
    chosen = choose(scales().weigh(sentence.words, sentence.named, sentence.cues, lesson))
    assert {w.named.theme for w in chosen} == {"trust_relationships", "shared_vision", "leadership"}
    assert all(a.named.end <= b.named.start for a, b in pairwise(chosen))


def test_a_lesson_of_its_theme_makes_a_factor_likelier():
    (sentence,) = sentences(NLP("Two pay structures stood in the way."))
    probabilities = [
        max(w.probability for w in scales().weigh(sentence.words, sentence.named, sentence.cues, taught))
        for taught in (
            Judgement(0.3, "leadership", 0.9, None, None),
            Judgement(0.3, "people_culture", 0.9, None, None),
            Judgement(0.9, "people_culture", 0.9, None, None),
        )
    ]
    assert probabilities == sorted(set(probabilities))


def test_the_likeliest_of_overlapping_phrases_is_chosen():
    one = Weighed(Named(0, 3, "leadership", "success", "a"), 0.6, "success")
    other = Weighed(Named(2, 4, "shared_vision", "success", "b"), 0.9, "success")
    assert choose([one, other]) == [other]
    assert choose([one, other], least=0.95) == []


def test_signs_tell_on_which_side_a_cue_stands():
    factor = Named(2, 3, "trust_relationships", "success", "trust.noun")
    words = ("it", "needs", "trust", "badly")
    signs = own(words, factor, [factor], [Cue(1, 2, "helps", "needs.need")])
    assert {"c:needs.need:L0", "k:helps:L0", "L0:needs", "R0:badly", "in:trust"} <= signs
    assert "no cue" not in signs
    assert "themes=1" in shared(words, [factor])


# ── rules and labels ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_rules_of_the_folder_hold():
    found = [
        f
        for name in checks.NAMES
        for f in (*checks.form_faults(PATTERNS, name), *checks.example_faults(PATTERNS, name))
    ]
    assert [*found, *checks.theme_faults(PATTERNS), *checks.label_faults()] == []


def test_every_theme_has_rules_of_both_polarities():
    told = {split(rule) for rule in rules_of(PATTERNS) if rule.label != NONE}
    assert told >= {(theme, p) for theme in names() for p in POLARITIES}
    assert {rule.label for rule in cues_of(PATTERNS)} == set(SPEAKS_FOR)


BAD = [
    ("no polarity", '"label": "leadership"', "not a theme, a dot, and a polarity"),
    ("unbounded", '"pattern": [{"LOWER": "strong"}, {"IS_PUNCT": false, "OP": "*"}]', "bound its repeats"),
    ("no word", '"pattern": [{"LOWER": "strong", "OP": "?"}]', "must have a word"),
    ("any word first", '"pattern": [{"IS_PUNCT": false, "OP": "{0,1}"}, {"LOWER": "boss"}]', "begin with any word"),
    (
        "any word first, after one that may be left out",
        '"pattern": [{"LOWER": "a", "OP": "?"}, {"IS_PUNCT": false, "OP": "{0,1}"}, {"LOWER": "boss"}]',
        "begin with any word",
    ),
]


@pytest.mark.parametrize(("change", "message"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_rule_that_cannot_work_is_a_fault_with_its_line(change: str, message: str, tmp_path):
    fields = {
        "id": '"id": "leadership.x"',
        "label": '"label": "leadership.success"',
        "pattern": '"pattern": [{"LOWER": "strong"}]',
    }
    fields[change.split('"')[1]] = change
    (tmp_path / FILE).write_text("{" + ", ".join([*fields.values(), '"examples": ["{strong}"]']) + "}\n")
    (fault,) = checks.form_faults(tmp_path, FILE)
    assert (fault.file, fault.line) == (FILE, 1)
    assert message in str(fault)


def test_an_example_that_does_not_hold_is_a_fault(tmp_path):
    row = '{"id": "a.b", "label": "helps", "pattern": [{"LOWER": "helped"}], "examples": ["It {helps}."], "counter_examples": ["It {helped}."]}\n'
    (tmp_path / CUE_FILE).write_text(row)
    assert len(list(checks.example_faults(tmp_path, CUE_FILE))) == 2


def test_rules_without_counter_examples_are_faults_in_both_files(tmp_path):
    for name, label in ((CUE_FILE, "helps"), (FILE, "leadership.success")):
        row = {"id": "a.b", "label": label, "pattern": [{"LOWER": "helped"}], "examples": ["It {helped}."]}
        (tmp_path / name).write_text(json.dumps(row) + "\n")
        (fault,) = checks.example_faults(tmp_path, name)
        assert "has no counter-example" in fault.message


MakeRule = Callable[..., Rule]


@pytest.fixture
def rule_of(tmp_path: Path) -> MakeRule:
    """A rule that finds its example, changed."""
    row = {
        "id": "leadership.bold",
        "label": "leadership.success",
        "pattern": [{"LOWER": "bold"}, {"LOWER": "leaders"}],
        "examples": ["It takes {bold leaders}."],
    }

    def make(**changes: object) -> Rule:
        path = tmp_path / "rules.jsonl"
        path.write_text(json.dumps(row | changes) + "\n", encoding="utf-8")
        return load_rules(path)[0]

    return make


ALIKE = [
    ("the same word", "The {bold} type is hard to read.", True),
    ("another form of it", "Kings spoke {boldly} then.", True),
    ("a longer word that begins so", "It has no {leadership} team.", True),
    ("elsewhere in the sentence", "The {type} is bold.", False),
    ("another word", "The {type} is large.", False),
]


@pytest.mark.parametrize(("example", "near"), [row[1:] for row in ALIKE], ids=[row[0] for row in ALIKE])
def test_a_counter_example_that_marks_no_word_of_its_rule_can_never_fail(rule_of: MakeRule, example: str, near: bool):
    told = list(checks.rule_faults(rule_of(counter_examples=[example])))
    assert [t for t in told if "can never fail" in t] == told
    assert (told == []) is near


def test_small_words_make_no_example_alike(rule_of: MakeRule):
    rule = rule_of(
        pattern=[{"LOWER": "lack"}, {"LOWER": "of"}], examples=["{lack of}"], counter_examples=["out {of} it"]
    )
    assert len(list(checks.rule_faults(rule))) == 1


def test_words_told_apart_by_their_case_are_alike(rule_of: MakeRule):
    it = rule_of(pattern=[{"TEXT": "IT"}], examples=["{IT}"], counter_examples=["He said {it} was late."])
    assert list(checks.rule_faults(it)) == []


def test_a_counter_example_may_be_silenced_by_an_idiom(rule_of: MakeRule):
    trust = rule_of(
        pattern=[{"LOWER": "trust"}], examples=["{Trust} won."], counter_examples=["The {leisure trust} met."]
    )
    idiom = rule_of(label=NONE, pattern=[{"LOWER": "leisure"}, {"LOWER": "trust"}])
    assert len(list(checks.rule_faults(trust))) == 1
    assert list(checks.rule_faults(trust, [idiom])) == []


def test_an_idiom_that_silences_nothing_is_a_fault(tmp_path):
    rules = [
        {
            "id": "none.pool",
            "label": NONE,
            "pattern": [{"LOWER": "car"}, {"LOWER": "pool"}],
            "examples": ["a {car pool}"],
        },
        {
            "id": "pool.noun",
            "label": "capacity_resilience.success",
            "pattern": [{"LOWER": "pools"}],
            "examples": ["{Pools}"],
        },
    ]
    (tmp_path / FILE).write_text("".join(json.dumps(r | {"counter_examples": ["{pool}"]}) + "\n" for r in rules))
    (fault,) = checks.example_faults(tmp_path, FILE)
    assert (fault.line, "silences no rule" in fault.message) == (1, True)


def test_a_label_gives_text_and_marks():
    text, (mark,) = unmark("What it took was {trust|trust_relationships|success}.", "x:1")
    assert text == "What it took was trust."
    assert (text[mark.char_start : mark.char_end], mark.theme, mark.polarity) == (
        "trust",
        "trust_relationships",
        "success",
    )


@pytest.mark.parametrize(
    "line", ["{trust}", "{trust|trusting|success}", "{trust|leadership|good}", "{trust|leadership|success"]
)
def test_a_bad_label_names_its_line(line: str):
    with pytest.raises(LabelError, match=r"^x\.txt:3: "):
        unmark(line, "x.txt:3")


def test_labels_are_many_and_of_every_theme_and_polarity():
    marks = [mark for _, marks in passages() for mark in marks]
    assert len(marks) >= 800
    assert {(mark.theme, mark.polarity) for mark in marks} == {(theme, p) for theme in names() for p in POLARITIES}
    assert [text for text, n in Counter(text for text, _ in passages()).items() if n > 1] == []


WORDS = [
    "trust",
    "no",
    "lack",
    "of",
    "shared",
    "vision",
    "\n",
    ".",
    "is",
    "essential",
    "two",
    "sets",
    "terms",
    "blamed",
    "IT",
    "it",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_words_are_read(words: list[str]):
    for _, theme, polarity in asserted(" ".join(words)):
        assert theme in names()
        assert polarity in POLARITIES


def test_an_empty_text_asserts_nothing():
    assert asserted("") == []
