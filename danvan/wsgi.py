import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from ground.processes.frames import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.settings")
_django = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=\s*(\"[^\"]*\"|[^;]*)", re.IGNORECASE)


@with_room
def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Call Django with every request as UTF-8, whatever charset it declares.

    Browsers send nothing else; some other charsets end in an error before any view is called, and some (utf-7) produce
    characters that can't be stored.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)
