class Refused(Exception):
    """Raised where a backup, a restore or a move isn't done; the argument says why, in the language of the screen."""
