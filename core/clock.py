"""A clock for rules: the day and the hour from which they look, with every bound that follows from the policy."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from core.policy import Policy


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment in the office's zone and the policy, with every bound worked out once.

    Each bound ending in `before` is the last day that is far enough back; each in `from` the first that still counts.
    """

    as_of: date
    now: datetime
    policy: Policy
    halted_before: date
    aim_before: date
    quiet_before: date
    spoke_before: date
    late_before: date
    missed_from: date
    soon_until: date
    rested_before: date
    fresh_from: date
    untouched_before: date
    praised_from: date

    @classmethod
    def at(cls, as_of: date, now: datetime | None, policy: Policy, zone: tzinfo) -> "Clock":
        """The clock of a day: at `now` where that is a moment of the day in the office's zone, else as it begins.

        Every clock strikes only each five minutes, so that a page and a command of the same minute say the same.
        """
        local = _last_strike(now.astimezone(zone)) if now else None
        if local is None or local.date() != as_of:
            local = datetime.combine(as_of, time(), zone)
        days = policy.calendar
        return cls(
            as_of,
            local,
            policy,
            halted_before=days.last_with_days_since(as_of, policy.halted_after_days),
            aim_before=days.last_with_days_since(as_of, policy.aim_reached_days),
            quiet_before=days.last_with_days_since(as_of, policy.quiet_after_days),
            spoke_before=days.last_with_days_since(as_of, policy.spoke_within_days + 1),
            late_before=days.last_with_working_days_since(as_of, policy.late_after_working_days),
            missed_from=policy.missed_from(as_of),
            soon_until=days.working_after(as_of, policy.soon_working_days),
            rested_before=days.last_with_working_days_since(as_of, policy.rest_working_days),
            fresh_from=days.first_of_last_working(as_of, policy.fresh_working_days),
            untouched_before=days.last_with_working_days_since(as_of, policy.untouched_working_days),
            praised_from=as_of - timedelta(days=policy.praise_days - 1),
        )

    @property
    def zone(self) -> tzinfo:
        """The office's zone."""
        zone = self.now.tzinfo
        assert zone is not None  # noqa: S101 - `at` gives it one
        return zone

    def speaks_of(self, due_on: date) -> bool:
        """Whether what was due that day is late enough to speak of, and not too late to be mended."""
        return self.missed_from <= due_on <= self.late_before

    def end_of(self, day: date) -> datetime:
        """The last moment of a day: that of an appointment without an hour."""
        return datetime.combine(day, time.max, self.zone)


def _last_strike(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 5, second=0, microsecond=0)
