"""What an arrangement shares and on what model, from the sentences that tell of it."""

import pytest

from pipeline.claims.arrangements.kinds import model_of, sentence_mentions, services_of
from pipeline.nlp import build_nlp

SERVICES = [
    pytest.param("Ashford and Swale share a legal team.", "legal", id="plain"),
    pytest.param("Mole Valley and Tandridge share finance, audit and ICT.", "finance ict audit_fraud", id="list"),
    pytest.param("Corby and Kettering are to share a chief executive.", "management", id="weak-word-governed"),
    pytest.param(
        "The chief executive of Corby said Kettering would share its payroll.", "hr_payroll", id="speaker-is-none"
    ),
    pytest.param(
        "Corby and Kettering have had one workforce since 2014.", "management all_services", id="whole-workforce"
    ),
    pytest.param(
        "Corby and Kettering form one officer team for ICT and legal.", "ict legal", id="a-team-for-something"
    ),
    pytest.param("Conwy and Gwynedd share one Head of Highways.", "highways_transport", id="shared-head"),
    pytest.param("Corby and Kettering share everything, HR apart from payroll aside.", "hr_payroll", id="apart-from"),
    pytest.param(
        "Derby and Nottingham share HR, whereas procurement stays separate.", "hr_payroll", id="stays-separate"
    ),
    pytest.param("Angus and Fife will share social work.", "adult_social_care childrens_services", id="scottish"),
    pytest.param("Kent Police and Essex Police are to work as one.", "emergency", id="bodies-say"),
    pytest.param("Corby and Kettering have formed an alliance.", "other", id="nothing-said"),
    pytest.param(
        "Ely and Wisbech set up a firm for support services.\n\nIt does payroll, ICT and council tax collection.",
        "revenues_benefits hr_payroll ict",
        id="support-services-itemised",
    ),
    pytest.param(
        "Bin crews to merge\n\nCorby and Kettering have voted for it. It will save £1m.",
        "waste_environment",
        id="headline",
    ),
    pytest.param(
        "Corby and Kettering share a legal team. They have long shared a gritting lorry.",
        "legal",
        id="later-sentence-is-another",
    ),
]

MODELS = [
    pytest.param("Corby and Kettering share a chief executive.", "shared_management", id="management"),
    pytest.param("Corby and Kettering share a licensing manager.", "shared_management", id="shared-manager"),
    pytest.param("Corby and Kettering have a joint payroll office.", "shared_service", id="service"),
    pytest.param("Corby and Kettering share payroll. Corby hosts the service.", "lead_authority", id="host"),
    pytest.param(
        "Payroll is shared by both, with Corby as host, under a joint committee.",
        "joint_committee",
        id="host-under-committee",
    ),
    pytest.param("Corby and Kettering set up a company, Welland Audit Ltd, owned by both.", "company", id="company"),
    pytest.param("Corby and Kettering have signed one waste contract with Veolia.", "contract", id="contract"),
    pytest.param("Corby and Kettering belong to a schools consortium.", "consortium", id="consortium"),
    pytest.param("A full merger of Corby and Kettering was turned down.", "unspecified", id="merger-of-councils"),
    pytest.param("Corby and Kettering have formed an alliance.", "unspecified", id="nothing-said"),
]


def read(text: str):
    doc = build_nlp()(build_nlp().make_doc(text))
    return doc, list(doc.sents)


@pytest.mark.parametrize(("text", "services"), SERVICES)
def test_services(text: str, services: str):
    doc, sentences = read(text)
    assert set(services_of(doc, sentences)) == set(services.split())


@pytest.mark.parametrize(("text", "model"), MODELS)
def test_model(text: str, model: str):
    doc, sentences = read(text)
    assert model_of(doc, sentences) == model


def test_services_stand_in_the_order_of_the_vocabulary():
    doc, sentences = read("They share a legal team, ICT and payroll.")
    assert services_of(doc, sentences) == ("hr_payroll", "ict", "legal")


def test_without_sentences_nothing_is_said():
    doc, _ = read("They share a legal team.")
    assert services_of(doc, []) == ("other",)
    assert model_of(doc, []) == "unspecified"


def test_a_list_is_governed_as_one():
    doc, sentences = read("They share finance, audit and ICT.")
    assert [m.governed for m in sentence_mentions(doc, sentences[0])] == [True, True, True]


@pytest.mark.xfail(reason="within a sentence, all services named as shared are taken for those of one arrangement")
def test_two_arrangements_in_one_sentence():
    doc, sentences = read("Corby and Kettering may pool licensing after the success of their joint HR team.")
    assert services_of(doc, sentences) != ("hr_payroll", "regulatory")
