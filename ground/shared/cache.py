"""Caches in a Redis or Valkey server: an outage of it makes pages slower, it doesn't stop them."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class PrintedCache(RedisCache):
    """Finds nothing while its server is away. Storing raises RedisError then: a job mustn't report as printed what
    nobody will find.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as fault:
            logger.error("the shared cache is away: %s", fault)
            return default

    def has_key(self, key: str, version: int | None = None) -> bool:
        try:
            return super().has_key(key, version)
        except RedisError as fault:
            logger.error("the shared cache is away: %s", fault)
            return False
