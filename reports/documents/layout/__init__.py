"""Layout: from the facts of a paper to the lines that its rule set prints, and the style sheet of that rule set.

`facts` is what compose returns; `lay_out` returns the `sheet` that the templates of documents/ print. The values of the
regulations are data: hd36, hd05, nd30.
"""

from reports.documents.layout.in_force import RULE_SETS, RuleSetMissing, rule_set_for
from reports.documents.layout.lines import number_line, number_text
from reports.documents.layout.sheet import LINE_HEIGHTS, lay_out
from reports.documents.layout.stylesheet import css_of, version_of

__all__ = [
    "LINE_HEIGHTS",
    "RULE_SETS",
    "RuleSetMissing",
    "css_of",
    "lay_out",
    "number_line",
    "number_text",
    "rule_set_for",
    "version_of",
]
