"""All pages of help, by what they are called in their address."""

from portal.help import administrators, officers, staff

PAGES = {page.slug: page for page in (staff.PAGE, officers.PAGE, administrators.PAGE)}
