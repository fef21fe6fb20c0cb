"""The demo's papers: drafted, numbered, issued and published by the people of its file, as on the pages."""

from datetime import date, datetime

from accounts.models import Organization, Person, Signatory, User
from inspections.models import Campaign, Delegation, Inspection
from reports.demo.dates import at
from reports.documents.issue import drafts, issuing, steps
from reports.documents.models import Document
from reports.documents.press import render
from reports.documents.registers.models import Term
from workflow.models import Notice

STEPS = {"minutes": "record", "result-report": "submit", "conclusion-notice": "conclude"}
HEADS = {1: "binh", 2: "ngoc"}  # of the delegations
Actors = dict[str, User]


def record_terms(facts: dict) -> None:
    """Record in whose term papers are numbered, and who signs for the head."""
    for row in facts.get("terms", []):
        body = Organization.objects.get(short_code=row["organization"])
        Term.objects.get_or_create(organization=body, name=row["name"], defaults={"starts_on": row["starts_on"]})
    for row in facts.get("signatories", []):
        Signatory.objects.get_or_create(
            organization=Organization.objects.get(short_code=row["organization"]),
            person=Person.objects.get(full_name=row["person"]),
            defaults={name: row[name] for name in ("title", "authority", "in_place_of", "starts_on")},
        )


def issue_of_campaign(facts: dict, actors: Actors) -> None:
    """Issue the plan and the decisions that set up the delegations."""
    campaign = Campaign.objects.get(code=facts["campaign"]["code"])
    for row in facts.get("documents", []):
        about = campaign.delegations.get(number=row["delegation"]) if "delegation" in row else campaign
        issue(about, row, actors)


def issue_for_step(inspection: Inspection, name: str, row: dict, actors: Actors) -> bool:
    """Issue the paper that takes this step of the inspection; False where the file has none."""
    papers = [paper for paper in row.get("documents", []) if STEPS.get(paper["kind"]) == name and is_issued(paper)]
    for paper in papers:
        issue(inspection, paper, actors)
    return bool(papers)


def issue_others(inspection: Inspection, row: dict, actors: Actors) -> None:
    """Make the inspection's papers that take no step of it."""
    for paper in row.get("documents", []):
        if paper["kind"] not in STEPS or not is_issued(paper):
            issue(inspection, paper, actors)


def forget_notices() -> None:
    """Delete the notices of these acts, which were read long ago."""
    Notice.objects.filter(path__startswith="/documents/").delete()


def is_issued(paper: dict) -> bool:
    return "issued_on" in paper


def issue(about: Campaign | Delegation | Inspection, paper: dict, actors: Actors) -> Document:
    """Take a paper as far as its row says: drafted, submitted, issued, published, corrected."""
    day = date.fromisoformat(paper.get("issued_on") or paper["day"])
    document = drafts.start_draft(paper["kind"], about, actors["minh"], day=day, today=day)
    _go_on(document, paper, day, actors)
    if "corrected_on" in paper:
        day = date.fromisoformat(paper["corrected_on"])
        newer = drafts.replace(document, Document.ReplacesHow.CORRECTION, actors["minh"], day=day, today=day)
        _go_on(newer, {**paper, "issued_on": paper["corrected_on"], "number": paper["corrected_by"]}, day, actors)
    return document


def _go_on(document: Document, paper: dict, day: date, actors: Actors) -> None:
    now = at(day)
    if paper.get("state") == "draft":
        return
    steps.submit(document, actors["minh"], now=now)
    if is_issued(paper):
        _print(document, day, paper.get("number"), actors[_issuer(document)], now)
        if not document.is_internal and paper["kind"] != "minutes":
            steps.publish(document, actors["minh"], now=now)


def _print(document: Document, day: date, number: int | None, issuer: User, now: datetime) -> None:
    # In this process: the press's own would take longer to start than a paper takes to print.
    issuing.issue(document, issuer, day, number=number, now=now, press=render.pdf_of)


def _issuer(document: Document) -> str:
    return HEADS[document.delegation.number] if document.issuer_role == "head" else "ngoc"
