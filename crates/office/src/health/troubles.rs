//! From what was measured to what is wrong and what to do: one small rule each, the gravest first.

use kernel::text::number_vn;
use kernel::time::{Date, Instant};

use super::store::{Steps, clock_steps, step};
use super::{Disk, Facts, Paper, SignedLog, witnesses};

/// How grave a trouble is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Work stands still, or will within hours.
    Critical,
    /// Somebody has to act in the next days.
    Warning,
    /// Good to know.
    Note,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// How grave.
    pub gravity: Gravity,
    /// Stable name.
    pub code: &'static str,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// What to do, step by step: Vietnamese and English.
    pub steps: Vec<(String, String)>,
}

/// Below so much free room the next batch may fail.
pub const DISK_CRITICAL_BYTES: u64 = 512 << 20;
/// Below so much free room somebody should act.
pub const DISK_LOW_BYTES: u64 = 5 << 30;
/// Below so many hundredths of the disk free, too.
pub const DISK_LOW_PERCENT: u64 = 5;
/// A write-ahead log that grew so large was not folded in: somebody reads for a very long time.
pub const LOG_LARGE_BYTES: u64 = 1 << 30;
/// From this month on the calendar of the next year must be there (it is announced by the end of the year before).
const NEXT_YEAR_FROM_MONTH: u32 = 10;
/// From this month on it must no longer be provisional.
const ANNOUNCED_FROM_MONTH: u32 = 12;
/// A replay is asked for so often.
const REPLAY_DAYS_MAX: i32 = 92;

/// What is wrong, the gravest first; empty when all is well.
#[must_use]
pub fn troubles(facts: &Facts) -> Vec<Trouble> {
    let rules: [fn(&Facts) -> Option<Trouble>; 15] = [
        unreadable,
        unwritable,
        clock_behind,
        disk,
        queue,
        log,
        signed_log,
        witnesses::witnesses,
        calendar_over,
        calendar_next_year,
        calendar_provisional,
        unapplied,
        paper,
        catalogue,
        replayed,
    ];
    let mut found: Vec<Trouble> = rules.iter().filter_map(|rule| rule(facts)).collect();
    found.sort_by_key(|trouble| trouble.gravity);
    found
}

pub(super) fn trouble(gravity: Gravity, code: &'static str, vi: String, en: String, steps: Steps) -> Trouble {
    Trouble { gravity, code, vi, en, steps }
}

fn unreadable(facts: &Facts) -> Option<Trouble> {
    let why = facts.head.as_ref().err()?;
    let (vi, en) = (format!("Không đọc được sổ cái. {}", why.vi()), format!("The ledger cannot be read. {}", why.en()));
    Some(trouble(Gravity::Critical, "unreadable", vi, en, why.steps()))
}

fn unwritable(facts: &Facts) -> Option<Trouble> {
    let why = facts.writing.as_ref().err()?;
    let vi = format!("Không ghi được sổ cái: mọi biểu mẫu gửi lên đều chưa được ghi. {}", why.vi());
    let en = format!("The ledger cannot be written: no form that is sent is recorded. {}", why.en());
    Some(trouble(Gravity::Critical, "unwritable", vi, en, why.steps()))
}

fn clock_behind(facts: &Facts) -> Option<Trouble> {
    let last = facts.head.as_ref().ok()?.1?;
    let behind = last.0.saturating_sub(facts.now.0);
    if behind <= ledger::CLOCK_BEHIND_MICROS_MAX {
        return None;
    }
    let seconds = number_vn(behind / 1_000_000);
    let vi = format!(
        "Đồng hồ máy chủ chậm {seconds} giây so với lần ghi cuối ({}); sổ cái không nhận ghi lùi giờ.",
        last.print_vn()
    );
    let en = format!(
        "The server's clock is {seconds} s behind the last record ({}); nothing is backdated.",
        last.print_iso()
    );
    Some(trouble(Gravity::Critical, "clock_behind", vi, en, clock_steps()))
}

