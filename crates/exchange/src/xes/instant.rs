//! Timestamps of XES (`xs:dateTime`) as microseconds UTC. Knows nothing of local time or of the house's calendar.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A timestamp that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instant {
    /// Microseconds since 1970-01-01T00:00:00Z; finer digits are cut.
    pub(super) microseconds: i64,
    /// Whether the text named its offset; without one it is taken as UTC.
    pub(super) zoned: bool,
}

/// Reads ISO 8601 with or without an offset; `None` where the text is no instant.
pub(super) fn parse(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
        return Some(Instant { microseconds: stamp.as_microsecond(), zoned: true });
    }
    let local: DateTime = text.parse().ok()?;
    let stamp = TimeZone::UTC.to_timestamp(local).ok()?;
    Some(Instant { microseconds: stamp.as_microsecond(), zoned: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<(i64, bool)>) {
        let got = parse(text).map(|found| (found.microseconds, found.zoned));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn reads_what_logs_write() {
        check("1970-01-01T00:00:01Z", Some((1_000_000, true)));
        check("1970-01-01T01:00:00.000+01:00", Some((0, true)));
        check("2011-10-11T13:45:40.276+02:00", Some((1_318_333_540_276_000, true)));
        check(" 1970-01-01T00:00:00.1234567Z ", Some((123_456, true)));
        check("1970-01-01T00:00:02", Some((2_000_000, false)));
        check("1969-12-31T23:59:59Z", Some((-1_000_000, true)));
    }

    #[test]
    fn refuses_what_is_no_instant() {
        for text in ["", "yesterday", "2011-02-30T00:00:00Z", "2011-13-01T00:00:00Z", "2011-10-11T25:00:00Z", "17:00"] {
            check(text, None);
        }
    }
}
