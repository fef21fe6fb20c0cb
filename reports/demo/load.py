"""Loads a file of facts (can_duoc_2019.json, tay_ninh_2026.json). A file that is loaded already is left alone."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from accounts.models import Membership, Organization, OrganizationName, OrganizationSuccession, Person, User
from accounts.organizations.querysets import FOREVER
from inspections.criteria.catalogue import load_default_set, make_set
from inspections.inspections.acts import reference_for
from inspections.models import (
    Assignment,
    Campaign,
    CampaignShare,
    Cause,
    CriteriaSet,
    Criterion,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    MobilizationModel,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from inspections.values.acts import record
from localities.models import Locality, LocalitySpell

HERE = Path(__file__).parent
BEFORE_RECORDS = date(1, 1, 1)


def facts_of(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_facts(facts: dict) -> bool:
    """Load the facts; return True when rows were created, False when the file's campaign exists already."""
    if Campaign.objects.filter(code=facts["campaign"]["code"]).exists():
        return False
    day = date(facts["campaign"]["year"], 12, 31)
    for row in facts["organizations"]:
        make_organization(row, day)
    for row in facts["people"]:
        Person.objects.get_or_create(
            full_name=row["name"],
            defaults={"position": row["position"], "organization": organization(row["organization"])},
        )
    name_signers(facts["organizations"])
    for row in facts.get("successions", []):
        make_succession(row)
    papers = {row["key"]: make_paper(row) for row in facts.get("papers", [])}
    for row in facts.get("models", []):
        MobilizationModel.objects.get_or_create(name=row["name"], defaults={"aim": row["aim"]})
    campaign = make_campaign(facts, papers)
    for row in facts["inspections"]:
        make_inspection(campaign, row, papers)
    return True


# --- Who ---------------------------------------------------------------------------------------------------------
def organization(code: str) -> Organization:
    return Organization.objects.get(short_code=code)


def place(code: str, day: date) -> Locality:
    """Return the place with the official code on `day`; codes of provinces, districts and communes differ in length."""
    return LocalitySpell.objects.as_at(day).select_related("locality").get(official_code=code).locality


def make_organization(row: dict, day: date) -> None:
    made, is_new = Organization.objects.get_or_create(
        short_code=row["code"],
        defaults={
            "system": row["system"],
            "kind": row["kind"],
            "locality": place(row["place"], day) if "place" in row else None,
            "parent": organization(row["parent"]) if "parent" in row else None,
            "closed_on": row.get("closed_on"),
        },
    )
    if not is_new:
        return
    for name in row["names"]:
        columns = {key: value for key, value in name.items() if key not in ("signer", "starts_on", "ends_on")}
        starts_on, ends_on = name.get("starts_on", BEFORE_RECORDS), name.get("ends_on", FOREVER)
        OrganizationName.objects.create(organization=made, starts_on=starts_on, ends_on=ends_on, **columns)


def name_signers(rows: list[dict]) -> None:
    """Set the signers of names, who belong to the bodies and so are created after them."""
    for row in rows:
        for name in row["names"]:
            if "signer" in name:
                signer = Person.objects.get(full_name=name["signer"])
                organization(row["code"]).names.filter(symbol=name["symbol"]).update(signer=signer)


def make_succession(row: dict) -> None:
    OrganizationSuccession.objects.get_or_create(
        old=organization(row["old"]), new=organization(row["new"]), effective_on=row["effective_on"]
    )


@transaction.atomic
def make_account(row: dict, password: str) -> User | None:
    """Create an account of the cast; return None if the name is in use already."""
    if User.objects.filter(username=row["username"]).exists():
        return None
    user = User(
        username=row["username"], person=Person.objects.get(full_name=row["person"]), must_change_password=False
    )
    user.password_set_by = user  # everybody knows it, so nobody needs to be informed
    user.set_password(password)
    user.save()
    for role, code in row["roles"]:
        Membership.objects.create(user=user, organization=organization(code), role=role, starts_on=row["since"])
    return user


# --- The campaign ------------------------------------------------------------------------------------------------
def make_campaign(facts: dict, papers: dict) -> Campaign:
    row = facts["campaign"]
    owner = organization(row["organization"])
    plain = ("code", "theme", "year", "period_start", "period_end", "starts_on", "ends_on")
    campaign = Campaign.objects.create(
        inspecting_organization=owner,
        criteria_set=criteria_set_for(owner, facts),
        **{key: row[key] for key in plain if key in row},
    )
    link_papers(papers, row.get("papers", []), campaign=campaign)
    for delegation in row["delegations"]:
        make_delegation(campaign, delegation, papers)
    for code in row.get("shared_with", []):
        CampaignShare.objects.create(campaign=campaign, organization=organization(code))
    make_findings(row.get("findings", []), campaign=campaign)
    return campaign


def criteria_set_for(owner: Organization, facts: dict) -> CriteriaSet:
    """Return the file's own criteria set, or the owner's default one."""
    row = facts.get("criteria_set")
    if row is None:
        return load_default_set(owner, facts["campaign"]["year"])
    return make_set(organization(row["owner"]), row["year"], row["title"], row["criteria"])


