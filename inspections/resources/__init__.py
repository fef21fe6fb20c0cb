"""Every register of the portal, by the word that stands for it in addresses."""

from accounts.resources import Organizations, People, Users
from inspections.resources.criteria import Criteria
from inspections.resources.findings import Findings, Recommendations
from inspections.resources.inspections import Inspections
from inspections.resources.values import Values
from localities.resources import Places

REGISTERS = {
    register.slug: register
    for register in (Places, Organizations, People, Users, Criteria, Inspections, Values, Findings, Recommendations)
}
