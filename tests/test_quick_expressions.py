"""The suite's copies of expressions are those that Django makes."""

from copy import copy

from django.db.models import Case, Exists, Func, Max, Q, Value, When
from django.db.models.expressions import BaseExpression

from inspections.models import Inspection
from tests.quick_expressions import copied


def expressions():
    column = Inspection._meta.get_field("reference").get_col("i")
    one = Case(When(Q(state="planned"), then=Value(1)), default=Value(2))
    return [column, Value(7), Func(column, function="LOWER"), Max(column), Exists(Inspection.objects.all()), one]


def test_a_copy_is_another_of_the_same_class_and_state():
    for expression in expressions():
        assert expression in {expression}  # its hash is made of what it then notes, and a copy has that too
        assert expression.convert_value  # which it notes as well, but no copy has it
        ours, djangos = copied(expression), copy(expression)
        assert ours is not expression
        assert (type(ours), vars(ours)) == (type(djangos), vars(djangos))


def test_the_suite_copies_so():
    assert BaseExpression.copy is copied
