"""Papers composed for tests: the facts of a kind about an inspection, its campaign or its delegation, on a day."""

from reports.documents.compose import about_campaign, about_delegation, about_inspection, facts_of, kind_of
from reports.documents.issue.printing import unsaved


def subject_of(slug, inspection, day, **signing):
    about = kind_of(slug).about
    if about == "campaign":
        return about_campaign(inspection.campaign_id, day, **signing)
    if about == "delegation":
        return about_delegation(inspection.delegation_id, day, **signing)
    return about_inspection(inspection.pk, day, **signing)


def composed(slug, inspection, day, **signing):
    return facts_of(kind_of(slug), subject_of(slug, inspection, day, **signing))


def draft_facts(kind, inspection):
    """For the day of the last session."""
    return unsaved(kind, inspection).facts


def sections_of(facts):
    """Every section and part of the paper and its annexes, in order."""

    def below(sections):
        return [each for section in sections for each in (section, *below(section["parts"]))]

    return below(facts["sections"]) + [each for annex in facts["annexes"] for each in below(annex["sections"])]


def lines_of(facts, key):
    return next(section["paragraphs"] for section in sections_of(facts) if section["key"] == key)
