"""Values of a file as their columns store and check them, by the same rules as forms and the admin."""

from django.core.exceptions import ValidationError

from workflow.registers.rows import Draft, Part, comparable, raw


def stored_form(part: Part | None, name: str, value: object) -> object:
    """Return a text as its column stores it, so that one typed with doubled spaces finds its record; other values as
    they are.
    """
    if part is None or not isinstance(value, str):
        return value
    return part.model._meta.get_field(name).to_python(value)


def faults_in(draft: Draft, name: str, value: object) -> list[str]:
    """Return what the column's own checks say of a new value; [] for one that is stored already, empty or a
    reference.
    """
    column = draft.part.model._meta.get_field(name)
    is_stored = not draft.is_new and comparable(raw(draft.record, name)) == comparable(value)
    if column.is_relation or is_stored or value in column.empty_values:
        return []
    try:
        column.run_validators(value)
    except ValidationError as wrong:
        return wrong.messages
    return []