fn disk(facts: &Facts) -> Option<Trouble> {
    let Disk { free, whole } = facts.machine.disk?;
    let gravity = match free {
        0..DISK_CRITICAL_BYTES => Gravity::Critical,
        _ if free < DISK_LOW_BYTES || free < whole / 100 * DISK_LOW_PERCENT => Gravity::Warning,
        _ => return None,
    };
    let vi = format!("Ổ đĩa chứa dữ liệu chỉ còn trống {} trên {}.", bytes(free), bytes(whole));
    let en = format!("The disk that holds the data has {} of {} left.", bytes(free), bytes(whole));
    let steps = vec![
        step(
            "Chuyển đi tệp không thuộc hệ thống; không xóa tệp nào trong thư mục dữ liệu.",
            "Move away what is not of this system; delete nothing in the data folder.",
        ),
        step(
            "Mở rộng ổ đĩa, hoặc dừng máy chủ và chuyển thư mục dữ liệu sang ổ lớn hơn.",
            "Enlarge the disk, or stop the server and move the data folder to a larger one.",
        ),
    ];
    Some(trouble(gravity, "disk", vi, en, steps))
}

fn queue(facts: &Facts) -> Option<Trouble> {
    let (waiting, most) = facts.queue;
    if waiting < most / 2 {
        return None;
    }
    let vi = format!("{waiting} việc đang chờ ghi (nhiều nhất {most}): ổ đĩa ghi chậm hơn việc gửi đến.");
    let en =
        format!("{waiting} jobs wait for the writer (at most {most}): the disk is slower than the work that comes.");
    let steps = vec![
        step(
            "Kiểm tra có sao lưu hay nhập dữ liệu đang chạy không; để việc đó sang ngoài giờ.",
            "See whether a backup or an import runs; let it run out of hours.",
        ),
        step("Kiểm tra độ trễ ghi của ổ đĩa.", "Check the write latency of the disk."),
    ];
    Some(trouble(Gravity::Warning, "queue", vi, en, steps))
}

fn log(facts: &Facts) -> Option<Trouble> {
    let size = facts.machine.log_bytes;
    if size < LOG_LARGE_BYTES {
        return None;
    }
    let vi = format!("Tệp nhật ký ghi trước đã lớn đến {}: có chương trình đọc giữ nó quá lâu.", bytes(size));
    let en = format!("The write-ahead log has grown to {}: some program has been reading for too long.", bytes(size));
    let steps = vec![
        step(
            "Tìm và dừng lệnh đọc dài (báo cáo, xuất dữ liệu, sao lưu).",
            "Find and stop what reads for long (a report, an export, a backup).",
        ),
        step(
            "Khởi động lại máy chủ ngoài giờ; tệp được gộp lại khi đóng.",
            "Restart the server out of hours; the log is folded in on closing.",
        ),
    ];
    Some(trouble(Gravity::Warning, "log", vi, en, steps))
}

fn announce() -> Steps {
    vec![
        step(
            "Lấy thông báo nghỉ lễ, tết và hoán đổi ngày làm việc của cơ quan có thẩm quyền.",
            "Get the announcement of days off and make-up days from the competent authority.",
        ),
        step(
            "Nhập thông báo ở trang lịch làm việc; xem trước những hồ sơ bị dời hạn rồi xác nhận.",
            "Enter it on the page of the working calendar; look at the cases that it moves, then confirm.",
        ),
    ]
}

fn calendar_over(facts: &Facts) -> Option<Trouble> {
    let today = facts.now.date();
    if facts.calendar.is_some_and(|(first, last)| (first..=last).contains(&today)) {
        return None;
    }
    let vi = format!("Lịch làm việc không có ngày hôm nay ({}): không tính được hạn.", today.print_vn());
    let en = format!("The working calendar does not hold today ({today}): no due moment can be computed.");
    Some(trouble(Gravity::Critical, "calendar_over", vi, en, announce()))
}

fn calendar_next_year(facts: &Facts) -> Option<Trouble> {
    let today = facts.now.date();
    let (first, last) = facts.calendar?;
    let (year, month) = (today.year(), today.month());
    let covered = Date::new(year + 1, 12, 31).is_some_and(|end| last >= end);
    if covered || month < NEXT_YEAR_FROM_MONTH || !(first..=last).contains(&today) {
        return None;
    }
    let vi = format!("Chưa có lịch làm việc của năm {}; hạn sang năm sau sẽ không tính được.", year + 1);
    let en = format!("The working calendar of {} is missing; due moments in it cannot be computed.", year + 1);
    Some(trouble(Gravity::Warning, "calendar_next_year", vi, en, announce()))
}

fn calendar_provisional(facts: &Facts) -> Option<Trouble> {
    let from = facts.provisional_from?;
    let today = facts.now.date();
    let (year, month, of) = (today.year(), today.month(), from.year());
    let soon = of == year || (of == year + 1 && month >= ANNOUNCED_FROM_MONTH);
    if !soon {
        return None;
    }
    let vi = format!("Từ {} lịch làm việc mới là tạm tính, chưa có thông báo chính thức.", from.print_vn());
    let en = format!("From {from} on the working calendar is provisional; the announcement is still awaited.");
    Some(trouble(Gravity::Warning, "calendar_provisional", vi, en, announce()))
}

