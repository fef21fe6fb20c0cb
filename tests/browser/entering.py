"""Types the case of 2019 into an inspection's page, row after row as in the article."""

import json

from django.conf import settings

FACTS = json.loads((settings.BASE_DIR / "reports/demo/can_duoc_2019.json").read_text(encoding="utf-8"))
INSPECTED, CRITERIA = FACTS["inspections"][0], FACTS["criteria_set"]["criteria"]


def enter_case(hand):
    enter_values(hand)
    enter_findings(hand)
    enter_recommendations(hand)


def enter_values(hand):
    for declared in CRITERIA:
        criterion = hand.page.locator("#values [data-row]", has=hand.page.get_by_text(declared["number"], exact=True))
        for row in INSPECTED["values"]:
            if row["number"] == declared["number"]:
                hand.open(criterion.locator("[data-open]").last)
                type_value(hand, declared, row, is_first=declared is CRITERIA[0])
                hand.save()


def type_value(hand, declared, row, is_first):
    if row.get("yes_no"):
        hand.mark("yes_no", 0)
    if "choice" in row:
        hand.mark("choice", declared["choices"].index(row["choice"]))
    for name in ("numerator", "denominator", "frequency_text"):
        if name in row:
            hand.fill(name, row[name])
    if declared["value_type"] != "ratio":
        hand.fill("printed", row["printed"])
    month = "đến 9/2019" if "as_of" in row else str(row.get("year", ""))
    hand.fill("time", row.get("period_text", month))
    if is_first:  # the side stays as it was typed last
        hand.choose("side", "b")


def enter_findings(hand):
    number_of = {each["code"]: each["number"] for each in CRITERIA}
    for kind in ("strength", "shortcoming"):
        for row in INSPECTED["findings"]:
            if row["kind"] == kind:
                hand.open(hand.page.locator(f"#new-{kind} [data-open]"))
                hand.fill("text", row["text"])
                if "criterion" in row:
                    hand.choose("criterion", number_of[row["criterion"]])
                hand.fill("source", row["source"])
                hand.save()


def enter_recommendations(hand):
    for row in INSPECTED["recommendations"]:
        hand.open(hand.page.locator("#new-recommendation [data-open]"))
        hand.fill("text", row["text"])
        hand.unfold("owner_as_printed")
        hand.fill("owner_as_printed", row["owners"][0]["owner"])
        if "model" in row:
            hand.fill("aim", row["aim"])
            hand.choose("model", row["model"][0])
        hand.save()
