"""By what a paper outside the portal is compared with the one that was issued: its code, the public page, its hash."""