fn unapplied(facts: &Facts) -> Option<Trouble> {
    let name = facts.unapplied.as_ref()?;
    let vi = format!("Thông báo lịch “{name}” chưa được áp dụng hết cho các hồ sơ đang mở.");
    let en = format!("Announcement “{name}” has not been applied to every open case.");
    let steps = vec![step(
        "Khởi động lại máy chủ: việc áp dụng tự chạy tiếp từ chỗ dừng.",
        "Restart the server: it goes on from where it stopped.",
    )];
    Some(trouble(Gravity::Warning, "unapplied", vi, en, steps))
}

fn paper(facts: &Facts) -> Option<Trouble> {
    let (vi, en) = match &facts.machine.paper {
        Paper::Unused | Paper::Works => return None,
        Paper::Absent => ("Máy chủ này không in được PDF.".to_owned(), "This server prints no PDF.".to_owned()),
        Paper::Failed(why) => (format!("Lần in PDF gần nhất bị lỗi ({why})."), format!("The last PDF failed ({why}).")),
    };
    let gravity = if facts.machine.paper == Paper::Absent { Gravity::Note } else { Gravity::Warning };
    let steps = vec![
        step("Trong lúc chờ, dùng tệp Excel của cùng báo cáo.", "Meanwhile use the workbook of the same report."),
        step(
            "Kiểm tra bộ nhớ còn trống và tệp chương trình có bị thay trong khi máy chủ chạy; khởi động lại máy chủ.",
            "Check free memory, and whether the program's file was replaced while the server runs; restart the server.",
        ),
    ];
    Some(trouble(gravity, "paper", vi, en, steps))
}

fn signed_log(facts: &Facts) -> Option<Trouble> {
    let SignedLog::Stopped(error) = &facts.machine.signed_log else { return None };
    let gravity = if error.may_pass() { Gravity::Warning } else { Gravity::Critical };
    let steps = vec![
        step(
            "Công việc vẫn ghi vào sổ cái như thường; chỉ nhật ký công khai chờ. Không xóa, không đổi tệp khóa hay tệp nhật ký nào.",
            "Work is recorded as usual; only the public log waits. Delete and change no file of keys or of the log.",
        ),
        step(
            "Làm theo câu trên. Hết lỗi thì nhật ký tự ký tiếp, không cần khởi động lại.",
            "Do as the sentence above says. Once that is mended the log goes on by itself, without a restart.",
        ),
    ];
    Some(trouble(gravity, "public_log", error.vi(), error.en(), steps))
}

fn catalogue(facts: &Facts) -> Option<Trouble> {
    let (version, findings) = facts.catalogue;
    if findings == 0 {
        return None;
    }
    let vi = format!("Danh mục phiên bản {version} có {findings} lỗi.");
    let en = format!("Version {version} of the catalogue has {findings} findings.");
    let steps = vec![
        step(
            "Mở trang Danh mục để xem từng lỗi, tệp và dòng.",
            "Open the page of the catalogue for each, with file and line.",
        ),
        step(
            "Sửa tệp, chạy `minhbach check THƯ_MỤC` cho đến khi không còn lỗi, rồi nhận phiên bản mới.",
            "Correct the files, run `minhbach check DIR` until it is clean, then adopt the new version.",
        ),
    ];
    Some(trouble(Gravity::Warning, "catalogue", vi, en, steps))
}

