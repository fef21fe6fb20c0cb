"""All pages of help, by their word in addresses."""

from portal.help import administrators, officers, staff

PAGES = {page.slug: page for page in (staff.PAGE, officers.PAGE, administrators.PAGE)}
