"""Papers that go out. `compose` gives the facts, `layout` the lines, `press` HTML and PDF; `issue` calls them.

A new kind of paper is a module of compose/ with a `KIND`, and a template of the same name in templates/documents/.
Only drafts are made so far: nothing fills the tables of `models` yet.
"""
