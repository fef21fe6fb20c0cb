"""Papers that go out. `compose` gives the facts, `layout` the lines, `press` HTML and PDF; `issue` calls them.

A new kind of paper is a module of compose/papers/ with a `KIND`, and a template of the same name in
templates/documents/.
"""
