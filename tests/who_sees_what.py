"""Who gets which answer at which address: the specification that test_every_url.py reads and checks.

Its worlds, sets of records that belong together, are written by strangers.py.
"""

CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu", "xuan", "nobody"]
# Of two further inspecting bodies: our campaigns are shared with Yến's Board; Quý, of a third Board, is a member of our
# delegations. They open every page, and must find the words of what they may see and no others (WORDS).
FURTHER = ["yen", "quy"]
SIGNED_IN = [*CAST[:-1], *FURTHER]

# The worlds OPEN (inspection followed up), SESSION (in session), PLANNED (its body isn't notified yet) and DRAFT (its
# campaign is being prepared) are our Board's inspections of Lan's commune: Bình heads the delegation, the campaign is
# shared with Vân's department. STRANGE is like OPEN, but of Xuân, in another province. A line with two statuses only:
# of everybody who has signed in, and of nobody. `*`: every record named on lines above with this address.
TABLE = """
address           record                        method  minh ngoc binh son van lan khoa hoa tuyet thu xuan nobody
home              -                             GET     200 302
home              -                             POST    405 302
search_show       -                             GET     200 302
search_show       -                             POST    405 302
help_home         -                             GET     302 302
help_home         -                             POST    405 302
help_show         staff                         GET     200 302
help_show         officers                      GET     200 302
help_show         administrators                GET     200 302
help_show         *                             POST    405 302
campaign_list     -                             GET     200 302
campaign_list     -?export=csv GET 200 302
campaign_list     -                             POST    302 302
inspection_list   -                             GET     200 302
inspection_list   -?export=csv&col=delegation GET 200 302
inspection_list   -                             POST    302 302
finding_list      -                             GET     200 302
finding_list      -?export=csv&col=criterion&col=campaign&col=source&col=internal GET 200 302
finding_list      -                             POST    302 302
recommendation_list -                           GET     200 302
recommendation_list -?export=csv&col=person&col=campaign&col=due_as_printed GET 200 302
recommendation_list -                           POST    302 302
paper_list        -                             GET     200 302
paper_list        -?export=csv&col=number&col=issuer&col=kept_by GET 200 302
paper_list        -                             POST    302 302
organization_list -                             GET     200 302
organization_list -                             POST    302 302
access_log        -                             GET     404  404  404  404 404 404 404  404 404   200 404  302
access_log        -                             POST    404  404  404  404 404 404 404  404 404   302 404  302
person_list       -                             GET     200 302
person_list       -                             POST    302 302
person_show       lan                           GET     200  200  404  404 404 200 404  404 404   200 200  302
person_show       xuan                          GET     200  200  404  404 404 404 404  404 404   200 200  302
person_show       NONE                          GET     404 302
person_show       *                             POST    405 302
localities:list   -                             GET     200 302
localities:list   -                             POST    302 302
campaign_show     DVCQ2026                      GET     200  200  200  200 200 200 200  200 200   404 404  302
campaign_show     DVCQ2019                      GET     200  200  404  404 404 200 200  404 404   404 404  302
campaign_show     OPEN                          GET     200  200  200  200 200 200 200  404 200   404 404  302
campaign_show     SESSION                       GET     200  200  200  404 200 200 200  404 404   404 404  302
campaign_show     PLANNED                       GET     200  200  200  404 200 404 404  404 404   404 404  302
campaign_show     DRAFT                         GET     200  200  200  404 404 404 404  404 404   404 404  302
campaign_show     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
campaign_show     NONE                          GET     404 302
campaign_show     *                             POST    405 302
campaign_bulk     DVCQ2026                      GET     200  403  403  403 403 403 403  403 403   404 404  302
campaign_bulk     DVCQ2026                      POST    422  403  403  403 403 403 403  403 403   404 404  302
campaign_bulk     DVCQ2019                      GET     403  403  404  404 404 403 403  404 404   404 404  302
campaign_bulk     PLANNED                       GET     200  403  403  404 403 404 404  404 404   404 404  302
campaign_bulk     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
campaign_bulk     STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
campaign_bulk     NONE                          GET     404 302
campaign_bulk     NONE                          POST    404 302
inspection_show   DVCQ2019-806                  GET     200  200  404  404 404 200 200  404 404   404 404  302
inspection_show   DVCQ2026-28108                GET     200  200  200  200 200 200 200  404 200   404 404  302
inspection_show   DVCQ2026-28114                GET     200  200  200  200 200 404 404  200 404   404 404  302
inspection_show   DVCQ2026-25459                GET     200  200  404  404 404 404 404  404 404   404 404  302
inspection_show   DVCQ2026-27694                GET     200  200  404  404 404 404 404  404 404   404 404  302
inspection_show   OPEN-1                        GET     200  200  200  200 200 200 200  404 200   404 404  302
inspection_show   SESSION-1                     GET     200  200  200  404 404 200 200  404 404   404 404  302
inspection_show   PLANNED-1                     GET     200  200  200  404 404 404 404  404 404   404 404  302
inspection_show   DRAFT-1                       GET     200  200  200  404 404 404 404  404 404   404 404  302
inspection_show   STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 200  302
inspection_show   NONE-1                        GET     404 302
inspection_show   *                             POST    405 302
campaign_new      -                             GET     200  200  403  403 403 403 403  403 403   403 200  302
campaign_new      -                             POST    422  422  403  403 403 403 403  403 403   403 422  302
campaign_plan     OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
campaign_plan     DRAFT                         GET     200  200  403  404 404 404 404  404 404   404 404  302
campaign_plan     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
campaign_plan     NONE                          GET     404 302
campaign_plan     *                             POST    405 302
campaign_edit     OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
campaign_edit     DRAFT                         GET     200  200  403  404 404 404 404  404 404   404 404  302
campaign_edit     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
campaign_edit     NONE                          GET     404 302
campaign_edit     OPEN                          POST    422  422  403  403 403 403 403  404 403   404 404  302
campaign_edit     DRAFT                         POST    422  422  403  404 404 404 404  404 404   404 404  302
campaign_edit     STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
campaign_edit     NONE                          POST    404 302
campaign_copy     OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
campaign_copy     DRAFT                         GET     200  200  403  404 404 404 404  404 404   404 404  302
campaign_copy     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
campaign_copy     NONE                          GET     404 302
campaign_copy     OPEN                          POST    422  422  403  403 403 403 403  404 403   404 404  302
campaign_copy     DRAFT                         POST    422  422  403  404 404 404 404  404 404   404 404  302
campaign_copy     STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
campaign_copy     NONE                          POST    404 302
share_new         OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
share_new         DRAFT                         GET     200  200  403  404 404 404 404  404 404   404 404  302
share_new         STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
share_new         NONE                          GET     404 302
share_new         OPEN                          POST    422  422  403  403 403 403 403  404 403   404 404  302
share_new         DRAFT                         POST    422  422  403  404 404 404 404  404 404   404 404  302
share_new         STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
share_new         NONE                          POST    404 302
share_delete      OPEN                          GET     200  200  404  404 404 404 404  404 404   404 404  302
share_delete      STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
share_delete      NONE                          GET     404 302
share_delete      OPEN                          POST    200  200  404  404 404 404 404  404 404   404 404  302
share_delete      STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 200  302
share_delete      NONE                          POST    404 302
criterion_pick    -                             GET     200 302
criterion_pick    -                             POST    405 302
criteria_set_list -                             GET     200  200  403  403 403 403 403  403 403   200 200  302
criteria_set_list -                             POST    405 302
criteria_set_new  -                             GET     200  200  403  403 403 403 403  403 403   403 200  302
criteria_set_new  -                             POST    422  422  403  403 403 403 403  403 403   403 422  302
criteria_set_show OPEN                          GET     200  200  404  404 404 404 404  404 404   200 200  302
criteria_set_show STRANGE                       GET     200  200  404  404 404 404 404  404 404   200 200  302
criteria_set_show NONE                          GET     404 302
criteria_set_show *                             POST    405 302
criteria_set_edit OPEN                          GET     200  200  404  404 404 404 404  404 404   403 403  302
criteria_set_edit STRANGE                       GET     403  403  404  404 404 404 404  404 404   403 200  302
criteria_set_edit NONE                          GET     404 302
criteria_set_edit OPEN                          POST    422  422  404  404 404 404 404  404 404   403 403  302
criteria_set_edit STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 422  302
criteria_set_edit NONE                          POST    404 302
criteria_set_copy OPEN                          GET     200  200  404  404 404 404 404  404 404   403 403  302
criteria_set_copy STRANGE                       GET     403  403  404  404 404 404 404  404 404   403 200  302
criteria_set_copy NONE                          GET     404 302
criteria_set_copy OPEN                          POST    422  422  404  404 404 404 404  404 404   403 403  302
criteria_set_copy STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 422  302
criteria_set_copy NONE                          POST    404 302
set_criterion_new OPEN                          GET     200  200  404  404 404 404 404  404 404   403 403  302
set_criterion_new STRANGE                       GET     403  403  404  404 404 404 404  404 404   403 200  302
set_criterion_new NONE                          GET     404 302
set_criterion_new OPEN                          POST    422  422  404  404 404 404 404  404 404   403 403  302
set_criterion_new STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 422  302
set_criterion_new NONE                          POST    404 302
set_criterion_edit OPEN                          GET     200  200  404  404 404 404 404  404 404   403 403  302
set_criterion_edit STRANGE                       GET     403  403  404  404 404 404 404  404 404   403 200  302
set_criterion_edit NONE                          GET     404 302
set_criterion_edit OPEN                          POST    422  422  404  404 404 404 404  404 404   403 403  302
set_criterion_edit STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 422  302
set_criterion_edit NONE                          POST    404 302
set_criterion_delete OPEN                          GET     200  200  404  404 404 404 404  404 404   403 403  302
set_criterion_delete STRANGE                       GET     403  403  404  404 404 404 404  404 404   403 200  302
set_criterion_delete NONE                          GET     404 302
set_criterion_delete OPEN                          POST    200  200  404  404 404 404 404  404 404   403 403  302
set_criterion_delete STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 200  302
set_criterion_delete NONE                          POST    404 302
criteria_order    OPEN                          POST    302  302  404  404 404 404 404  404 404   403 403  302
criteria_order    STRANGE                       POST    403  403  404  404 404 404 404  404 404   403 302  302
criteria_order    NONE                          POST    404 302
criteria_order    *                             GET     405 302
value_add         OPEN-1/criterion              GET     409  409  409  403 403 403 403  404 403   404 404  302
value_add         OPEN-1/criterion              POST    409  409  409  403 403 403 403  404 403   404 404  302
value_add         SESSION-1/criterion           GET     200  200  200  404 404 403 403  404 404   404 404  302
value_add         SESSION-1/criterion           POST    422  422  422  404 404 403 403  404 404   404 404  302
value_add         SESSION-1/nothing             GET     404  404  404  404 404 403 403  404 404   404 404  302
value_add         STRANGE-1/criterion           GET     404  404  404  404 404 404 404  404 404   404 409  302
value_add         NONE-1/nothing                GET     404 302
value_edit        OPEN/verified                 GET     409  409  409  403 403 403 403  404 403   404 404  302
value_edit        SESSION/verified              GET     200  200  200  404 404 404 404  404 404   404 404  302
value_edit        SESSION/reported              GET     200  200  200  404 404 403 403  404 404   404 404  302
value_edit        SESSION/verified              POST    422  422  422  404 404 404 404  404 404   404 404  302
value_edit        STRANGE/verified              GET     404  404  404  404 404 404 404  404 404   404 409  302
value_edit        NONE/verified                 GET     404 302
value_edit        NONE/verified                 POST    404 302
paper_pick        -                             GET     200 302
paper_pick        -?q=officialpaper             GET     200 302
paper_pick        -                             POST    405 302
delegation_new    OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
delegation_new    STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
delegation_new    NONE                          GET     404 302
delegation_new    OPEN                          POST    302  422  403  403 403 403 403  404 403   404 404  302
delegation_new    STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 302  302
delegation_new    NONE                          POST    404 302
delegation_show   OPEN                          GET     200  200  200  404 404 404 404  404 404   404 404  302
delegation_show   STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
delegation_show   NONE                          GET     404 302
delegation_show   *                             POST    405 302
delegation_edit   OPEN                          GET     200  200  403  404 404 404 404  404 404   404 404  302
delegation_edit   STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
delegation_edit   NONE                          GET     404 302
delegation_edit   OPEN                          POST    422  422  403  404 404 404 404  404 404   404 404  302
delegation_edit   STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
delegation_edit   NONE                          POST    404 302
delegation_delete OPEN                          GET     200  200  403  404 404 404 404  404 404   404 404  302
delegation_delete STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
delegation_delete NONE                          GET     404 302
delegation_delete OPEN                          POST    200  200  403  404 404 404 404  404 404   404 404  302
delegation_delete STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 200  302
delegation_delete NONE                          POST    404 302
member_new        OPEN                          GET     200  200  403  404 404 404 404  404 404   404 404  302
member_new        STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
member_new        NONE                          GET     404 302
member_new        OPEN                          POST    422  422  403  404 404 404 404  404 404   404 404  302
member_new        STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
member_new        NONE                          POST    404 302
member_edit       OPEN                          GET     200  200  403  404 404 404 404  404 404   404 404  302
member_edit       STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
member_edit       NONE                          GET     404 302
member_edit       OPEN                          POST    422  422  403  404 404 404 404  404 404   404 404  302
member_edit       STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
member_edit       NONE                          POST    404 302
member_delete     OPEN                          GET     200  200  403  404 404 404 404  404 404   404 404  302
member_delete     STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
member_delete     NONE                          GET     404 302
member_delete     OPEN                          POST    200  200  403  404 404 404 404  404 404   404 404  302
member_delete     STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 200  302
member_delete     NONE                          POST    404 302
member_order      OPEN                          POST    302  302  403  404 404 404 404  404 404   404 404  302
member_order      STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 302  302
member_order      NONE                          POST    404 302
member_order      *                             GET     405 302
subjects_choose   OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
subjects_choose   STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
subjects_choose   NONE                          GET     404 302
subjects_choose   OPEN                          POST    422  422  403  403 403 403 403  404 403   404 404  302
subjects_choose   STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
subjects_choose   NONE                          POST    404 302
inspection_edit   SESSION-1                     GET     200  200  403  404 404 403 403  404 404   404 404  302
inspection_edit   OPEN-1                        GET     403  403  403  403 403 403 403  404 403   404 404  302
inspection_edit   STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 403  302
inspection_edit   NONE-1                        GET     404 302
inspection_edit   SESSION-1                     POST    422  422  403  404 404 403 403  404 404   404 404  302
inspection_edit   OPEN-1                        POST    403  403  403  403 403 403 403  404 403   404 404  302
inspection_edit   STRANGE-1                     POST    404  404  404  404 404 404 404  404 404   404 403  302
inspection_edit   NONE-1                        POST    404 302
inspection_delete SESSION-1                     GET     200  200  403  404 404 403 403  404 404   404 404  302
inspection_delete STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 403  302
inspection_delete NONE-1                        GET     404 302
inspection_delete SESSION-1                     POST    200  200  403  404 404 403 403  404 404   404 404  302
inspection_delete STRANGE-1                     POST    404  404  404  404 404 404 404  404 404   404 403  302
inspection_delete NONE-1                        POST    404 302
session_new       SESSION-1                     GET     200  200  200  404 404 403 403  404 404   404 404  302
session_new       STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 403  302
session_new       NONE-1                        GET     404 302
session_new       SESSION-1                     POST    422  422  422  404 404 403 403  404 404   404 404  302
session_new       STRANGE-1                     POST    404  404  404  404 404 404 404  404 404   404 403  302
session_new       NONE-1                        POST    404 302
session_edit      SESSION                       GET     200  200  200  404 404 403 403  404 404   404 404  302
session_edit      STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 403  302
session_edit      NONE                          GET     404 302
session_edit      SESSION                       POST    422  422  422  404 404 403 403  404 404   404 404  302
session_edit      STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 403  302
session_edit      NONE                          POST    404 302
session_delete    SESSION                       GET     200  200  200  404 404 403 403  404 404   404 404  302
session_delete    STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 403  302
session_delete    NONE                          GET     404 302
session_delete    SESSION                       POST    200  200  200  404 404 403 403  404 404   404 404  302
session_delete    STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 403  302
session_delete    NONE                          POST    404 302
measuredvalue_delete OPEN/verified                 GET     403  403  403  403 403 403 403  404 403   404 404  302
measuredvalue_delete SESSION/verified              GET     200  200  200  404 404 404 404  404 404   404 404  302
measuredvalue_delete SESSION/reported              GET     200  200  200  404 404 403 403  404 404   404 404  302
measuredvalue_delete SESSION/verified              POST    200  200  200  404 404 404 404  404 404   404 404  302
measuredvalue_delete STRANGE/verified              GET     404  404  404  404 404 404 404  404 404   404 403  302
measuredvalue_delete NONE/verified                 GET     404 302
finding_add       OPEN-1/strength               GET     409  409  409  403 403 403 403  404 403   404 404  302
finding_add       SESSION-1/strength            GET     200  200  200  404 404 403 403  404 404   404 404  302
finding_add       SESSION-1/shortcoming         POST    422  422  422  404 404 403 403  404 404   404 404  302
finding_add       SESSION-1/nothing             GET     404  404  404  404 404 403 403  404 404   404 404  302
finding_add       STRANGE-1/strength            GET     404  404  404  404 404 404 404  404 404   404 409  302
finding_add       NONE-1/strength               GET     404 302
finding_preview   SESSION-1                     POST    200  200  200  404 404 403 403  404 404   404 404  302
finding_preview   STRANGE-1                     POST    404  404  404  404 404 404 404  404 404   404 200  302
finding_preview   NONE-1                        POST    404 302
finding_preview   *                             GET     405 302
cause_add         OPEN-1                        GET     409  409  409  403 403 403 403  404 403   404 404  302
cause_add         SESSION-1                     GET     200  200  200  404 404 403 403  404 404   404 404  302
cause_add         SESSION-1                     POST    422  422  422  404 404 403 403  404 404   404 404  302
cause_add         STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 409  302
cause_add         NONE-1                        GET     404 302
recommendation_add OPEN-1                        GET     409  409  409  403 403 403 403  404 403   404 404  302
recommendation_add SESSION-1                     GET     200  200  200  404 404 403 403  404 404   404 404  302
recommendation_add SESSION-1                     POST    422  422  422  404 404 403 403  404 404   404 404  302
recommendation_add STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 409  302
recommendation_add NONE-1                        GET     404 302
finding_edit      OPEN/finding                  GET     409  409  409  403 403 403 403  404 403   404 404  302
finding_edit      SESSION/finding               GET     200  200  200  404 404 404 404  404 404   404 404  302
finding_edit      SESSION/finding               POST    422  422  422  404 404 404 404  404 404   404 404  302
finding_edit      STRANGE/finding               GET     404  404  404  404 404 404 404  404 404   404 409  302
finding_edit      NONE/finding                  GET     404 302
finding_delete    OPEN/finding                  GET     403  403  403  403 403 403 403  404 403   404 404  302
finding_delete    SESSION/finding               GET     200  200  200  404 404 404 404  404 404   404 404  302
finding_delete    SESSION/finding               POST    200  200  200  404 404 404 404  404 404   404 404  302
finding_delete    STRANGE/finding               GET     404  404  404  404 404 404 404  404 404   404 403  302
finding_delete    NONE/finding                  GET     404 302
cause_edit        OPEN/cause                    GET     409  409  409  403 403 403 403  404 403   404 404  302
cause_edit        SESSION/cause                 GET     200  200  200  404 404 404 404  404 404   404 404  302
cause_edit        SESSION/cause                 POST    422  422  422  404 404 404 404  404 404   404 404  302
cause_edit        STRANGE/cause                 GET     404  404  404  404 404 404 404  404 404   404 409  302
cause_edit        NONE/cause                    GET     404 302
cause_delete      OPEN/cause                    GET     403  403  403  403 403 403 403  404 403   404 404  302
cause_delete      SESSION/cause                 GET     200  200  200  404 404 404 404  404 404   404 404  302
cause_delete      SESSION/cause                 POST    200  200  200  404 404 404 404  404 404   404 404  302
cause_delete      STRANGE/cause                 GET     404  404  404  404 404 404 404  404 404   404 403  302
cause_delete      NONE/cause                    GET     404 302
recommendation_edit OPEN/recommendation           GET     409  409  409  403 403 403 403  404 403   404 404  302
recommendation_edit SESSION/recommendation        GET     200  200  200  404 404 404 404  404 404   404 404  302
recommendation_edit SESSION/recommendation        POST    422  422  422  404 404 404 404  404 404   404 404  302
recommendation_edit STRANGE/recommendation        GET     404  404  404  404 404 404 404  404 404   404 409  302
recommendation_edit NONE/recommendation           GET     404 302
recommendation_delete OPEN/recommendation           GET     403  403  403  403 403 403 403  404 403   404 404  302
recommendation_delete SESSION/recommendation        GET     200  200  200  404 404 404 404  404 404   404 404  302
recommendation_delete SESSION/recommendation        POST    200  200  200  404 404 404 404  404 404   404 404  302
recommendation_delete STRANGE/recommendation        GET     404  404  404  404 404 404 404  404 404   404 403  302
recommendation_delete NONE/recommendation           GET     404 302
assignment_edit   OPEN/assignment               GET     409  409  409  403 403 403 403  404 403   404 404  302
assignment_edit   SESSION/assignment            GET     200  200  200  404 404 404 404  404 404   404 404  302
assignment_edit   SESSION/assignment            POST    422  422  422  404 404 404 404  404 404   404 404  302
assignment_edit   STRANGE/assignment            GET     404  404  404  404 404 404 404  404 404   404 409  302
assignment_edit   NONE/assignment               GET     404 302
assignment_delete OPEN/assignment               GET     403  403  403  403 403 403 403  404 403   404 404  302
assignment_delete SESSION/assignment            GET     200  200  200  404 404 404 404  404 404   404 404  302
assignment_delete SESSION/assignment            POST    200  200  200  404 404 404 404  404 404   404 404  302
assignment_delete STRANGE/assignment            GET     404  404  404  404 404 404 404  404 404   404 403  302
assignment_delete NONE/assignment               GET     404 302
finding_edit      SESSION/general               GET     404  404  404  404 404 404 404  404 404   404 404  302
finding_edit      OPEN/remark                   GET     409  409  409  404 404 404 404  404 404   404 404  302
assignment_add    OPEN/recommendation           GET     200  200  200  403 403 403 403  404 403   404 404  302
assignment_add    OPEN/recommendation           POST    422  422  422  403 403 403 403  404 403   404 404  302
assignment_add    SESSION/recommendation        GET     200  200  200  404 404 404 404  404 404   404 404  302
assignment_add    STRANGE/recommendation        GET     404  404  404  404 404 404 404  404 404   404 200  302
assignment_add    NONE/recommendation           GET     404 302
basis_new         OPEN                          GET     200  200  403  403 403 403 403  404 403   404 404  302
basis_new         STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
basis_new         NONE                          GET     404 302
basis_new         OPEN                          POST    422  422  403  403 403 403 403  404 403   404 404  302
basis_new         STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 422  302
basis_new         NONE                          POST    404 302
basis_delete      OPEN                          GET     200  200  404  404 404 404 404  404 404   404 404  302
basis_delete      STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
basis_delete      NONE                          GET     404 302
basis_delete      OPEN                          POST    200  200  404  404 404 404 404  404 404   404 404  302
basis_delete      STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 200  302
basis_delete      NONE                          POST    404 302
paper_download    OPEN/open                     GET     200  200  200  200 200 200 200  404 200   404 404  302
paper_download    OPEN/internal                 GET     200  200  200  404 404 404 404  404 404   404 404  302
paper_download    OPEN/infected                 GET     404 302
paper_download    SESSION/open                  GET     200  200  200  404 404 200 200  404 404   404 404  302
paper_download    PLANNED/open                  GET     200  200  200  404 404 404 404  404 404   404 404  302
paper_download    DRAFT/open                    GET     200  200  200  404 404 404 404  404 404   404 404  302
paper_download    STRANGE/open                  GET     404  404  404  404 404 404 404  404 404   404 200  302
paper_download    NONE/open                     GET     404 302
paper_download    *                             POST    405 302
report_hand_in    SESSION-1                     GET     403  403  403  404 404 200 200  404 404   404 404  302
report_hand_in    SESSION-1                     POST    403  403  403  404 404 200 200  404 404   404 404  302
report_hand_in    OPEN-1                        GET     403  403  403  403 403 409 409  404 403   404 404  302
report_hand_in    OPEN-1                        POST    403  403  403  403 403 409 409  404 403   404 404  302
report_hand_in    STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 403  302
report_hand_in    STRANGE-1                     POST    404  404  404  404 404 404 404  404 404   404 403  302
report_hand_in    NONE-1                        GET     404 302
report_hand_in    NONE-1                        POST    404 302
notice_attach     OPEN-1                        GET     409  409  403  403 403 403 403  404 403   404 404  302
notice_attach     OPEN-1                        POST    409  409  403  403 403 403 403  404 403   404 404  302
notice_attach     STRANGE-1                     GET     404  404  404  404 404 404 404  404 404   404 409  302
notice_attach     NONE-1                        GET     404 302
conclusion_publish OPEN-1                       GET     403  409  403  403 403 403 403  404 403   404 404  302
conclusion_publish OPEN-1                       POST    403  409  403  403 403 403 403  404 403   404 404  302
conclusion_publish STRANGE-1                    GET     404  404  404  404 404 404 404  404 404   404 403  302
conclusion_publish NONE-1                       GET     404 302
register_export   values/csv                    GET     200  200  404  404 404 404 404  404 404   404 200  302
register_export   inspections/csv               GET     200  200  404  404 404 404 404  404 404   404 200  302
register_export   findings/csv                  GET     200  200  404  404 404 404 404  404 404   404 200  302
register_export   recommendations/csv           GET     200  200  404  404 404 404 404  404 404   404 200  302
register_export   criteria/xlsx                 GET     200  200  404  404 404 404 404  404 404   200 200  302
register_export   users/xlsx                    GET     404  404  404  404 404 404 404  404 404   200 404  302
register_export   values/pdf                    GET     404 302
register_export   *                             POST    405 302
import_show       findings                      GET     200  200  404  404 404 404 404  404 404   404 200  302
import_show       findings                      POST    200  200  404  404 404 404 404  404 404   404 200  302
import_show       people                        GET     403  403  404  404 404 404 404  404 404   200 403  302
import_show       people                        POST    403  403  404  404 404 404 404  404 404   200 403  302
import_show       nothing                       GET     404 302
import_template   findings                      GET     200  200  404  404 404 404 404  404 404   404 200  302
import_template   people                        GET     403  403  404  404 404 404 404  404 404   200 403  302
import_template   *                             POST    405 302
import_trial findings/00000000-0000-0000-0000-000000000000 GET 302 302 404 404 404 404 404 404 404 404 302 302
import_trial findings/00000000-0000-0000-0000-000000000000 POST 302 302 404 404 404 404 404 404 404 404 302 302
import_faults     findings/00000000-0000-0000-0000-000000000000 GET     404 302
import_faults     *                             POST    405 302
document_preview  OPEN-1/conclusion-notice      GET     200  200  200  404 404 404 404  404 404   404 404  302
document_preview  STRANGE-1/conclusion-notice   GET     404  404  404  404 404 404 404  404 404   404 200  302
document_preview  NONE-1/conclusion-notice      GET     404 302
document_preview  OPEN-1/nothing                GET     404 302
document_preview  OPEN-1/result-report          GET     200  200  200  404 404 404 404  404 404   404 404  302
document_preview  *                             POST    405 302
document_pdf      OPEN-1/conclusion-notice      GET     200  200  200  404 404 404 404  404 404   404 404  302
document_pdf      STRANGE-1/conclusion-notice   GET     404  404  404  404 404 404 404  404 404   404 200  302
document_pdf      NONE-1/conclusion-notice      GET     404 302
document_pdf      OPEN-1/nothing                GET     404 302
document_pdf      *                             POST    405 302
calendar_show     -                             GET     200 302
calendar_show     -                             POST    405 302
batch_list        -                             GET     200 302
batch_list        -                             POST    405 302
batch_show        OPEN                          GET     200  404  404  404 404 404 404  404 404   404 404  302
batch_show        STRANGE                       GET     404  404  404  404 404 404 404  404 404   404 200  302
batch_show        NONE                          GET     404 302
batch_show        *                             POST    405 302
batch_resume      OPEN                          POST    302  404  404  404 404 404 404  404 404   404 404  302
batch_resume      STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 302  302
batch_resume      *                             GET     405 302
notice_read       OPEN                          POST    302  404  404  404 404 404 404  404 404   404 404  302
notice_read       STRANGE                       POST    404  404  404  404 404 404 404  404 404   404 302  302
notice_read       *                             GET     405 302
notices_read      -                             POST    302 302
notices_read      -                             GET     405 302
organization_show ubnd-28108                    GET     200  200  404  404 404 200 200  404 404   200 200  302
organization_show ubnd-28114                    GET     200  200  404  404 404 404 404  200 404   200 200  302
organization_show btgdv-tu-tay-ninh             GET     200  200  200  200 404 404 404  404 200   200 200  302
organization_show xa-tinh-khac                  GET     200  200  404  404 404 404 404  404 404   200 200  302
organization_show ban-tinh-khac                 GET     200  200  404  404 404 404 404  404 404   200 200  302
organization_show khong-co                      GET     404 302
organization_show *                             POST    405 302
role_give         btgdv-tu-tay-ninh             GET     403  200  403  403 404 404 404  404 403   403 403  302
role_give         btgdv-tu-tay-ninh             POST    403  422  403  403 404 404 404  404 403   403 403  302
role_give         ban-tinh-khac                 GET     403  403  404  404 404 404 404  404 404   403 403  302
role_give         khong-co                      GET     404 302
role_give         khong-co                      POST    404 302
organization_pick -                             GET     200 302
organization_pick -                             POST    405 302
person_pick       -                             GET     200 302
person_pick       -?q=person                    GET     200 302
person_pick       -                             POST    405 302
localities:pick   -                             GET     200 302
localities:pick   -                             POST    405 302
localities:tree   -                             GET     200 302
localities:tree   -                             POST    405 302
localities:show   SOME                          GET     200 302
localities:show   NONE                          GET     404 302
localities:show   *                             POST    405 302
draft_discard     OPEN                          POST    302  404  404  404 404 404 404  404 404   404 404  302
draft_discard     NONE                          POST    404 302
draft_discard     *                             GET     405 302
history_show      OPEN/campaign                 GET     200  200  200  200 200 200 200  404 200   404 404  302
history_show      OPEN/inspection               GET     200  200  200  200 200 200 200  404 200   404 404  302
history_show      OPEN/internal_paper           GET     200  200  200  404 404 404 404  404 404   404 404  302
history_show      PLANNED/inspection            GET     200  200  200  404 404 404 404  404 404   404 404  302
history_show      STRANGE/inspection            GET     404  404  404  404 404 404 404  404 404   404 200  302
history_show      STRANGE/board                 GET     200  200  404  404 404 404 404  404 404   200 200  302
history_show      STRANGE/criteria_set          GET     200  200  404  404 404 404 404  404 404   200 200  302
history_show      NONE/inspection               GET     404 302
history_show      OPEN/batch                    GET     404 302
history_show      *                             POST    405 302
event_restore     SESSION                       POST    404 302
event_restore     NONE                          POST    404 302
event_restore     *                             GET     405 302
sign_in           -                             GET     302 200
sign_in           -                             POST    302 200
sign_out          -                             GET     200 302
sign_out          -                             POST    200  302  302  302 302 302 302  302 302   302 200  302
password_change   -                             GET     200 302
password_change   -                             POST    200 302
password_forgotten -                            GET     200 200
password_forgotten -                            POST    200 200
password_sent     -                             GET     200 200
password_sent     -                             POST    405 405
password_reset    NONE                          GET     200 200
password_reset    NONE                          POST    200 200
set_language      -                             GET     302 302
set_language      -                             POST    302 302
health            -                             GET     200 200
health            -                             POST    200 200
admin:index       -                             GET     200  200  404  404 404 404 404  404 404   200 200  302
admin:index       -                             POST    200  200  404  404 404 404 404  404 404   200 200  302
admin:login       -                             GET     302  302  404  404 404 404 404  404 404   302 302  302
admin:login       -                             POST    302  302  404  404 404 404 404  404 404   302 302  302
admin:logout      -                             GET     405  405  404  404 404 404 404  404 404   405 405  302
admin:logout      -                             POST    200  302  404  404 404 404 404  404 404   302 200  302
admin:password_change -                         GET     302  302  404  404 404 404 404  404 404   302 302  302
admin:password_change -                         POST    302  302  404  404 404 404 404  404 404   302 302  302
admin:password_change_done -                    GET     200  200  404  404 404 404 404  404 404   200 200  302
admin:password_change_done -                    POST    405  405  404  404 404 404 404  404 404   405 405  302
admin:autocomplete -                            GET     403  403  404  404 404 404 404  404 404   403 403  302
admin:autocomplete -                            POST    405  405  404  404 404 404 404  404 404   405 405  302
admin:jsi18n      -                             GET     200  200  404  404 404 404 404  404 404   200 200  302
admin:jsi18n      -                             POST    405  405  404  404 404 404 404  404 404   405 405  302
admin:app_list    accounts                      GET     200  200  404  404 404 404 404  404 404   200 200  302
admin:app_list    accounts                      POST    200  200  404  404 404 404 404  404 404   200 200  302
admin:auth_user_password_change lan             GET     404  404  404  404 404 404 404  404 404   200 404  302
admin:auth_user_password_change lan             POST    404  404  404  404 404 404 404  404 404   200 404  302
admin:auth_user_password_change NONE            GET     404 302
admin/(?P<url>.*)$ nothing                      GET     404 302
admin/(?P<url>.*)$ nothing                      POST    404 302
"""

