"""Who gets which answer at which address: the specification that test_every_url.py reads and checks.

Its worlds, sets of records that belong together, are written by strangers.py.
"""

from pathlib import Path

CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu", "xuan", "nobody"]
# Of two further inspecting bodies: our campaigns are shared with Yến's Board; Quý, of a third Board, is a member of our
# delegations. They open every page, and must find the words of what they may see and no others (WORDS).
FURTHER = ["yen", "quy"]
SIGNED_IN = [*CAST[:-1], *FURTHER]

# The worlds OPEN (inspection followed up), SESSION (in session), PLANNED (its body isn't notified yet) and DRAFT (its
# campaign is being prepared) are our Board's inspections of Lan's commune: Bình heads the delegation, the campaign is
# shared with Vân's department. STRANGE is like OPEN, but of Xuân, in another province. A line with two statuses only:
# of everybody who has signed in, and of nobody. `*`: every record named on lines above with this address.
TABLE = Path(__file__).with_suffix(".txt").read_text()

# Of each model: what one may do in the admin with a row of ours and with one of the other province's. L its list
# opens, A a row may be added; S the row is seen, H its history, C it may be changed, D deleted. Without L every page of
# the model is one that doesn't exist. The Board: Minh and Ngọc; nobody else of the cast finds the admin.
ADMIN = """
model                              Thu: ours theirs   Board: ours theirs   row
accounts.organization              LASHCD LASHCD      LSH    LSH           board
accounts.organizationname          LASHCD LASHCD      LSH    LSH           board_name
accounts.signatory                 LASHCD LASHCD      LSH    LSH           signatory
accounts.organizationsuccession    LASHCD LASHCD      LSH    LSH           succession
accounts.person                    LASHCD LASHCD      LSH    LSH           person
accounts.user                      LSH    LSH         -      -             user
accounts.membership                LSH    LSH         -      -             membership
reports.papersettings              LASHCD LASHCD      LSH    L             settings
reports.term                       LASHCD LASHCD      LSH    L             term
localities.locality                LASHC  LASHC       LSH    LSH           place
localities.province                LASHC  LASHC       LSH    LSH           place
localities.district                LASHC  LASHC       LSH    LSH           district
localities.commune                 LASHC  LASHC       LSH    LSH           commune
localities.localityspell           LSH    LSH         LSH    LSH           spell
localities.localitychange          LASHCD LASHCD      LSH    LSH           change
localities.changelink              LSH    LSH         LSH    LSH           link
workflow.event                     -      -           LSH    L             event
workflow.accesslog                 LSH    LSH         -      -             access
workflow.batch                     -      -           LSH    L             batch
workflow.batchitem                 -      -           LSH    L             item
workflow.notice                    L      L           LSH    L             notice
workflow.savedfilter               -      -           LSH    L             saved_filter
workflow.submissiontoken           -      -           LSH    L             receipt
workflow.saveddraft                -      -           LSH    L             saved_draft
inspections.criterion              LASHCD LASHCD      LASHCD LASHCD        criterion
inspections.criteriaset            LASHCD LASHCD      LASHCD LAS           criteria_set
inspections.setcriterion           LASHCD LASHCD      LASHCD LAS           set_criterion
inspections.mobilizationmodel      -      -           LASHCD LASHCD        model
inspections.campaign               -      -           LASHCD LA            campaign
inspections.campaignshare          -      -           LASHCD LA            share
inspections.delegation             -      -           LASHCD LA            delegation
inspections.delegationmember       -      -           LASHCD LA            member
inspections.inspection             -      -           LASHCD LA            inspection
inspections.session                -      -           LASHCD LA            session
inspections.measuredvalue          -      -           LASHCD LA            verified
inspections.finding                -      -           LASHCD LA            finding
inspections.cause                  -      -           LASHCD LA            cause
inspections.recommendation         -      -           LASHCD LA            recommendation
inspections.assignment             -      -           LASHCD LA            assignment
inspections.answer                 -      -           LSH    L             answer
inspections.officialpaper          -      -           LASHCD LA            open_paper
inspections.paperlink              -      -           LASHCD LA            open_link
inspections.storedfile             -      -           LSH    L             open_file
inspections.inspectionattachment   -      -           LSH    L             attachment
"""
# Which words each of the cast may find on pages: every free text of the worlds names its world and its table.
# I inside (Minh, Ngọc, Bình), B the Board, M Minh, U the unit (Lan, Khoa), V viewers (Sơn, Vân, Tuyết), v Vân, T Thu,
# X Xuân, who doesn't walk through the admin, Y Yến, Q Quý. "-": that nobody meets. Thu reads in the log who took what.
WORDS = """
table                   open     session  planned  draft  strange
campaign                IUVYQ    IUvYQ    IvYQ     IQ     X
inspection              IUVYQ    IUYQ     IQ       IQ     X
delegationmember        IUVYQ    IUYQ     IQ       IQ     X
session                 IUVYQ    IUYQ     IQ       IQ     X
reported.measuredvalue  IUVYQ    IUYQ     IQ       IQ     X
verified.measuredvalue  IUVYQ    IQ       IQ       IQ     X
finding                 IUVYQ    IQ       IQ       IQ     X
cause                   IUVYQ    IQ       IQ       IQ     X
internal.finding        IQ       IQ       IQ       IQ     X
internal.cause          IQ       IQ       IQ       IQ     X
general.finding         IQ       IQ       IQ       IQ     X
deleted.finding         IQ       IQ       IQ       IQ     X
recommendation          IUVYQ    IQ       IQ       IQ     X
assignment              IUVYQ    IQ       IQ       IQ     X
answer                  IUVYQ    IQ       IQ       IQ     X
officialpaper           IUVYQ    IUYQ     IQ       IQ     X
internal.officialpaper  IQ       IQ       IQ       IQ     X
infected.officialpaper  IUVYQ    IUYQ     IQ       IQ     X
plan.officialpaper      IQ       IQ       IQ       IQ     X
open_file               IUVYQ    IUYQ     ITQ      ITQ    TX
internal_file           IQ       IQ       IQ       IQ     X
infected_file           BYQ      BYQ      BQ       BQ     -
attached_file           IUVTYQ   ITQ      ITQ      ITQ    TX
submitted_file          ITUQ     TU       -        ITQ      TX
issued_file             BQ       BQ       BQ       BQ     -
returnitem              -        U        -        -        -
sectiontext             U        U        -        -        -
draftvalue              U        U        -        -        -
round                   IUQ      U        -        IQ       X
question                IUQ      IUQ      IQ       IQ     X
documenttext            IQ       -        -        -      X
documenttemplate        B        B        B        IQ     X
register                B        B        B        B      X
arrival                 B        B        B        B        X
takennumber             ITQ      IQ       IQ       IQ     TX
term                    BT       BT       BT       BT     TX
signatory               ITYQ     ITYQ     ITYQ     ITYQ   BTXYQ
person                  IUVTXYQ  IUTXYQ   ITXYQ    ITXYQ  BTXYQ
organizationname        -        -        -        -      BTXYQ
mobilizationmodel       IUVYQ    IYQ      IYQ      IYQ    BXYQ
setcriterion            IUVTXYQ  IUTXYQ   ITXYQ    ITXYQ  BTXYQ
criteriaset             BTXYQ    BTXYQ    BTXYQ    BTXYQ  BTXYQ
criterion               BTXYQ    BTXYQ    BTXYQ    BTXYQ  BTXYQ
event                   IUVYQ    IUYQ     IQ       IQ     X
deletion.event          IQ       IQ       IQ       IQ     X
factorreset             LT       -        -        -      T
accesslog               T        T        T        T      T
batch                   M        M        M        M      X
batchitem               M        M        M        M      X
notice                  M        M        M        M      X
mail                    T        T        T        T      T
savedfilter             M        M        M        M      X
saveddraft              M        M        M        M      X
"""
WORLDS = WORDS.split()[1:6]
READERS = {
    **{"I": "minh ngoc binh", "B": "minh ngoc", "M": "minh", "L": "ngoc", "U": "lan khoa", "V": "son van tuyet"},
    **{"v": "van", "T": "thu", "X": "xuan", "Y": "yen", "Q": "quy"},
}
PERSONAL = {  # Minh's rows are not Ngọc's
    "workflow.batch",
    "workflow.batchitem",
    "workflow.notice",
    "workflow.savedfilter",
    "workflow.submissiontoken",
    "workflow.saveddraft",
}
# Of the models whose rows go out and come in as sheets: who brings them in. Out they go to whom their list opens.
SHEETS = {
    "localities.localityspell": ["thu"],
    "accounts.organization": ["thu"],
    "accounts.person": ["thu"],
    "accounts.user": ["thu"],
    "inspections.setcriterion": ["minh", "ngoc", "thu"],
    "inspections.inspection": ["minh", "ngoc"],
    "inspections.measuredvalue": ["minh", "ngoc"],
    "inspections.finding": ["minh", "ngoc"],
    "inspections.recommendation": ["minh", "ngoc"],
}
IN_ADMIN = [name for name in CAST if name != "xuan"]
ADMITTED = ["minh", "ngoc", "thu", "nobody"]

