"""Passes the id of a request to the jobs that it queues, so that the log shows what came of it.

Connected to django-q2's signals in WorkflowConfig.ready.
"""

from collections.abc import Callable
from typing import Any

from ground.logs import tracing

ID = "request_id"  # in a queued job, beside what django-q2 writes there


def pass_on(sender: str, task: dict[str, Any], **kwargs: Any) -> None:
    """Write the id into a job that is being queued."""
    if tracing.current_id():
        task[ID] = tracing.current_id()


def begin(sender: str, func: Callable, task: dict[str, Any], **kwargs: Any) -> None:
    """Work under the id of the request that queued the job; a scheduled one has its own."""
    tracing.begin(task.get(ID) or task["id"])


def end(sender: str, func: Callable, task: dict[str, Any], **kwargs: Any) -> None:
    tracing.end()