def make_delegation(campaign: Campaign, row: dict, papers: dict) -> None:
    delegation = Delegation.objects.create(
        campaign=campaign, number=row.get("number"), decision_paper=papers.get(row.get("decision"))
    )
    for position, member in enumerate(row["members"], start=1):
        DelegationMember.objects.create(
            delegation=delegation,
            person=Person.objects.get(full_name=member["person"]),
            role=member["role"],
            title_as_printed=member["title"],
            organization=organization(member["organization"]),
            position=position,
        )


def make_paper(row: dict) -> OfficialPaper:
    return OfficialPaper.objects.create(
        kept_by=organization(row["kept_by"]),
        paper_type=row["type"],
        number=row.get("number", ""),
        dated_on=row.get("dated_on"),
        issuer=row["issuer"],
        title=row["title"],
        is_internal=row.get("is_internal", False),
    )


def link_papers(papers: dict, rows: list[dict], **owner) -> None:
    for row in rows:
        PaperLink.objects.create(paper=papers[row["paper"]], role=row["role"], **owner)


# --- One inspection ----------------------------------------------------------------------------------------------
def make_inspection(campaign: Campaign, row: dict, papers: dict) -> Inspection:
    subject = organization(row["subject"])
    inspection = Inspection.objects.create(
        campaign=campaign,
        delegation=campaign.delegations.filter(number=row.get("delegation")).get(),
        subject_organization=subject,
        reporting_organization=organization(row.get("reporting", row["subject"])),
        presenting_organization=organization(row["presenting"]) if "presenting" in row else None,
        presenting_person=Person.objects.get(full_name=row["presenter"]) if "presenter" in row else None,
        presenter_title=row.get("presenter_title", ""),
        reference=reference_for(campaign, subject),
    )
    link_papers(papers, row.get("papers", []), inspection=inspection)
    for session in row.get("sessions", []):
        make_session(inspection, session)
    for value in row.get("values", []):
        make_value(inspection, value, row["side"], papers.get(row.get("source")))
    make_findings(row.get("findings", []), campaign=campaign, inspection=inspection)
    for position, recommendation in enumerate(row.get("recommendations", []), start=1):
        make_recommendation(inspection, recommendation, position)
    return inspection


def make_session(inspection: Inspection, row: dict) -> None:
    day = date.fromisoformat(row["held_on"]) if "held_on" in row else None
    columns = {key: value for key, value in row.items() if key not in ("locality", "held_on")}
    where = place(row["locality"], day) if "locality" in row else None
    Session.objects.create(inspection=inspection, held_on=day, locality=where, **columns)


def make_value(inspection: Inspection, row: dict, side: str, paper: OfficialPaper | None) -> None:
    figures = {"number": "figure", "numerator": "numerator", "denominator": "denominator"}
    value = MeasuredValue(
        inspection=inspection,
        set_criterion=inspection.campaign.criteria_set.criteria.get(number=row["number"]),
        side=row.get("side", side),
        about_organization=inspection.subject_organization,
        source_paper=paper,
        **{column: Decimal(row[name]) for column, name in figures.items() if name in row},
        **time_of(row),
        **{key: row[key] for key in ("printed", "yes_no", "choice", "frequency_text", "period_text") if key in row},
    )
    record(value, None)


def time_of(row: dict) -> dict:
    """Return the period columns: a whole year, a date up to which the value counts, or {} where the paper names no
    time.
    """
    if "year" in row:
        return {
            "period_start": date(row["year"], 1, 1),
            "period_end": date(row["year"], 12, 31),
            "precision": "year",
        }
    if "as_of" in row:
        return {"as_of": date.fromisoformat(row["as_of"]), "precision": row["precision"]}
    return {}


def make_findings(rows: list[dict], **owner) -> None:
    """Create the findings in the file's order; strengths and shortcomings are numbered separately."""
    numbers = {"strength": 0, "shortcoming": 0}
    for row in rows:
        numbers[row["kind"]] += 1
        criterion = Criterion.objects.get(code=row["criterion"]) if "criterion" in row else None
        columns = {key: row[key] for key in ("kind", "severity", "text", "source", "is_internal") if key in row}
        made = Finding.objects.create(position=numbers[row["kind"]], criterion=criterion, **columns, **owner)
        for cause in row.get("causes", []):
            Cause.objects.create(finding=made, **cause)


def make_recommendation(inspection: Inspection, row: dict, position: int) -> None:
    recommendation = Recommendation.objects.create(
        campaign=inspection.campaign,
        inspection=inspection,
        author_organization=inspection.campaign.inspecting_organization,
        position=position,
        text=row["text"],
        aim=row.get("aim", ""),
        model=MobilizationModel.objects.get(name=row["model"]) if "model" in row else None,
    )
    for owner in row["owners"]:
        Assignment.objects.create(
            recommendation=recommendation,
            owner_as_printed=owner["owner"],
            owner_organization=organization(owner["organization"]) if "organization" in owner else None,
            due_on=owner.get("due_on"),
        )
