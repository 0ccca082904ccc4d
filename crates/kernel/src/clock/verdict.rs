//! On time or not, how much is left, and the words for it on the deadline badge.
//!
//! On time is decided by dates, not by the hour (the practice under NĐ 61/2018): done on the due date is on time.

use super::explain::{counted_en, working_en, working_vi};
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

    /// What the badge says at a moment.
    #[must_use]
    pub fn badge(&self, calendar: &Calendar, now: Instant) -> Badge {
        if let (Status::Paused { since, .. }, Some(_)) = (self.status, self.due) {
            return Badge::PausedSince(since.date());
        }
        let Some(due) = self.due else { return Badge::NoDeadline };
        let left = self.remaining(calendar, now);
        match left.verdict {
            Verdict::OnTime => Badge::OnTime,
            Verdict::Early => Badge::Early { days: left.days },
            Verdict::Late | Verdict::RunningLate => Badge::Late { days: left.days },
            _ if now.date() == due.date() => Badge::Today { due },
            _ => match left.working_seconds {
                Some(seconds) if seconds > 0 => Badge::Left { seconds: rounded(seconds) },
                _ => Badge::LeftDays { days: left.days },
            },
        }
    }

    /// The badge in Vietnamese (see [`Badge::vi`]).
    #[must_use]
    pub fn phrase(&self, calendar: &Calendar, now: Instant) -> String {
        self.badge(calendar, now).vi()
    }
}

/// What the badge of a deadline says. Days are working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// Paused since this day.
    PausedSince(Date),
    /// There is no deadline.
    NoDeadline,
    /// Done on the due date.
    OnTime,
    /// Done so many days before the due date.
    Early {
        /// Days, at least 1.
        days: i64,
    },
    /// The due date passed so many days ago, or had when it was done.
    Late {
        /// Days, at least 1.
        days: i64,
    },
    /// Due today.
    Today {
        /// When.
        due: Instant,
    },
    /// So much working time is left.
    Left {
        /// Working seconds, already rounded.
        seconds: i64,
    },
    /// So many days are left, where the calendar cannot tell hours.
    LeftDays {
        /// Days.
        days: i64,
    },
}

impl Badge {
    /// In Vietnamese: "còn 2 ngày 3 giờ", "hôm nay 16:30", "quá hạn 1 ngày", "tạm dừng từ 12/5", "không thời hạn", and
    /// after the end "đúng hạn", "trước hạn 2 ngày", "quá hạn 3 ngày".
    #[must_use]
    pub fn vi(self) -> String {
        match self {
            Self::PausedSince(date) => format!("tạm dừng từ {}", date.print_short()),
            Self::NoDeadline => "không thời hạn".to_owned(),
            Self::OnTime => "đúng hạn".to_owned(),
            Self::Early { days } => format!("trước hạn {days} ngày"),
            Self::Late { days } => format!("quá hạn {days} ngày"),
            Self::Today { due } => format!("hôm nay {}", due.local().print_hour()),
            Self::Left { seconds } => format!("còn {}", working_vi(seconds)),
            Self::LeftDays { days } => format!("còn {days} ngày"),
        }
    }

    /// In English: "2 days 3 hours left", "today 16:30", "1 day late", "paused since 12/5", "no deadline", "on time",
    /// "2 days early".
    #[must_use]
    pub fn en(self) -> String {
        match self {
            Self::PausedSince(date) => format!("paused since {}", date.print_short()),
            Self::NoDeadline => "no deadline".to_owned(),
            Self::OnTime => "on time".to_owned(),
            Self::Early { days } => format!("{} early", counted_en(days, "day")),
            Self::Late { days } => format!("{} late", counted_en(days, "day")),
            Self::Today { due } => format!("today {}", due.local().print_hour()),
            Self::Left { seconds } => format!("{} left", working_en(seconds)),
            Self::LeftDays { days } => format!("{} left", counted_en(days, "day")),
        }
    }
}

/// Working time to be said in the two largest units: minutes only when no whole day is left.
fn rounded(seconds: i64) -> i64 {
    let day = crate::calendar::WORKING_DAY_SECONDS;
    if seconds >= day { seconds - seconds % day % 3600 } else { seconds.max(60) }
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