fn replayed(facts: &Facts) -> Option<Trouble> {
    let run = || {
        step(
            "Chạy `minhbach replay --data THƯ_MỤC` (đọc, không đổi gì).",
            "Run `minhbach replay --data DIR` (it only reads).",
        )
    };
    let Some(last) = &facts.machine.replayed else {
        let vi = "Chưa từng dựng lại bảng từ sổ cái để so sánh.".to_owned();
        let en = "The tables have never been rebuilt from the ledger and compared.".to_owned();
        return Some(trouble(Gravity::Note, "replay_never", vi, en, vec![run()]));
    };
    if !last.equal {
        let vi = format!("Lần dựng lại ngày {}: bảng đang dùng khác với sổ cái.", last.at.print_vn());
        let en = format!("The rebuilding of {}: the tables in use differ from the ledger.", last.at.print_iso());
        let steps = vec![
            step(
                "Giữ nguyên thư mục dữ liệu, sao chép một bản và báo người phát triển.",
                "Keep the data folder as it is, make a copy and tell the developers.",
            ),
            step("Chưa phát hành báo cáo nào cho đến khi rõ nguyên nhân.", "Issue no report until the cause is known."),
        ];
        return Some(trouble(Gravity::Critical, "replay_differs", vi, en, steps));
    }
    let due = Instant(last.at.0).date().add_days(REPLAY_DAYS_MAX);
    if facts.now.date() <= due {
        return None;
    }
    let vi = format!("Lần dựng lại và so sánh gần nhất đã lâu ({}).", last.at.print_vn());
    let en = format!("The last rebuilding was long ago ({}).", last.at.print_iso());
    Some(trouble(Gravity::Note, "replay_old", vi, en, vec![run()]))
}

