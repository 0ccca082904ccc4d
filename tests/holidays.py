#!/usr/bin/env python3
"""Compares the shipped calendar with the PyPI package `holidays` (Vietnam), day by day, 2019 to 2026.

Not a source of law: the announcements in catalogue/calendar.toml are. Each difference must be one of those
explained in KNOWN; an unknown one, or a known one that has gone, fails. Exit 0 when all is as expected, 1 when
not, 2 when `holidays` is not installed.

    pip install holidays && python3 tests/holidays.py [CALENDAR.toml]
"""

import sys
from datetime import date, timedelta
from pathlib import Path

# This file is called holidays.py: its own folder must not be searched for the package.
sys.path = [p for p in sys.path if Path(p or ".").resolve() != Path(__file__).resolve().parent]

try:
    import tomllib

    import holidays
except ImportError as missing:
    print(f"cannot compare: {missing} (Python 3.11 or newer and `pip install holidays` are needed)", file=sys.stderr)
    sys.exit(2)

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
CALENDAR = Path(__file__).resolve().parent.parent / "catalogue" / "calendar.toml"

# date: (ours, theirs, why)
KNOWN = {
    date(2026, 1, 2): ("off", "working", "swapped for Saturday 2026-01-10; the package does not know the swap"),
    date(2026, 1, 10): ("working", "off", "worked for 2026-01-02; the package does not know the swap"),
}


def read_calendar(path):
    """The announced days: date -> "off" or "makeup"."""
    with open(path, "rb") as file:
        calendar = tomllib.load(file)
    return {
        date.fromisoformat(day["date"]): day["kind"]
        for announcement in calendar["announcement"]
        for day in announcement["days"]
    }


def main():
    announced = read_calendar(sys.argv[1] if len(sys.argv) > 1 else CALENDAR)
    package = holidays.VN(years=range(FIRST.year - 1, LAST.year + 2))
    found, days, harmless = {}, 0, []
    day = FIRST
    while day <= LAST:
        days += 1
        kind = announced.get(day)
        ours = "working" if kind == "makeup" or (kind is None and day.weekday() < 5) else "off"
        theirs = "working" if package.is_working_day(day) else "off"
        if ours != theirs:
            found[day] = (ours, theirs)
        elif day in package and day.weekday() >= 5:
            harmless.append(day)
        day += timedelta(days=1)

    for day, (ours, theirs, why) in KNOWN.items():
        if found.get(day) == (ours, theirs):
            print(f"known   {day} {day:%a}: here {ours}, package {theirs}: {why}")
    unknown = {d: v for d, v in found.items() if d not in KNOWN or KNOWN[d][:2] != v}
    for day, (ours, theirs) in sorted(unknown.items()):
        print(f"UNKNOWN {day} {day:%a}: here {ours}, package {theirs}: {package.get(day)}")
    gone = [d for d in KNOWN if d not in found]
    for day in gone:
        print(f"GONE    {day} {day:%a}: no longer differs; remove it from KNOWN")
    print("harmless holidays of the package that fall on weekends: " + ", ".join(map(str, harmless)))
    print(
        f"{days} days compared with holidays {holidays.__version__}: {len(found) - len(unknown)} known differences, "
        f"{len(unknown)} unknown, {len(gone)} gone"
    )
    return 1 if unknown or gone else 0


if __name__ == "__main__":
    sys.exit(main())