# Of each model: what one may do in the admin with a row of ours and with one of the other province's. L its list
# opens, A a row may be added; S the row is seen, H its history, C it may be changed, D deleted. Without L every page of
# the model is one that doesn't exist. The Board: Minh and Ngọc; nobody else of the cast finds the admin.
ADMIN = """
model                              Thu: ours theirs   Board: ours theirs   row
accounts.organization              LASHCD LASHCD      LSH    LSH           board
accounts.organizationname          LASHCD LASHCD      LSH    LSH           board_name
accounts.organizationsuccession    LASHCD LASHCD      LSH    LSH           succession
accounts.person                    LASHCD LASHCD      LSH    LSH           person
accounts.user                      LASHC  LASHC       -      -             user
accounts.membership                LASHCD LASHCD      -      -             membership
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
answer                  BYQ      IQ       BQ       BQ     -
officialpaper           IUVYQ    IUYQ     IQ       IQ     X
internal.officialpaper  IQ       IQ       IQ       IQ     X
infected.officialpaper  IUVYQ    IUYQ     IQ       IQ     X
plan.officialpaper      B        B        B        B      X
open_file               IUVTYQ   IUTYQ    ITQ      ITQ    TX
internal_file           ITQ      IQ       IQ       IQ     X
infected_file           BYQ      BYQ      BQ       BQ     -
attached_file           BYQ      IQ       BQ       BQ     -
submitted_file          -        -        -        -      -
issued_file             -        -        -        -      -
returnitem              -        -        -        -      -
sectiontext             -        -        -        -      -
documenttext            -        -        -        -      -
register                -        -        -        -      -
takennumber             -        -        -        -      -
person                  IUVTXYQ  IUTXYQ   ITXYQ    ITXYQ  BTXYQ
organizationname        -        -        -        -      BTXYQ
mobilizationmodel       IUVYQ    IYQ      IYQ      IYQ    BXYQ
setcriterion            IUVTXYQ  IUTXYQ   ITXYQ    ITXYQ  BTXYQ
criteriaset             BTXYQ    BTXYQ    BTXYQ    BTXYQ  BTXYQ
criterion               BTXYQ    BTXYQ    BTXYQ    BTXYQ  BTXYQ
event                   IUVYQ    IUYQ     IQ       IQ     X
deletion.event          IQ       IQ       IQ       IQ     X
accesslog               T        T        T        T      T
batch                   M        M        M        M      X
batchitem               M        M        M        M      X
notice                  M        M        M        M      X
savedfilter             M        M        M        M      X
saveddraft              M        M        M        M      X
"""
WORLDS = WORDS.split()[1:6]
READERS = {
    **{"I": "minh ngoc binh", "B": "minh ngoc", "M": "minh", "U": "lan khoa", "V": "son van tuyet"},
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
