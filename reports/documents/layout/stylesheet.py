"""The style sheet of a rule set: its values as CSS, the same text for the PDF and for the preview in a browser.

What all rule sets have alike (columns, tables, page breaks) is in static/documents/paper.css.
"""

from functools import cache
from hashlib import sha256

from reports.documents.layout.measure import MM_A_POINT
from reports.documents.layout.rule_sets import Face, RuleSet

FONT = '"Liberation Serif", "Times New Roman", serif'
DIGITS_BELOW_LINE = 0.1755  # of the size: from the top of a line as high as its letters to the top of the digits
FACES = {
    "superior": ".superior",
    "issuer": ".issuer",
    "number": ".number",
    "nation_face": ".nation",
    "motto_face": ".motto",
    "place_and_date": ".place",
    "draft": ".draft",
    "type_title": "h1",
    "about": ".about",
    "letter_about": ".letter-about",
    "grounds": ".grounds li",
    "resolution": ".resolution",
    "table": ".grid, .grid-caption",
    "addressees": ".addressees",
    "authority": ".signer .authority",
    "signer_title": ".signer .title",
    "signer_name": ".signer .name",
    "recipients_label": ".recipients .label",
    "recipients": ".recipients",
    "annex_label": ".annex-label",
    "annex_title": ".annex-title",
    "annex_reference": ".annex-reference",
}
ANNEX_PAGES = [
    (f"{sheet}-{turn}", size) for sheet, size in (("tall", "A4"), ("wide", "A4 landscape")) for turn in ("odd", "even")
]


@cache
def css_of(rules: RuleSet) -> str:
    """Return the style sheet as text."""
    return "\n".join([f"/* {rules.name} */", *_pages(rules), *_faces(rules), *_lengths(rules), *_widths()]) + "\n"


def version_of(rules: RuleSet) -> str:
    """Return a short name of the style sheet's text, for an address that may be cached for good."""
    return sha256(css_of(rules).encode()).hexdigest()[:12]


def _pages(rules: RuleSet) -> list[str]:
    edges = rules.margins.value
    margin = f"{edges.top}mm {edges.right}mm {edges.bottom}mm {edges.left}mm"
    size = rules.page_number.value.size
    down = rules.page_number_top.value - DIGITS_BELOW_LINE * size * MM_A_POINT
    number = (
        f"content: counter(page); font: {_weight(rules.page_number.value)} {size}pt/{size}pt {FONT}; "
        f"vertical-align: top; padding-top: {down:.3f}mm;"
    )
    unnumbered = "" if rules.first_page_is_numbered.value else "@top-center { content: none }"
    return [
        f"@page {{ size: A4; margin: {margin}; @top-center {{ {number} }} }}",
        f"@page :first {{ {unnumbered} }}",
        *(
            f"@page {name} {{ size: {size} }} @page :nth(1 of {name}) {{ counter-set: page 1; {unnumbered} }}"
            for name, size in ANNEX_PAGES
        ),
        f"@media screen {{ .sheet {{ padding: {margin} }} }}",
    ]


def _faces(rules: RuleSet) -> list[str]:
    body = rules.body.value
    levels = [(f".level-{n}", heading.face) for n, heading in enumerate(rules.headings.value, start=1)]
    faces = [(FACES[name], getattr(rules, name).value) for name in FACES]
    return [
        f"body {{ font: {_weight(body)} {body.size}pt/18pt {FONT}; }}",
        *(_face(selector, face) for selector, face in [*faces, *levels, (".article", rules.article.value.face)]),
    ]


def _face(selector: str, face: Face) -> str:
    line = " text-decoration: underline;" if face.underlined else ""
    slant = "italic" if face.italic else "normal"
    return f"{selector} {{ font-size: {face.size}pt; font-weight: {_weight(face)}; font-style: {slant};{line} }}"


def _weight(face: Face) -> str:
    return "bold" if face.bold else "normal"


def _lengths(rules: RuleSet) -> list[str]:
    left, right = rules.columns.value
    hang = 0.583 * rules.recipients.value.size  # "- "
    return [
        f".letterhead, .signature {{ grid-template-columns: {left}% {right}%; }}",
        f".text p, .text h2, .text h3, .text h4, .text li {{ margin-bottom: {rules.paragraph_gap.value}pt; "
        f"text-indent: {rules.indent.value}mm; }}",
        f".letter-about {{ margin-top: {rules.letter_about_gap.value}pt; }}",
        f".signer .name {{ margin-top: {rules.signature_lines.value * 18}pt; }}",
        f".recipients li {{ padding-left: {hang:.2f}pt; text-indent: -{hang:.2f}pt; }}",
        f".head-rule::after {{ width: {rules.head_rule.value * 100:g}%; }}",
    ]


def _widths() -> list[str]:
    """Classes for columns by the millimetre: the pages allow no style attributes."""
    return [" ".join(f".w{mm} {{ width: {mm}mm }}" for mm in range(4, 268))]
