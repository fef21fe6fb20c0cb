"""Writes worlds that must stay separate: one inspection with a row in every table, each free text naming its world and
table.

`write_world("strange", …)` fills one row a table. Every free text says whose it is, "~strange.finding.text~", so that
a page can be read for words that aren't for its reader, and a failing test says which column leaked.
"""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from accounts.models import (
    FactorReset,
    Membership,
    Organization,
    OrganizationName,
    OrganizationSuccession,
    Person,
    Signatory,
    User,
)
from inspections import models as work
from inspections.papers.acts import store_file
from reports import models
from reports.documents.compose import about_inspection, facts_of, kind_of
from tests.standing import standing
from workflow.fields import NfcCharField, NfcTextField
from workflow.history.acts import take_out, tell_saved
from workflow.models import AccessLog, Batch, BatchItem, Event, Mail, Notice, SavedDraft, SavedFilter, SubmissionToken

DAY = date(2026, 4, 7)
SHORTEST = 40  # columns shorter than this hold numbers and symbols, no words


def written(whose, model, /, **columns):
    """A row whose free texts, as far as they are not given, say whose they are."""
    for field in model._meta.concrete_fields:
        is_free = isinstance(field, NfcCharField | NfcTextField) and (field.max_length or SHORTEST) >= SHORTEST
        if is_free and field.name not in columns:
            columns[field.name] = f"~{whose}.{model._meta.model_name}.{field.name}~"
    return model.objects.create(**columns)


def write_organization(owner, code, kind, **columns):
    system = "party" if kind == "party_board" else "state"
    made = Organization.objects.create(short_code=code, system=system, kind=kind, **columns)
    written(owner, OrganizationName, organization=made, symbol="KT", starts_on=date(2025, 7, 1))
    return made


def write_user(owner, username, organization, role, **columns):
    person = written(owner, Person, organization=organization) if owner else Person.objects.create(**columns)
    user = User.objects.create(username=username, person=person, must_change_password=False)
    Membership.objects.create(user=user, organization=organization, role=role, starts_on=date(2025, 7, 1))
    return user


def write_deputy(owner, organization, person):
    return written(owner, Signatory, organization=organization, person=person, starts_on=date(2025, 7, 1))


def write_strangers():
    """Another province's Board in the midst of its work, as open as it can be; and a commune that it inspects."""
    board = write_organization("strange", "ban-tinh-khac", "party_board")
    unit = write_organization("strange", "xa-tinh-khac", "peoples_committee", parent=board)
    ended = write_organization("strange", "ban-tinh-khac-cu", "party_board", closed_on=date(2025, 7, 1))
    succession = OrganizationSuccession.objects.create(old=ended, new=board, effective_on=date(2025, 7, 1))
    xuan = write_user("strange", "xuan", board, Membership.Role.STAFF)
    world = write_world("strange", board, unit, actor=xuan, member=xuan.person)
    return SimpleNamespace(**vars(world), board=board, unit=unit, succession=succession, xuan=xuan)


def write_neighbours():
    """Two further inspecting bodies: with Yến's a campaign of ours is shared, Quý goes with its delegation."""
    bodies = []
    for code, name in (("ban-lang-gieng", "Ban Láng Giềng"), ("ban-cu-nguoi", "Ban Cử Người")):
        body = Organization.objects.create(short_code=code, system="party", kind="party_board")
        OrganizationName.objects.create(organization=body, name=name, full_name=name, starts_on=date(2025, 7, 1))
        bodies.append(body)
    yen, quy = (
        write_user(None, username, body, Membership.Role.STAFF, full_name=name)
        for username, body, name in zip(("yen", "quy"), bodies, ("Lê Thị Yến", "Phan Văn Quý"), strict=True)
    )
    return SimpleNamespace(shared=bodies[0], sending=bodies[1], yen=yen, quy=quy)


