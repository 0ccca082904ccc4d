//! On time or not, how much is left, and the words for it on the deadline badge.
//!
//! On time is decided by dates, not by the hour (the practice under NĐ 61/2018): done on the due date is on time.

use super::explain::working_vi;
use super::{ClockState, Status};
use crate::calendar::Calendar;
use crate::time::{Date, Instant};

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Done before the due date (trước hạn).
    Early,
    /// Done on the due date (đúng hạn).
    OnTime,
    /// Done after the due date (quá hạn).
    Late,
    /// Not done, the due date not passed (trong hạn).
    Running,
    /// Not done, the due date passed (quá hạn).
    RunningLate,
    /// Paused.
    Paused,
    /// Without a deadline, done or not (không thời hạn).
    NoDeadline,
    /// The time has not begun to run.
    NotStarted,
}

/// What is left of a clock at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    /// How it stands.
    pub verdict: Verdict,
    /// Working seconds to the due moment from now, or from the stop; negative when it has passed. `None` without a
    /// deadline and where the calendar does not reach.
    pub working_seconds: Option<i64>,
    /// Working days between the date (now or of the stop) and the due date, at least 1 where the dates differ;
    /// calendar days where the calendar does not reach; 0 without a deadline.
    pub days: i64,
}

impl ClockState {
    /// How it stands at a moment.
    #[must_use]
    pub fn verdict(&self, now: Instant) -> Verdict {
        match (self.settled(), self.due) {
            (Verdict::Running, Some(due)) if now.date() > due.date() => Verdict::RunningLate,
            (Verdict::Running, Some(_)) if now < self.start => Verdict::NotStarted,
            (verdict, _) => verdict,
        }
    }

    /// How it stands whatever the time is: [`Verdict::Running`] stands for all that only time can tell.
    #[must_use]
    pub fn settled(&self) -> Verdict {
        let Some(due) = self.due else { return Verdict::NoDeadline };
        match self.status {
            Status::Running => Verdict::Running,
            Status::Paused { .. } => Verdict::Paused,
            Status::Stopped { at } => match at.date().cmp(&due.date()) {
                std::cmp::Ordering::Less => Verdict::Early,
                std::cmp::Ordering::Equal => Verdict::OnTime,
                std::cmp::Ordering::Greater => Verdict::Late,
            },
        }
    }

    /// What is left at a moment.
    #[must_use]
    pub fn remaining(&self, calendar: &Calendar, now: Instant) -> Remaining {
        let verdict = self.verdict(now);
        let Some(due) = self.due else { return Remaining { verdict, working_seconds: None, days: 0 } };
        let at = match self.status {
            Status::Running => now,
            Status::Paused { since, .. } => since,
            Status::Stopped { at } => at,
        };
        let working_seconds = calendar.working_seconds(at, due).ok();
        Remaining { verdict, working_seconds, days: days_between(calendar, at.date(), due.date()) }
    }

    /// The badge in Vietnamese: "còn 2 ngày 3 giờ", "hôm nay 16:30", "quá hạn 1 ngày", "tạm dừng từ 12/5", "không thời
    /// hạn", and after the end "đúng hạn", "trước hạn 2 ngày", "quá hạn 3 ngày". Days are working days.
    #[must_use]
    pub fn phrase(&self, calendar: &Calendar, now: Instant) -> String {
        if let (Status::Paused { since, .. }, Some(_)) = (self.status, self.due) {
            return format!("tạm dừng từ {}", since.date().print_short());
        }
        let Some(due) = self.due else { return "không thời hạn".to_owned() };
        let left = self.remaining(calendar, now);
        match left.verdict {
            Verdict::OnTime => "đúng hạn".to_owned(),
            Verdict::Early => format!("trước hạn {} ngày", left.days),
            Verdict::Late | Verdict::RunningLate => format!("quá hạn {} ngày", left.days),
            _ if now.date() == due.date() => format!("hôm nay {}", due.local().print_hour()),
            _ => match left.working_seconds {
                Some(seconds) if seconds > 0 => format!("còn {}", rounded_vi(seconds)),
                _ => format!("còn {} ngày", left.days),
            },
        }
    }
}

/// Working time in the two largest units: minutes only when no whole day is left.
fn rounded_vi(seconds: i64) -> String {
    let day = crate::calendar::WORKING_DAY_SECONDS;
    working_vi(if seconds >= day { seconds - seconds % day % 3600 } else { seconds.max(60) })
}

fn days_between(calendar: &Calendar, a: Date, b: Date) -> i64 {
    let (earlier, later) = (a.min(b), a.max(b));
    if earlier == later {
        return 0;
    }
    match calendar.working_days(earlier.add_days(1), later) {
        Ok(days) => i64::try_from(days).unwrap_or(i64::MAX).max(1),
        Err(_) => i64::from(later.days_since(earlier)),
    }
}
