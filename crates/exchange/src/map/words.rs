//! Numbers, durations and names as the picture writes them, in Vietnamese; and what makes text safe inside XML.

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
/// From so many days on hours are left out.
const DAYS_ALONE_FROM: u32 = 10;

/// A duration in its two largest units: "12 ngày", "2 ngày 4 giờ", "3 giờ 20 phút", "45 giây".
#[must_use]
pub fn duration_vi(seconds: u32) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    let two = |large: u32, large_unit: &str, small: u32, small_unit: &str| {
        if small == 0 { format!("{large} {large_unit}") } else { format!("{large} {large_unit} {small} {small_unit}") }
    };
    match (days, hours, minutes) {
        (DAYS_ALONE_FROM.., _, _) => format!("{} ngày", number_vi(u64::from(days))),
        (1.., _, _) => two(days, "ngày", hours, "giờ"),
        (0, 1.., _) => two(hours, "giờ", minutes, "phút"),
        (0, 0, 1..) => format!("{minutes} phút"),
        (0, 0, 0) => format!("{seconds} giây"),
    }
}

/// A whole number with the Vietnamese separator of thousands: 1.434.
#[must_use]
pub fn number_vi(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len().saturating_add(digits.len() / 3));
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Text for XML content or a quoted attribute. Control characters, which XML 1.0 forbids, become spaces.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

/// Breaks a name at spaces into at most `lines` lines of at most `width` characters; what does not fit ends in "…".
pub(super) fn wrapped(name: &str, width: usize, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = name.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let needed = length(&line).saturating_add(length(word)).saturating_add(usize::from(!line.is_empty()));
        if needed <= width {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            words.next();
        } else if done.len().saturating_add(1) >= lines || line.is_empty() {
            // The last line, or a word longer than a line: cut between words where there are any.
            if line.is_empty() {
                line = word.chars().take(width.saturating_sub(1)).collect();
            }
            while let Some((kept, _)) = line.rsplit_once(' ').filter(|_| length(&line) >= width) {
                line = kept.to_owned();
            }
            line.push('…');
            break;
        } else {
            done.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    done
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_two_units() {
        let check = |seconds: u32, want: &str| assert_eq!(duration_vi(seconds), want);
        check(0, "0 giây");
        check(59, "59 giây");
        check(60, "1 phút");
        check(3_600, "1 giờ");
        check(12_000, "3 giờ 20 phút");
        check(DAY + 2 * HOUR + 59, "1 ngày 2 giờ");
        check(10 * DAY + 5 * HOUR, "10 ngày");
        check(12 * DAY, "12 ngày");
        check(u32::MAX, "49.710 ngày");
    }

    #[test]
    fn thousands_are_parted() {
        let texts: Vec<String> = [0, 999, 1_434, 1_234_567].into_iter().map(number_vi).collect();
        assert_eq!(texts, ["0", "999", "1.434", "1.234.567"]);
    }

    #[test]
    fn markup_cannot_leave_its_text() {
        assert_eq!(escaped("<a b='\"&\">\u{1}"), "&lt;a b=&#39;&quot;&amp;&quot;&gt; ");
    }

    #[test]
    fn names_are_broken_then_cut() {
        assert_eq!(wrapped("Tiếp nhận hồ sơ", 26, 2), ["Tiếp nhận hồ sơ"]);
        assert_eq!(wrapped("Thẩm định điều kiện cấp phép", 18, 2), ["Thẩm định điều", "kiện cấp phép"]);
        assert_eq!(wrapped("một hai ba bốn năm sáu", 8, 2), ["một hai", "ba bốn…"]);
        assert_eq!(wrapped("một hai ba bốnn năm sáu", 8, 2), ["một hai", "ba bốnn…"]);
        assert_eq!(wrapped("một hai ba bốnnn năm sáu", 8, 2), ["một hai", "ba…"]);
        assert_eq!(wrapped("aaaaaaaaaaaa", 6, 2), ["aaaaa…"]);
        assert!(wrapped("  ", 6, 2).is_empty());
    }
}
