"""What a rule set is: the regulation on the form of papers that one system follows during some time, as values.

Each value is a `Rule`, which names its source. Where no source says it, the source is OWN: the project's default, which
a test of the printed paper reports as such. The values stand in the modules hd36, hd05 and nd30, one line each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar

PARTY, STATE = "party", "state"
OWN = "own default"
T = TypeVar("T")


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One value of a rule set and the source that says it, or OWN."""

    value: T
    source: str


@dataclass(frozen=True)
class Margins:
    """Millimetres from the edges of the sheet to the text."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Face:
    """How a line is set: size in points, weight, slant. `sheet` types the capitals, so that the PDF's text has them."""

    size: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    underlined: bool = False


@dataclass(frozen=True)
class Heading:
    """A level of headings: `label` with {roman}, {n} or {letter} in it, and the face of label and heading."""

    label: str
    face: Face


@dataclass(frozen=True)
class AuthorityWords:
    """What stands before the one in whose stead a signer signs."""

    for_collective: str
    for_head: str
    by_order: str
    by_authorization: str


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """A regulation in force from `from_on` until the day before `until_on`."""

    slug: str
    name: str
    system: str  # "party" or "state"
    from_on: date
    until_on: date

    # --- Page
    margins: Rule[Margins]
    page_number: Rule[Face]
    page_number_top: Rule[float]  # mm from the edge to the top of the digits
    first_page_is_numbered: Rule[bool]  # of the paper and of each annex, which counts anew

    # --- Head: two blocks side by side
    columns: Rule[tuple[int, int]]  # percent of the text's width
    nation: Rule[str]  # first line of the right block
    nation_face: Rule[Face]
    motto: Rule[str]  # second line of the right block; "" for none
    motto_face: Rule[Face]
    head_rule: Rule[float]  # length of the rule under the last of these lines, as a share of it
    superior: Rule[Face]
    issuer: Rule[Face]
    issuer_rule: Rule[float]  # as a share of the issuing body's line; 0 for none
    issuer_mark: Rule[str]  # printed below the issuing body; "" for none
    number: Rule[Face]
    number_lead: Rule[str]  # "Số " or "Số: "
    number_form: Rule[str]  # with {number}, {code}, {symbol}
    number_form_without_code: Rule[str]  # a State letter has no code of its type
    number_digits: Rule[int]
    place_and_date: Rule[Face]
    padded_months: Rule[tuple[int, ...]]  # months with a zero; days under 10 have one always
    draft: Rule[Face]
    draft_mark: Rule[str]  # with {n}

    # --- Kind and subject
    type_title: Rule[Face]
    about: Rule[Face]
    about_begins_large: Rule[bool]  # "Về việc …", else as composed: "về việc …"
    has_about_mark: Rule[bool]  # the line of dashes, which an organization may leave out
    about_rule: Rule[float]  # as a share of the subject's last line; 0 for none
    letter_about: Rule[Face]
    letter_about_lead: Rule[str]
    letter_about_gap: Rule[float]  # points above it

    # --- Text
    grounds: Rule[Face]
    grounds_lead: Rule[str]
    grounds_close: Rule[str]  # of the last one before the line that says who decides or announces
    resolution: Rule[Face]  # "TRƯỞNG BAN …", "QUYẾT ĐỊNH"
    resolution_end: Rule[str]
    body: Rule[Face]
    indent: Rule[float]  # mm, of a paragraph's first line
    paragraph_gap: Rule[float]  # points
    headings: Rule[tuple[Heading, Heading, Heading]]  # of sections with parts, of parts, of their parts
    article: Rule[Heading]
    table: Rule[Face]
    addressees: Rule[Face]
    proposal_word: Rule[str]  # how a "tờ trình" turns to its reader

    # --- Foot
    authority_words: Rule[AuthorityWords]
    authority: Rule[Face]
    signer_title: Rule[Face]
    signer_name: Rule[Face]
    signature_lines: Rule[float]  # blank lines left for the signature
    recipients_label: Rule[Face]
    recipients: Rule[Face]
    recipients_end: Rule[str]  # of every item but the last, which ends with a full stop
    archive_form: Rule[str]  # with {office}
    as_above: Rule[str]  # first recipient of a letter or proposal, which is addressed to it already

    # --- Minutes and annexes
    annex_label: Rule[Face]
    annex_title: Rule[Face]
    annex_reference: Rule[Face]


def rules_of(rules: RuleSet) -> Iterator[tuple[str, Rule[Any]]]:
    """Yield (name, rule) of every cited value."""
    for field in fields(rules):
        value = getattr(rules, field.name)
        if isinstance(value, Rule):
            yield field.name, value
