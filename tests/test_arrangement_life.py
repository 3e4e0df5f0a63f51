"""What became of an arrangement: texts in many voices against what a careful reader says of them."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from pipeline.claims.arrangements.life import event_of_dates, life, note, steps
from pipeline.model import Coverage, Document, Metadata, Section, Sourced
from pipeline.nlp import annotate


def read(text: str, published: str | None = "2015-06") -> Doc:
    section = Section("d.s1", 1, None, None, None, 0, len(text))
    dated = Metadata(published=Sourced(published, "sources.csv") if published else None)
    return annotate(Document("d", "d.txt", "text/plain", "0", text, (section,), Coverage(len(text), len(text)), dated))


# Written as at June 2015: text, status, start, end (EDTF).
LIVES = [
    # live
    ("since", "Mendip and Sedgemoor have shared a legal team since April 2012.", "live", "2012-04", None),
    ("bare since in brackets", "HR (since 2012) and payroll are joint.", "live", "2012", None),
    ("set up by", "The audit company, set up by Kent County Council and Medway in May 2009, is ten strong.", "live", "2009-05", None),
    ("went live", "The hub went live on 1 November 2013 and serves both.", "live", "2013-11-01", None),
    ("opening adverbial", "In 2011 Fife, Angus and Dundee created a joint buying team.", "live", "2011", None),
    ("present, undated", "Winchester and Test Valley share a licensing manager.", "live", None, None),
    ("nothing said", "Exeter's benefits office, with East Devon, answers 4,000 calls a week.", "live", None, None),
    ("exit not yet voted", "The two share a chief executive. Members may vote to leave next year.", "live", None, None),
    ("denied", "The two have run one team since 2010. It will not end, the leader said.", "live", "2010", None),
    ("signed years ago", "The four councils signed a contract with a private firm in 2011.", "live", "2011", None),
    ("a partner joined", "Exeter became the fourth partner in 2013.", "live", "2013", None),
    # agreed
    ("to go live", "Cabinet gave the green light to a joint legal team, to go live on 1 September 2015.", "agreed", "2015-09-01", None),
    ("starting, to come", "They are to pay staff from one office, starting on 1 October 2015.", "agreed", "2015-10-01", None),
    ("will", "The two will run one depot between them.", "agreed", None, None),
    ("voted for it", "Both councils voted for the merger of their teams last week.", "agreed", None, None),
    ("present of a day to come", "Kent's libraries go to the trust in April 2016.", "agreed", None, None),
    # proposed
    ("in talks", "Kent and Medway are in talks about sharing lawyers.", "proposed", None, None),
    ("weighing", "Three islands are weighing a joint buying team.", "proposed", None, None),
    ("asked to approve", "Members are recommended to approve the business case for a joint team.", "proposed", None, None),
    ("would begin", "Under option 3 a joint team would begin on 1 April 2016.", "proposed", "2016-04-01", None),
    ("parked", "Talks on a joint team are parked until after the polls.", "proposed", None, None),
    ("could", "Sutton and Bromley could pool their planners.", "proposed", None, None),
    # ended
    ("wound up", "The three-way HR service was wound up in 2012, four years after it began.", "ended", None, "2012"),
    ("notice and its end", "Devon gave notice in March 2015 and will withdraw on 31 March 2016.", "ended", None, "2016-03-31"),
    ("an end to come, decided", "Members voted to end the joint team, begun in 2009, from April 2016.", "ended", "2009", "2016-04"),
    ("brought back", "Bins were brought back in-house in April 2014.", "ended", None, "2014-04"),
    ("a partner left", "Scarborough left the partnership in 2013.", "ended", None, "2013"),
    ("separate ways", "The two districts are to go their separate ways.", "ended", None, None),
    ("to part", "Two forces that have shared a control room since 2013 are to part.", "ended", "2013", None),
    # abandoned
    ("scrapped", "Plans for a joint planning team were scrapped in May.", "abandoned", None, None),
    ("never set up", "No joint service was ever set up.", "abandoned", None, None),
    ("talks stopped", "Talks on one chief executive stopped in 2011.", "abandoned", None, None),
    ("came to nothing", "The idea of a joint call centre came to nothing.", "abandoned", None, None),
    ("will not go ahead", "The plan to merge the two back offices will not go ahead.", "abandoned", None, None),
    ("voted down", "Full council voted it down.", "abandoned", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "start", "end"), [row[1:] for row in LIVES], ids=[row[0] for row in LIVES])
def test_status_start_and_end(text: str, status: str, start: str | None, end: str | None):
    doc = read(text)
    told = life(doc, list(doc.sents))
    assert (told.status, told.start and told.start.edtf, told.end and told.end.edtf) == (status, start, end)


GAPS = [
    ("a member declines, the rest go on", "Ayr turned the scheme down, so six councils remain in the talks.", "proposed"),
    ("pluperfect tells of an end", "The two councils had shared management, each with its own treasurer.", "ended"),
    ("a plan is left as a service is", "In Norfolk the cabinet walked away in 2010 from one staff with its neighbour.", "abandoned"),
]  # fmt: skip


@pytest.mark.xfail(strict=True, reason="needs more than the words of one sentence")
@pytest.mark.parametrize(("text", "status"), [row[1:] for row in GAPS], ids=[row[0] for row in GAPS])
def test_known_gaps(text: str, status: str):
    doc = read(text)
    assert life(doc, list(doc.sents)).status == status


def test_a_failed_merger_is_not_the_end_of_the_sharing():
    doc = read("The two districts have shared a chief executive since 2008. A full merger was voted down in May.")
    assert life(doc, list(doc.sents)[:1]).status == "live"
    assert life(doc, list(doc.sents)[1:]).status == "abandoned"


def test_the_introducing_sentence_counts_most_whatever_its_place():
    doc = read("Kent and Medway have run one hub since 2010. Both want planning added. They are in talks on it.")
    first, second, third = doc.sents
    assert life(doc, [first, second, third]).status == "live"
    assert life(doc, [second, third]).status == "proposed"


def test_what_is_to_come_depends_on_the_documents_date():
    text = "The joint team begins on 1 April 2014."
    for published, status in (("2013-10", "agreed"), ("2015", "live")):
        doc = read(text, published)
        assert life(doc, list(doc.sents)).status == status
    doc = read(text, None)
    assert life(doc, list(doc.sents)).start is not None


def test_without_sentences_nothing_is_told():
    doc = read("The team began in 2010.")
    assert steps(doc, []) == ()
    assert life(doc, []).status == "live"
    assert event_of_dates(doc, []) == {}


def test_each_date_goes_to_the_step_nearest_to_it():
    doc = read("It was set up in 2009, extended to payroll in 2011 and wound up in 2014.")
    told = [(step.event, step.date and step.date.text) for step in steps(doc, list(doc.sents))]
    assert told == [("live", "2009"), ("expanded", "2011"), ("ended", "2014")]


def test_a_denied_step_is_none_and_one_that_may_come_is_proposed():
    doc = read("It never ended. It may end. They may form a company. They will form a company.")
    assert [step.event for step in steps(doc, list(doc.sents))] == ["proposed", "agreed"]


def test_a_since_belongs_to_what_stands_before_it():
    doc = read("A joint board has been on the table since 2006.")
    assert [step.event for step in steps(doc, list(doc.sents))] == ["proposed"]


def test_dates_get_their_event_or_none():
    doc = read("It was set up in 2009. Turnover in 2013/14 was £2m.")
    events = event_of_dates(doc, list(doc.sents))
    assert {doc[start].text: event for start, event in events.items()} == {"2009": "live", "2013": None}


NOTES = [
    ("not the aim", "Saving money was never the aim.", "not_the_aim"),
    ("not the point", "That wasn't the point, says the director.", "not_the_aim"),
    ("rather than", "They went in for cover rather than savings.", "not_the_aim"),
    ("no record", "No record has been kept of whether it saved anything.", "not_measured"),
    ("nobody knows", "No one yet knows what the system saves.", "not_measured"),
    ("not held", "The information is not held, the council replied.", "not_measured"),
    ("too early", "It is too early to say what it has saved.", "too_early"),
    ("no money yet", "No money has come off yet.", "too_early"),
    ("infancy", "The partnership is still in its infancy.", "too_early"),
    ("disputed", "Unions dispute the figure.", "disputed"),
    ("differ", "The two councils differ over what was saved.", "disputed"),
    ("saving told", "It has saved £2m.", None),
    ("early in the day", "They met early and often, two days a week.", None),
]


@pytest.mark.parametrize(("text", "reason"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_why_there_is_no_saving(text: str, reason: str | None):
    doc = read(text)
    assert note(doc, list(doc.sents)) == reason
