"""Limits of what users may type, paste, choose, upload or put in an address.

Nothing is truncated silently: input over a limit is refused, or used up to it and the page says so (ground.inputs).
"""

LONG_TEXT = 50_000  # letters of a text that has no shorter limit: about twenty printed pages
CELL_LETTERS = LONG_TEXT  # of a table that comes in as a file
SEARCH_LETTERS, SEARCH_WORDS = 200, 30  # a database compares every row with every word
ECHOED_LETTERS = 200  # of a wrong value, quoted in its error message
ADDRESS_BYTES = 4000  # gunicorn accepts 4,094 with the method, and answers longer ones in bare English
ADDRESS_PARAMETERS = 200
NEW_ROWS = 200  # that one form of the admin may add to those it showed
SAVED_FILTERS = 30  # of one reader to a list
SAVED_FORMS = 30  # drafts of one account
WAITING_UPLOADS = 6  # files of one account that wait for the rest of their form
WAITING_IMPORTS = 5  # files of one account between the dry run and the writing
JSON_LETTERS = 10_000