def write_world(
    owner, board, unit, actor, member, state="followed_up", campaign_state="open", shared_with=(), with_them=()
):
    """One row of every table of the work and of its papers; the inspection is OWNER-1 of the campaign OWNER.

    `with_them`: people who go with the delegation, beside `member`, its head.
    """
    files = _files(owner)
    catalogue = _catalogue(owner, board, unit)
    campaign = _campaign(owner, board, catalogue)
    standing(campaign, campaign_state)
    shares = [work.CampaignShare.objects.create(campaign=campaign, organization=body) for body in [unit, *shared_with]]
    inspection = _inspection(owner, campaign, unit, member, state)
    for n, person in enumerate(with_them, start=2):
        work.DelegationMember.objects.create(delegation=inspection.delegation, person=person, role="member", position=n)
    official = _official(owner, board, inspection, files)
    found = _found(owner, inspection, catalogue, files, actor, official)
    rows = {"owner": owner, "campaign": campaign, "share": shares[0], "inspection": inspection}
    rows |= vars(catalogue) | files | found | official
    rows |= _written_about(owner, inspection, found, official, actor)
    rows |= _coming_in(owner, inspection, catalogue, files, actor) | _going_out(owner, board, inspection, files)
    rows |= _paper_office(owner, board, actor)
    return SimpleNamespace(**rows, **_ground_floor(owner, inspection, actor))


def _campaign(owner, board, catalogue):
    return written(
        owner,
        work.Campaign,
        inspecting_organization=board,
        code=owner.upper(),
        year=2026,
        criteria_set=catalogue.criteria_set,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 12, 18),
    )


def _files(owner):
    kinds = ["open", "internal", "infected", "attached", "submitted", "issued"]
    files = {f"{kind}_file": store_file(b"%PDF-1.7", f"~{owner}.{kind}_file~.pdf", "application/pdf") for kind in kinds}
    files["infected_file"].scan_state = work.StoredFile.Scan.INFECTED
    files["infected_file"].save()
    return files


def _catalogue(owner, board, unit):
    criterion = written(owner, work.Criterion, code=f"{owner}-criterion")
    criteria_set = written(owner, work.CriteriaSet, owner=board, year=2031, version=_next_version(board))
    set_criterion = written(
        owner,
        work.SetCriterion,
        criteria_set=criteria_set,
        criterion=criterion,
        order=1,
        number="1.1",
        value_type="text",
    )
    model = written(owner, work.MobilizationModel, organization=unit)
    return SimpleNamespace(criterion=criterion, criteria_set=criteria_set, set_criterion=set_criterion, model=model)


def _next_version(board):
    return work.CriteriaSet.objects.filter(owner=board, year=2031).count() + 1


def _inspection(owner, campaign, unit, member, state):
    delegation = work.Delegation.objects.create(campaign=campaign, number=1)
    written(owner, work.DelegationMember, delegation=delegation, person=member, role="head")
    inspection = written(
        owner,
        work.Inspection,
        campaign=campaign,
        delegation=delegation,
        subject_organization=unit,
        reporting_organization=unit,
        presenting_organization=unit,
        presenting_person=written(owner, Person),
        reference=f"{owner.upper()}-1",
    )
    return standing(inspection, state)


def _found(owner, inspection, catalogue, files, actor, official):
    of = {"campaign": inspection.campaign, "inspection": inspection}
    unit, board = inspection.subject_organization, inspection.campaign.inspecting_organization
    about = {"inspection": inspection, "set_criterion": catalogue.set_criterion, "about_organization": unit}
    about["source_paper"] = official["internal_paper"]  # whoever sees a value needn't see where it was taken from
    remark = written(f"{owner}.internal", work.Finding, kind="shortcoming", is_internal=True, **of)
    finding = written(owner, work.Finding, kind="shortcoming", repeats=remark, **of)
    general = written(f"{owner}.general", work.Finding, kind="shortcoming", campaign=inspection.campaign)
    recommendation = written(owner, work.Recommendation, author_organization=board, model=catalogue.model, **of)
    assignment = written(owner, work.Assignment, recommendation=recommendation, owner_organization=unit)
    answer = written(owner, work.Answer, assignment=assignment, kind="return", actor=actor)
    return {
        "delegation": inspection.delegation,
        "member": inspection.delegation.members.get(role="head"),
        "session": written(owner, work.Session, inspection=inspection, held_on=DAY),
        "reported": written(f"{owner}.reported", work.MeasuredValue, side="reported", **about),
        "verified": written(f"{owner}.verified", work.MeasuredValue, side="verified", **about),
        "finding": finding,
        "remark": remark,
        "general": general,
        "cause": written(owner, work.Cause, finding=finding, kind="subjective"),
        "hidden_cause": written(f"{owner}.internal", work.Cause, finding=remark, kind="subjective"),
        "recommendation": recommendation,
        "assignment": assignment,
        "answer": answer,
        "attachment": work.InspectionAttachment.objects.create(finding=finding, file=files["attached_file"]),
    }


