"""Records in the midst of their work: a test that is about a state begins in it."""


def standing(record, state):
    """The record, put into that state past the steps and their checks, as nothing but a test may."""
    if record.state != state:
        record.write_step(state, {})
    return record
