import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.settings")
_django = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=\s*(\"[^\"]*\"|[^;]*)", re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Django, to which every request is UTF-8, whatever it says of itself.

    Browsers send nothing else; of other codings some are no text and end in an error before any page is asked, and
    some (utf-7) make letters that nothing can write.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)