# --- What stands in an address: of which row of a world its number is ---------------------------------------------
OF_THE_PLANNING = {  # pages of a row that addresses know by its number
    "share_delete": "share",
    **dict.fromkeys(["criteria_set_show", "criteria_set_edit", "criteria_set_copy"], "criteria_set"),
    **dict.fromkeys(["criteria_order", "set_criterion_new"], "criteria_set"),
    **dict.fromkeys(["set_criterion_edit", "set_criterion_delete"], "set_criterion"),
    **dict.fromkeys(["delegation_show", "delegation_edit", "delegation_delete"], "delegation"),
    **dict.fromkeys(["member_new", "member_order"], "delegation"),
    **dict.fromkeys(["member_edit", "member_delete"], "member"),
    "basis_delete": "basis",
    "number_cancel": "taken",
    "certificate_trust": "certificate",
    **dict.fromkeys(["arrival_edit", "arrival_cancel"], "arrival"),
    "term_edit": "term",
    **dict.fromkeys(["signatory_edit", "signatory_delete"], "signatory"),
    **dict.fromkeys(["session_edit", "session_delete"], "session"),
}
OF_THE_GROUND_FLOOR = ("event_restore", "batch_show", "batch_resume", "notice_read")
OF_A_ROW = {
    **OF_THE_PLANNING,
    **{name: name.split("_")[0] for name in OF_THE_GROUND_FLOOR},
    "draft_discard": "saved_draft",
    "factor_reset": "factor_reset",
    "assignment_show": "assignment",
    **dict.fromkeys(["attachment_download", "attachment_picture"], "attachment"),
    **dict.fromkeys(["dossier_file", "dossier_picture", "dossier_file_remove"], "submitted"),
}
PAGES_OF_AN_ACCOUNT = "show edit person password factor external lock unlock role_new"
OF_SOMEBODY = {  # a user of the cast → what stands in the address
    **{name: lambda user: user.person_id for name in ("person_show", "person_edit")},
    **{f"account_{page}": lambda user: user.pk for page in PAGES_OF_AN_ACCOUNT.split()},
    "colleague_slip": lambda user: user.pk,
    "role_end": lambda user: user.memberships.first().pk,
}
PAGES_OF_A_DOCUMENT = [
    *("show", "print", "print_parts", "download", "word", "from_word", "compare_word", "edit", "number", "discard"),
    *("replace", "signed_add", "signed_file", "slot", "slot_preview", "take_over", "slot_reset", "recompose"),
    "compare",
]
OF_A_DOCUMENT = {f"document_{page}" for page in PAGES_OF_A_DOCUMENT}
WRITTEN_IN_PLACE = {
    *("value_edit", "measuredvalue_delete", "finding_edit", "finding_delete", "cause_edit", "cause_delete"),
    *("recommendation_edit", "recommendation_delete", "assignment_add", "assignment_edit", "assignment_delete"),
    *("finding_source", "source_delete"),
}
HISTORIES = {
    "internal_paper": "paper",
    "dossier": "self-report",
    "board": "organization",
    "criteria_set": "criteria-set",
}
