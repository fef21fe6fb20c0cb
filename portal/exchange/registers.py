"""All registers of the portal, by the word used in addresses."""

from accounts.people.resources import Organizations, People, Users
from inspections.criteria.resources import Criteria
from inspections.findings.resources import Findings
from inspections.inspections.bookings.resources import Sessions
from inspections.inspections.resources import Inspections
from inspections.recommendations.resources import Recommendations
from inspections.values.resources import Values
from localities.places.resources import Places

OF_WORK = (Criteria, Inspections, Sessions, Values, Findings, Recommendations)
REGISTERS = {register.slug: register for register in (Places, Organizations, People, Users, *OF_WORK)}