/// Bytes as they are read: `1,2 GB`, in decimal units as disks are sold.
fn bytes(n: u64) -> String {
    let (unit, name) = match n {
        0..1_000_000 => (1_000, "KB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = n / (unit / 10);
    format!("{},{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::super::{LastReplay, Machine, StoreTrouble};
    use super::*;
    use crate::log::{LogError, WitnessReport, WitnessStanding, WitnessesError};
    use translog::TreeError;

    fn at(year: i32, month: u32, day: u32) -> Instant {
        Date::new(year, month, day).unwrap().at(9 * 3_600)
    }

    fn well(now: Instant) -> Facts {
        let replayed = LastReplay { at: now, position: 7, equal: true, digest: String::new() };
        Facts {
            now,
            head: Ok((7, Some(now))),
            writing: Ok(()),
            queue: (0, 4_096),
            machine: Machine {
                disk: Some(Disk { free: 100 << 30, whole: 200 << 30 }),
                paper: Paper::Works,
                replayed: Some(replayed),
                ..Machine::default()
            },
            catalogue: (1, 0),
            calendar: Date::new(2019, 1, 1).zip(Date::new(2025, 12, 31)),
            provisional_from: None,
            unapplied: None,
            streams: 0,
        }
    }

    /// One thing goes wrong; says what is found of it.
    fn check(now: Instant, wrong: impl FnOnce(&mut Facts), expected: &[(&str, Gravity)]) {
        let mut facts = well(now);
        wrong(&mut facts);
        let found = troubles(&facts);
        assert_eq!(found.iter().map(|t| (t.code, t.gravity)).collect::<Vec<_>>(), expected);
        for one in found {
            assert!(!one.steps.is_empty() && !one.vi.is_empty() && !one.en.is_empty(), "{}: what to do?", one.code);
        }
    }

    #[test]
    fn nothing_is_wrong_when_all_is_well() {
        check(at(2024, 6, 3), |_| {}, &[]);
    }

    #[test]
    fn the_store() {
        let day = at(2024, 6, 3);
        use Gravity::{Critical, Note, Warning};
        check(day, |f| f.writing = Err(StoreTrouble::Full), &[("unwritable", Critical)]);
        check(day, |f| f.head = Err(StoreTrouble::Damaged("I/O".to_owned())), &[("unreadable", Critical)]);
        check(day, |f| f.head = Ok((7, Some(Instant(f.now.0 + 60_000_000)))), &[("clock_behind", Critical)]);
        check(day, |f| f.head = Ok((7, Some(Instant(f.now.0 + 5_000_000)))), &[]);
        check(day, |f| f.queue.0 = 2_048, &[("queue", Warning)]);
        check(day, |f| f.machine.log_bytes = LOG_LARGE_BYTES, &[("log", Warning)]);
        check(day, |f| f.machine.replayed = None, &[("replay_never", Note)]);
    }

    #[test]
    fn the_disk() {
        let day = at(2024, 6, 3);
        let left = |free: u64| move |f: &mut Facts| f.machine.disk = Some(Disk { free, whole: 200 << 30 });
        check(day, left(DISK_CRITICAL_BYTES - 1), &[("disk", Gravity::Critical)]);
        check(day, left(DISK_CRITICAL_BYTES), &[("disk", Gravity::Warning)]);
        check(day, left(9 << 30), &[("disk", Gravity::Warning)]);
        check(day, left(11 << 30), &[]);
        check(day, |f| f.machine.disk = None, &[]);
    }

    #[test]
    fn the_calendar() {
        use Gravity::{Critical, Warning};
        check(at(2026, 1, 5), |_| {}, &[("calendar_over", Critical)]);
        check(at(2025, 9, 30), |_| {}, &[]);
        check(at(2025, 10, 1), |_| {}, &[("calendar_next_year", Warning)]);
        let from = |f: &mut Facts| f.provisional_from = Date::new(2025, 1, 1);
        check(at(2024, 11, 30), from, &[]);
        check(at(2024, 12, 1), from, &[("calendar_provisional", Warning)]);
        check(at(2024, 6, 3), |f| f.unapplied = Some("tet".to_owned()), &[("unapplied", Warning)]);
    }

    #[test]
    fn paper_catalogue_and_replay() {
        use Gravity::{Critical, Note, Warning};
        let day = at(2024, 6, 3);
        check(day, |f| f.machine.paper = Paper::Failed("no memory".to_owned()), &[("paper", Warning)]);
        check(day, |f| f.machine.paper = Paper::Absent, &[("paper", Note)]);
        check(day, |f| f.catalogue.1 = 2, &[("catalogue", Warning)]);
        let stopped = |error: LogError| move |f: &mut Facts| f.machine.signed_log = SignedLog::Stopped(error);
        check(day, stopped(LogError::LostKey { file: "log.key".into() }), &[("public_log", Critical)]);
        let busy = TreeError::Busy { folder: "log".to_owned() };
        check(day, stopped(LogError::Tree(busy)), &[("public_log", Warning)]);
        check(day, |f| f.machine.signed_log = SignedLog::Signed(7), &[]);
        witnesses_of_the_log(day);
        let replayed = |equal: bool, at: Instant| {
            move |f: &mut Facts| {
                f.machine.replayed = Some(LastReplay { at, position: 1, equal, digest: String::new() });
            }
        };
        check(day, replayed(false, day), &[("replay_differs", Critical)]);
        check(day, replayed(true, at(2024, 1, 2)), &[("replay_old", Note)]);
    }

    fn witnesses_of_the_log(day: Instant) {
        use Gravity::{Critical, Note, Warning};
        let one = |is_failing: bool, is_fork: bool| WitnessStanding {
            name: "bao.vn/witness".to_owned(),
            trouble: is_failing.then(|| ("hết giờ".to_owned(), "too slow".to_owned())),
            is_fork,
            ..WitnessStanding::default()
        };
        let standing = |quorum: usize, failing: usize, is_fork: bool| {
            let each = (0..3).map(|n| one(n < failing, is_fork)).collect();
            move |f: &mut Facts| f.machine.witnesses = Some(Ok(WitnessReport { quorum, witnessed: None, each }))
        };
        check(day, standing(2, 0, false), &[]);
        check(day, standing(2, 1, false), &[("witnesses", Note)]);
        check(day, standing(2, 2, false), &[("witnesses", Warning)]);
        check(day, standing(2, 0, true), &[("witnesses_fork", Critical)]);
        let bad = WitnessesError::whole("hỏng", "broken");
        check(day, |f| f.machine.witnesses = Some(Err(bad)), &[("witnesses_file", Warning)]);
    }

    #[test]
    fn the_gravest_comes_first_and_every_trouble_of_the_store_has_steps() {
        let mut facts = well(at(2026, 1, 5));
        facts.machine.replayed = None;
        facts.writing = Err(StoreTrouble::ReadOnly);
        let gravities: Vec<Gravity> = troubles(&facts).iter().map(|t| t.gravity).collect();
        assert!(gravities.is_sorted() && gravities.len() == 3, "{gravities:?}");
        let text = || "x".to_owned();
        let all = [
            StoreTrouble::Full,
            StoreTrouble::Locked,
            StoreTrouble::ReadOnly,
            StoreTrouble::ClockBehind(9),
            StoreTrouble::Damaged(text()),
            StoreTrouble::Closed,
            StoreTrouble::Crowded,
            StoreTrouble::Unfit(text()),
            StoreTrouble::Broken(text()),
        ];
        for trouble in all {
            assert!(!trouble.steps().is_empty() && !trouble.vi().is_empty() && !trouble.en().is_empty(), "{trouble:?}");
        }
    }

    #[test]
    fn bytes_are_read_in_decimal_units() {
        for (n, text) in [(512_000, "512,0 KB"), (1_250_000, "1,2 MB"), (3_100_000_000, "3,1 GB")] {
            assert_eq!(bytes(n), text);
        }
    }
}
