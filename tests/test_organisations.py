"""Organisations around arrangements: health, police, fire, government, companies, brands, private partners."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy

from pipeline.check.organisations import rule_faults
from pipeline.gazetteer import table
from pipeline.nlp import tokens
from pipeline.nlp.organisations import find_organisations, load_organisations
from pipeline.paths import PATTERNS

RULES = load_organisations()


def found(text: str) -> list[tuple[str, str]]:
    return [(m.kb_id, m.label) for m in find_organisations(text, RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=i)
        for i, text, expected in (
            ("company", "It is sold by Compass Point to others.", [("Compass Point Business Services", "company")]),
            ("company_short", "AfC runs it.", [("Achieving for Children", "company")]),
            ("brand_lower_case", "oneSource grew.", [("oneSource", "brand")]),
            ("contractors", "Capita and Vinci bid.", [("Capita", "contractor"), ("VINCI", "contractor")]),
            ("unknown_firm", "Bright Lamp Ltd won.", [("Bright Lamp Ltd", "contractor")]),
            ("trust", "Bury Council and Pennine Acute Hospitals NHS Trust", [("Pennine Acute Hospitals NHS Trust", "nhs")]),
            ("foundation_trust", "the Stockport NHS Foundation Trust", [("Stockport NHS Foundation Trust", "nhs")]),
            ("nhs_place", "owned by NHS Fife", [("NHS Fife", "nhs")]),
            ("pct", "Salford PCT and Bolton primary care trust", [("Salford PCT", "nhs"), ("Bolton primary care trust", "nhs")]),
            ("ccg", "with Bury CCG", [("Bury CCG", "nhs")]),
            ("police", "Devon and Cornwall Police", [("Devon and Cornwall Police", "police")]),
            ("fire", "Cleveland Fire & Rescue Service", [("Cleveland Fire and Rescue Service", "fire")]),
            (
                "department",
                "the Department for Work and Pensions’ centre",
                [("Department for Work and Pensions", "government_department")],
            ),
            ("department_short", "DCLG paid.", [("DCLG", "government_department")]),
            ("regulator", "Ofsted said so.", [("Ofsted", "regulator")]),
            ("association", "the LGA's map", [("Local Government Association", "association")]),
            ("university", "University of Kent and Cardiff University", [("University of Kent", "university"), ("Cardiff University", "university")]),
            ("joint_body", "Merseyside Waste Disposal Authority", [("Merseyside Waste Disposal Authority", "joint_body")]),
            ("over_lines", "Wye Valley\nNHS Trust", [("Wye Valley NHS Trust", "nhs")]),
            ("no_name", "The police, the health board, a Trust and the Fire Service met. Police came.", []),
            ("within_words", "Capitals, BTEC, Serconia and trust", []),
            ("council", "Kent County Council", []),
        )
    ],
)  # fmt: skip
def test_organisations(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("row", table(PATTERNS / "organisations.csv"), ids=lambda row: row["id"])
def test_every_rule_finds_its_example_and_no_counter_example(row: dict[str, str]) -> None:
    assert not list(rule_faults(RULES, row))


@pytest.mark.parametrize(
    "line",
    ["x,planet,name,,Acme,Acme,,", "x,nhs,suffix,,Acme,Acme,,", "x,nhs,tail,Trust,(Trust,,,"],
    ids=["type", "kind", "pattern"],
)
def test_what_cannot_work_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    header = "id,organisation_type,kind,words,pattern,organisation,example,counter_example"
    (tmp_path / "organisations.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"organisations\.csv:2"):
        load_organisations(tmp_path)


def test_the_component() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = tokens.make_tokenizer()(nlp)
    nlp.add_pipe("sharedfacts_organisations")
    doc = nlp("Gwent Police agreed.")
    (span,) = doc.spans["organisations"]
    assert (span.text, span.kb_id_, span.label_, span.id_) == ("Gwent Police", "Gwent Police", "police", "police_force")


@pytest.mark.parametrize(
    "unit", [" ", "9", "Cap ", "- ", "NHS ", "Trust ", "Police and ", "&", "Department for ", "University of "]
)
def test_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        find_organisations(text, RULES)
        return time.process_time() - begin

    seconds(1_000)
    assert seconds(80_000) < 8 * seconds(20_000) + 0.3  # four times the text; linear is 4, quadratic 16
