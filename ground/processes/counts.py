"""Counts uses over all machines, in the shared cache's server, by its clock: those of the machines may differ."""

import logging
from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

MINUTE = 60
SECONDS_TO_ANSWER = 2
logger = logging.getLogger(__name__)

# Return the seconds until the next use is allowed, as text: Redis would cut a number to a whole one. A use is counted
# by one script, so that two machines never see the same last place free. Members are unique by a number that runs on.
COUNT = """
local now, limit, minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if now < 0 then local t = redis.call('TIME'); now = t[1] + t[2] / 1000000 end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - minute)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
local n = redis.call('ZCARD', KEYS[1])
if limit <= 0 then return tostring(minute) end
if n >= limit then
    local first = redis.call('ZRANGE', KEYS[1], -limit, -limit, 'WITHSCORES')
    return tostring(first[2] + minute - now)
end
local number = redis.call('INCR', KEYS[1] .. ':number')
redis.call('ZADD', KEYS[1], now, number)
redis.call('EXPIRE', KEYS[1], minute)
redis.call('EXPIRE', KEYS[1] .. ':number', minute)
return '0'
"""


def count_everywhere(name: str, limit: int, now: float | None = None) -> float | None:
    """Count as `ground.processes.places.count_use` does, over all machines; None where the server is away."""
    key, moment = f"danvan:count:{name}", -1 if now is None else now
    try:
        return float(_server(settings.CACHE_URL).eval(COUNT, 1, key, moment, limit, MINUTE))
    except RedisError as fault:
        logger.error("counted on this machine alone: %s", fault)
        return None


@cache
def _server(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=SECONDS_TO_ANSWER, socket_connect_timeout=SECONDS_TO_ANSWER)
