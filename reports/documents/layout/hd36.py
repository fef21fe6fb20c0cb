"""Hướng dẫn 36-HD/VPTW of 03/4/2018 to Quy định 66-QĐ/TW: papers of the Party from 03/04/2018 to 26/05/2026.

Read in public copies of its table of sizes; PRACTICE is what papers of these years show and no copy said.
"""

from datetime import date

from reports.documents.layout.rule_sets import OWN, PARTY, AuthorityWords, Face, Heading, Margins, Rule, RuleSet

SIZES = "HD 36-HD/VPTW, phụ lục: cỡ chữ, kiểu chữ"
COPY = "HD 36-HD/VPTW, as a public manual reports it"
PRACTICE = "practice under HD 36-HD/VPTW"
QD66 = "Quy định 66-QĐ/TW"

HD36 = RuleSet(
    slug="hd36",
    name="Hướng dẫn 36-HD/VPTW",
    system=PARTY,
    from_on=date(2018, 4, 3),
    until_on=date(2026, 5, 27),
    margins=Rule(Margins(top=20, right=15, bottom=20, left=30), COPY),
    page_number=Rule(Face(14), PRACTICE),
    page_number_top=Rule(10, PRACTICE),
    first_page_is_numbered=Rule(False, PRACTICE),
    columns=Rule((46, 54), OWN),
    nation=Rule("ĐẢNG CỘNG SẢN VIỆT NAM", SIZES),
    nation_face=Rule(Face(15, bold=True), SIZES),
    motto=Rule("", SIZES),
    motto_face=Rule(Face(15, bold=True), OWN),
    head_rule=Rule(1.0, SIZES),
    superior=Rule(Face(14, capitals=True), SIZES),
    issuer=Rule(Face(14, bold=True, capitals=True), SIZES),
    issuer_rule=Rule(0.0, SIZES),
    issuer_mark=Rule("*", SIZES),
    number=Rule(Face(14), SIZES),
    number_lead=Rule("Số ", SIZES),
    number_form=Rule("{number}-{code}/{symbol}", SIZES),
    number_form_without_code=Rule("{number}/{symbol}", SIZES),
    number_digits=Rule(2, QD66),
    place_and_date=Rule(Face(14, italic=True), SIZES),
    padded_months=Rule((1, 2), PRACTICE),
    draft=Rule(Face(14, bold=True), OWN),
    draft_mark=Rule("Dự thảo lần {n}", PRACTICE),
    type_title=Rule(Face(16, bold=True, capitals=True), SIZES),
    about=Rule(Face(14, bold=True), SIZES),
    about_begins_large=Rule(False, SIZES),
    has_about_mark=Rule(True, PRACTICE),
    about_rule=Rule(0.0, PRACTICE),
    letter_about=Rule(Face(12, italic=True), SIZES),
    letter_about_lead=Rule("về việc ", PRACTICE),
    letter_about_gap=Rule(0.0, OWN),
    grounds=Rule(Face(14), PRACTICE),
    grounds_lead=Rule("- ", PRACTICE),
    grounds_close=Rule(",", PRACTICE),
    resolution=Rule(Face(14, bold=True, capitals=True), PRACTICE),
    resolution_end=Rule("", PRACTICE),
    body=Rule(Face(14), SIZES),
    indent=Rule(10, PRACTICE),
    paragraph_gap=Rule(6, PRACTICE),
    headings=Rule(
        (
            Heading("{roman}- ", Face(14, bold=True, capitals=True)),
            Heading("{n}. ", Face(14, bold=True)),
            Heading("{letter}) ", Face(14, bold=True, italic=True)),
        ),
        PRACTICE,
    ),
    article=Rule(Heading("Điều {n}. ", Face(14, bold=True)), PRACTICE),
    table=Rule(Face(12), OWN),
    addressees=Rule(Face(14), OWN),
    proposal_word=Rule("Kính trình", OWN),
    authority_words=Rule(AuthorityWords("T/M", "K/T", "T/L", "T/L"), COPY),
    authority=Rule(Face(14, bold=True, capitals=True), COPY),
    signer_title=Rule(Face(14, capitals=True), PRACTICE),
    signer_name=Rule(Face(14, bold=True), SIZES),
    signature_lines=Rule(4.5, PRACTICE),
    recipients_label=Rule(Face(14, underlined=True), PRACTICE),
    recipients=Rule(Face(12), PRACTICE),
    recipients_end=Rule(",", COPY),
    archive_form=Rule("Lưu {office}", PRACTICE),
    as_above=Rule("Như trên", PRACTICE),
    annex_label=Rule(Face(14, bold=True), OWN),
    annex_title=Rule(Face(14, bold=True, capitals=True), OWN),
    annex_reference=Rule(Face(14, italic=True), OWN),
)
