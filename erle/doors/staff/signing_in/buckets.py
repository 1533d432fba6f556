"""Token buckets in the database: how often something may be tried, however many processes answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

TAKE_WHERE = """
INSERT INTO staff_attempt AS bucket (bucket, tokens, filled_at) SELECT %(key)s, %(size)s - %(cost)s, %(at)s {{}}
ON CONFLICT (bucket) DO UPDATE SET tokens = {filled} - %(cost)s, filled_at = greatest(bucket.filled_at, %(at)s)
WHERE {filled} >= %(cost)s
RETURNING tokens
""".format(
    filled="least(%(size)s, bucket.tokens"
    " + greatest(0, extract(epoch FROM %(at)s - bucket.filled_at)::float8) / %(every)s)"
)
"""Take tokens where what is put in says so; a row comes back where there were enough."""
TAKE = TAKE_WHERE.format("")
GIVE_BACK = "UPDATE staff_attempt SET tokens = least(%s, tokens + %s) WHERE bucket = %s"


@dataclass(frozen=True)
class Bucket:
    """How many tries at once, and after how many seconds there is one more."""

    kind: str
    size: int
    seconds_a_try: float

    def key(self, *parts: str) -> str:
        """Return the row's key; the parts cannot be read from it."""
        return f"{self.kind}:{salted_hmac('erle.bucket', '|'.join(parts), algorithm='sha256').hexdigest()[:48]}"

    def take(self, *parts: str, cost: int = 1, at: datetime) -> bool:
        """Take tokens in one statement, and tell whether there were enough; nothing is taken where there were not."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, self.given(*parts, cost=cost, at=at))
            return cursor.fetchone() is not None

    def given(self, *parts: str, cost: int = 1, at: datetime) -> dict[str, str | float | datetime]:
        """Return what a statement of taking is given."""
        return {
            "key": self.key(*parts),
            "size": float(self.size),
            "cost": float(cost),
            "at": at,
            "every": float(self.seconds_a_try),
        }

    def give_back(self, *parts: str, cost: int = 1) -> None:
        """Put back what a try cost that was not a guess."""
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [float(self.size), float(cost), self.key(*parts)])


def forget_before(moment: datetime) -> int:
    """Throw away the buckets that have been full for long, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM staff_attempt WHERE filled_at < %s", [moment])
        return int(cursor.rowcount)