def _official(owner, board, inspection, files):
    """Three papers of the inspection: an open one, an internal one, one whose file turned out infected."""
    made = {}
    for kind in ("open", "internal", "infected"):
        made[f"{kind}_paper"] = paper = written(
            owner if kind == "open" else f"{owner}.{kind}",
            work.OfficialPaper,
            kept_by=board,
            paper_type="BC",
            dated_on=DAY,
            file=files[f"{kind}_file"],
            is_internal=kind == "internal",
        )
        made[f"{kind}_link"] = work.PaperLink.objects.create(paper=paper, role="source", inspection=inspection)
    about = {"paper": made["internal_paper"], "organization": inspection.subject_organization}
    made["body_link"] = work.PaperLink.objects.create(role="source", **about)
    campaign, delegation = inspection.campaign, inspection.delegation
    of_the_plan = {"kept_by": board, "paper_type": "KH", "dated_on": DAY, "is_internal": True}
    made["plan_paper"] = written(f"{owner}.plan", work.OfficialPaper, **of_the_plan)
    work.PaperLink.objects.create(paper=made["plan_paper"], role="basis", campaign=campaign)
    delegation.decision_paper = made["plan_paper"]
    delegation.save()
    arrived = written(f"{owner}.plan", work.OfficialPaper, **of_the_plan)
    line = {"organization": board, "year": 2026, "n": _next_arrival(board), "arrived_on": DAY, "cancelled_reason": ""}
    made["arrival"] = written(owner, work.Arrival, paper=arrived, **line)
    made["basis"] = work.PaperLink.objects.create(paper=made["open_paper"], role="basis", campaign=campaign)
    return made


def _next_arrival(board):
    return work.Arrival.objects.filter(organization=board).count() + 1


def _written_about(owner, inspection, found, official, actor):
    """What the history keeps of inner rows: how they began, and what was deleted with its reason."""
    for row in (found["remark"], found["general"], found["verified"], found["hidden_cause"], inspection.delegation):
        tell_saved(row, None, actor)
    for paper in ("internal_paper", "plan_paper"):
        tell_saved(official[paper], None, actor)
    campaign, removals = inspection.campaign, {}
    for name, parent, about in (("of_inspection", inspection, inspection), ("of_campaign", campaign, None)):
        of = {"campaign": campaign, "inspection": about, "kind": "shortcoming", "is_internal": True}
        row = written(f"{owner}.deleted", work.Finding, **of)
        removals[f"removal_{name}"] = take_out(row, parent, actor, f"~{owner}.deletion.event.reason~")
    return removals


