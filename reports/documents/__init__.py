"""Papers that go out, room by room, in the order in which one is made.

- `compose`: the records → facts, plain values without any layout. A kind of paper is a module of compose/papers/ with a
  `compose` and a `KIND`, and a template of the same name in templates/documents/ that extends one of forms/. It is
  found by itself; tests/reports/test_papers.py has a line for each kind. The `key` of a section names its slot: a new
  section is a slot that staff can rewrite, without more.
- `wording`: a body's templates in versions; `compose/wording` lays one over the facts. The places that a template may
  set stand in each kind, with the portal's own words.
- `texts`, `models`: drafts and staff's words in their slots, laid over the facts.
- `checklist`: what is warned of or refuses the issue.
- `layout`: facts → sheet, the lines as they print. A rule set is data (hd36, hd05, nd30), each value with its source; a
  new one is a module beside them, a place in `in_force.RULE_SETS` and what it must print, typed in
  tests/reports/layout_expected.py. Very long annexes are cut in `parts`.
- `press`: sheet → HTML, and HTML → PDF in processes of their own.
- `registers`: numbers. `issue`: drafts, issue, publishing, corrections; it alone calls all the others.
- `views`, `forms`, `listings`, `panels`: pages.
"""
