"""Hướng dẫn 05-HD/VPTW of 27/5/2026 to Quy định 399-QĐ/TW: papers of the Party from 27/05/2026 on.

Known from several public texts that apply it, not from the original. THREE is what three of them say alike; MANUAL is
what only the longest of them says, one office's reading.
"""

from datetime import date

from reports.documents.layout.rule_sets import OWN, PARTY, AuthorityWords, Face, Heading, Margins, Rule, RuleSet

THREE = "HD 05-HD/VPTW, as three public texts report it"
MANUAL = "HD 05-HD/VPTW, as one office's manual reads it"
BUILDERS = "HD 05-HD/VPTW, as public document builders apply it"

HD05 = RuleSet(
    slug="hd05",
    name="Hướng dẫn 05-HD/VPTW",
    system=PARTY,
    from_on=date(2026, 5, 27),
    until_on=date.max,
    margins=Rule(Margins(top=20, right=15, bottom=20, left=30), THREE),
    page_number=Rule(Face(14), BUILDERS),
    page_number_top=Rule(10, OWN),
    first_page_is_numbered=Rule(False, BUILDERS),
    columns=Rule((46, 54), OWN),
    nation=Rule("ĐẢNG CỘNG SẢN VIỆT NAM", BUILDERS),
    nation_face=Rule(Face(15, bold=True), BUILDERS),
    motto=Rule("", BUILDERS),
    motto_face=Rule(Face(15, bold=True), OWN),
    head_rule=Rule(1.0, BUILDERS),
    superior=Rule(Face(14, capitals=True), BUILDERS),
    issuer=Rule(Face(14, bold=True, capitals=True), BUILDERS),
    issuer_rule=Rule(0.0, BUILDERS),
    issuer_mark=Rule("*", BUILDERS),
    number=Rule(Face(14), BUILDERS),
    number_lead=Rule("Số ", THREE),
    number_form=Rule("{number}-{code}/{symbol}", THREE),
    number_form_without_code=Rule("{number}/{symbol}", THREE),
    number_digits=Rule(2, THREE),
    place_and_date=Rule(Face(14, italic=True), BUILDERS),
    padded_months=Rule((1, 2), MANUAL),
    draft=Rule(Face(14, bold=True), OWN),
    draft_mark=Rule("Dự thảo lần {n}", MANUAL),
    type_title=Rule(Face(15, bold=True, capitals=True), BUILDERS),
    about=Rule(Face(14, bold=True), BUILDERS),
    about_begins_large=Rule(False, BUILDERS),
    has_about_mark=Rule(True, MANUAL),
    about_rule=Rule(0.0, BUILDERS),
    letter_about=Rule(Face(12, italic=True), THREE),
    letter_about_lead=Rule("về việc ", MANUAL),
    letter_about_gap=Rule(0.0, OWN),
    grounds=Rule(Face(14), MANUAL),
    grounds_lead=Rule("- ", MANUAL),
    grounds_close=Rule(",", MANUAL),
    resolution=Rule(Face(14, bold=True, capitals=True), OWN),
    resolution_end=Rule("", OWN),
    body=Rule(Face(14), THREE),
    indent=Rule(10, BUILDERS),
    paragraph_gap=Rule(6, BUILDERS),
    headings=Rule(
        (
            Heading("{roman}- ", Face(14, bold=True, capitals=True)),
            Heading("{n}. ", Face(14, bold=True)),
            Heading("{letter}) ", Face(14, bold=True, italic=True)),
        ),
        THREE,
    ),
    article=Rule(Heading("Điều {n}. ", Face(14, bold=True)), OWN),
    table=Rule(Face(12), OWN),
    addressees=Rule(Face(14), MANUAL),
    proposal_word=Rule("Kính trình", THREE),
    authority_words=Rule(
        AuthorityWords("T/M", "K/T", "T/L", "T/L"), BUILDERS
    ),  # no T/U: who is authorized signs by order (one office's manual)
    authority=Rule(Face(14, bold=True, capitals=True), BUILDERS),
    signer_title=Rule(Face(14, capitals=True), THREE),
    signer_name=Rule(Face(14, bold=True), MANUAL),
    signature_lines=Rule(4.5, OWN),
    recipients_label=Rule(Face(14, underlined=True), THREE),
    recipients=Rule(Face(12), BUILDERS),
    recipients_end=Rule(";", BUILDERS),
    archive_form=Rule("Lưu {office}", MANUAL),
    as_above=Rule("Như trên", MANUAL),
    annex_label=Rule(Face(14, bold=True), OWN),
    annex_title=Rule(Face(14, bold=True, capitals=True), OWN),
    annex_reference=Rule(Face(14, italic=True), OWN),
)