def _coming_in(owner, inspection, catalogue, files, actor):
    """The unit's own report: sent and opened, or still being written after a round that nobody has opened."""
    is_sent = inspection.state == "followed_up"
    dossier = models.Dossier.objects.create(
        inspection=inspection, reporting_organization=inspection.reporting_organization, due_on=DAY
    )
    standing(dossier, "sent" if is_sent else "writing")
    now, criterion = timezone.now(), catalogue.set_criterion
    opened = {"opened_at": now, "opened_by": actor} if is_sent else {}
    sent = models.Round.objects.create(
        dossier=dossier, n=1, facts=_frozen(owner, criterion), sha256="0" * 64, submitted_at=now, submitted_by=actor,
        due_on=DAY, **opened,
    )  # fmt: skip
    draft = {"dossier": dossier, "changed_by": actor}
    typed = {"printed": f"~{owner}.draftvalue.typed~"}
    return {
        "dossier": dossier,
        "round": sent,
        "section_text": written(owner, models.SectionText, section="survey", **draft),
        "draft_value": models.DraftValue.objects.create(set_criterion=criterion, typed=typed, **draft),
        "return_item": written(owner, models.ReturnItem, round=sent, section="survey", reason_code="missing"),
        "submitted": _submitted(dossier, sent, files["submitted_file"], actor),
        "question": written(owner, models.Question, dossier=dossier, author=actor),
    }


def _frozen(owner, criterion):
    """What a round holds, as reports.submissions.contents.written.frozen_facts writes it."""
    words = f"~{owner}.round.facts~"
    value = {"key": str(criterion.pk), "criterion": criterion.pk, "number": criterion.number, "group": "", "part": ""}
    value |= {"label": words, "unit": "", "printed": words, "columns": {}, "doubts": [], "reason": ""}
    section = {"slug": "survey", "number": "I", "heading": words, "text": words}
    return {"body": words, "subject": words, "sections": [section], "values": [value], "files": []}


def _submitted(dossier, sent, file, actor):
    made = models.SubmissionAttachment.objects.create(dossier=dossier, file=file, added_by=actor)
    made.rounds.add(sent)
    return made


def _going_out(owner, board, inspection, files):
    version = models.DocumentTemplate.objects.filter(organization=board).count() + 1
    template = written(owner, models.DocumentTemplate, organization=board, kind="conclusion-notice", version=version)
    columns = {"kind": "conclusion-notice", "issuing_organization": board, "inspection": inspection}
    document = models.Document.objects.create(
        effective_on=DAY, rule_set="hd36", template=template, pdf=files["issued_file"], sha256="0" * 64, **columns
    )
    document.facts = facts_of(kind_of("conclusion-notice"), about_inspection(inspection.pk, DAY))
    document.save()
    register = models.NumberRegister.objects.create(organization=board, kind="TB", series=f"~{owner}.register~")
    return {
        "template": template,
        "document": document,
        "document_text": written(owner, models.DocumentText, document=document, slot="opening", fact_sha256="0" * 64),
        "register": register,
        "taken": written(owner, models.TakenNumber, register=register, n=1, document=document, cancelled_reason=""),
    }


def _paper_office(owner, board, actor):
    """How the body signs and numbers its papers."""
    began = date(2025, 7, 1) + timedelta(days=models.Term.objects.filter(organization=board).count())
    return {
        "signatory": write_deputy(owner, board, actor.person),
        "settings": models.PaperSettings.objects.get_or_create(organization=board)[0],
        "term": written(owner, models.Term, organization=board, starts_on=began),
    }


def _ground_floor(owner, inspection, actor):
    batch = Batch.objects.create(kind=f"~{owner}.batch~", actor=actor)
    return {
        "event": written(owner, Event, actor=actor, act="start", subject=inspection),
        "access": written(owner, AccessLog, actor=actor, kind="opened", subject=inspection),
        "batch": batch,
        "item": written(owner, BatchItem, batch=batch, key="1"),
        "notice": written(owner, Notice, recipient=actor, path="/"),
        "mail": written(owner, Mail, recipient=actor, day=DAY, is_urgent=True),
        "factor_reset": written(owner, FactorReset, account=actor, requested_by=actor, closed_at=timezone.now()),
        "saved_filter": written(owner, SavedFilter, owner=actor, list_name="campaign_list"),
        "saved_draft": SavedDraft.objects.create(owner=actor, path=f"/~{owner}.saveddraft.path~/", values={"a": ["b"]}),
        "receipt": SubmissionToken.objects.create(token=uuid4(), sender=actor, path="/"),
    }
