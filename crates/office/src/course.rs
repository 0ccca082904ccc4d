//! What the catalogue says of a kind of case, in sentences, and its course as a value to draw or to write as BPMN.
//!
//! Words of the catalogue's own terms stand here once, in both languages; the page and the file, which is Vietnamese, say
//! the same. Not here: the rules behind them (kernel), shapes (web, exchange).

use exchange::course::{Act, Course, State, StateKind};
use kernel::case::rights::in_words;
use kernel::catalogue::case_type::{
    CaseType, ClockRule, Effect, FieldKind, LeafSays, Move, Part, Retention, SeriesPeriod,
};
use kernel::catalogue::indicator::{Condition, Test};
use kernel::org::Org;
use kernel::{Code, Said};

/// A move in sentences; what does not apply is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveWords {
    /// Who may make it.
    pub who: Said,
    /// Fields that it needs.
    pub requires: Said,
    /// Further fields that its form offers.
    pub offers: Said,
    /// What it does besides changing the step.
    pub effects: Said,
    /// What bounds it: a reason, how often, until when.
    pub bounds: Said,
}

/// A move of the type in sentences.
#[must_use]
pub fn move_words(case_type: &CaseType, made: &Move, org: &Org) -> MoveWords {
    let fields = |codes: &[Code]| {
        let name = |code: &Code| case_type.field(code.as_str()).map_or_else(|| Said::same(code.as_str()), |f| f.said());
        Said::listed(&codes.iter().map(name).collect::<Vec<_>>())
    };
    let effects: Vec<Said> = made.does.iter().map(|effect| effect_words(case_type, effect)).collect();
    let mut bounds = Vec::new();
    if made.reason {
        bounds.push(Said::from(("phải nêu lý do", "a reason is needed")));
    }
    bounds.extend(made.times_max.map(|times| {
        Said::new(
            format!("nhiều nhất {times} lần trong một hồ sơ"),
            format!("at most {} in a case", counted(times, "time")),
        )
    }));
    bounds.extend(made.within_working_days.map(|days| {
        Said::new(
            format!("trong {days} ngày làm việc kể từ khi tính hạn"),
            format!("within {} of the start of the time", counted(days, "working day")),
        )
    }));
    MoveWords {
        who: in_words(&made.who, org),
        requires: fields(&made.requires),
        offers: fields(&made.offers),
        effects: Said::listed(&effects),
        bounds: Said::listed(&bounds),
    }
}

fn effect_words(case_type: &CaseType, effect: &Effect) -> Said {
    let (vi, en) = match effect {
        Effect::StartClock => ("bắt đầu tính hạn", "the time begins"),
        Effect::PauseClock => ("tạm dừng thời hạn", "the time pauses"),
        Effect::PauseClockToRestart => {
            ("tạm dừng; khi tiếp tục thì tính lại thời hạn từ đầu", "the time pauses and later begins anew")
        }
        Effect::ResumeClock => ("thời hạn chạy tiếp", "the time runs on"),
        Effect::StopClock => ("dừng tính hạn", "the time stops"),
        Effect::StopClockByEvidence => {
            ("dừng tính hạn vào ngày của văn bản chứng minh", "the time stops on the day of the evidence")
        }
        Effect::ReopenClock => ("thời hạn chạy tiếp như chưa dừng", "the time runs on as if never stopped"),
        Effect::GiveNumber(series) => {
            let series = case_type.number(series.as_str()).map_or_else(|| Said::same(series.as_str()), |s| s.said());
            return Said::new(
                format!("cho {}", lower_first(&series.vi)),
                format!("gives a number: {}", lower_first(&series.en)),
            );
        }
        Effect::Publish => ("công bố", "is published"),
        Effect::Withdraw => ("gỡ khỏi trang công khai", "is taken off the public pages"),
        Effect::Assign => ("phân công đơn vị, người xử lý", "is assigned to unit and person"),
        Effect::Release => ("thôi phân công", "is no longer assigned"),
    };
    Said::from((vi, en))
}

/// `1 day`, `2 days`.
fn counted(n: impl Into<i64>, one: &str) -> String {
    let n = n.into();
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Where a value is kept, and who sees it so.
#[must_use]
pub fn part_words(part: Part) -> Said {
    let (vi, en) = match part {
        Part::Pub => ("công khai", "public"),
        Part::Plain => ("nội bộ, không phải dữ liệu cá nhân", "internal, no personal data"),
        Part::Body => ("niêm phong theo hồ sơ", "sealed with the case"),
    };
    Said::from((vi, en))
}

/// What a value of a field is.
#[must_use]
pub fn kind_words(kind: FieldKind) -> Said {
    let (vi, en) = match kind {
        FieldKind::Text => ("một dòng chữ", "a line of text"),
        FieldKind::LongText => ("đoạn văn", "a longer text"),
        FieldKind::Integer => ("số nguyên", "a whole number"),
        FieldKind::Money => ("số tiền (đồng)", "an amount in dong"),
        FieldKind::Date => ("ngày", "a day"),
        FieldKind::Flag => ("có hoặc không", "yes or no"),
        FieldKind::Choice => ("chọn trong danh sách", "one of a list"),
        FieldKind::Unit => ("đơn vị", "a unit"),
        FieldKind::Person => ("người", "a person"),
        FieldKind::Procedure => ("thủ tục hành chính", "an administrative procedure"),
    };
    Said::from((vi, en))
}

/// Who works at a stage of a procedure's internal process, by the letters that the forms use; in Vietnamese the letters
/// themselves. `None` for letters that nobody knows.
#[must_use]
pub fn stage_role_words(letters: &str) -> Option<Said> {
    let en = match letters {
        "MC" => "one-stop officer",
        "CV" => "specialist",
        "TP" => "head of division",
        "LĐS" => "head of the department",
        "VP" => "Office of the People's Committee",
        "LĐVP" => "leader of the Office",
        "CT" => "Chairman",
        "VT" => "clerk",
        _ => return None,
    };
    Some(Said::new(letters, en))
}

/// When a number series starts again.
#[must_use]
pub fn period_words(period: SeriesPeriod) -> Said {
    let (vi, en) = match period {
        SeriesPeriod::Year => ("bắt đầu lại mỗi năm", "begins again each year"),
        SeriesPeriod::Day => ("bắt đầu lại mỗi ngày", "begins again each day"),
        SeriesPeriod::Never => ("không bắt đầu lại", "never begins again"),
    };
    Said::from((vi, en))
}

/// How long a closed case is kept.
#[must_use]
pub fn retention_words(retention: &Retention) -> Said {
    retention.years.map_or_else(
        || Said::from(("vĩnh viễn", "for ever")),
        |years| Said::new(format!("{years} năm sau khi kết thúc"), format!("{} after its end", counted(years, "year"))),
    )
}

/// What the public log tells of a case of this type, and why it tells no more.
#[must_use]
pub fn leaf_words(case_type: &CaseType) -> Said {
    let leaf = &case_type.leaf;
    if leaf.says == LeafSays::Opaque {
        return Said::from((
            "Chỉ ngày ghi, không nói gì khác: loại việc, đơn vị và thời điểm đủ để đoán ra người; số liệu không kiểm chứng công khai được.",
            "The date of recording and nothing else: kind, unit and moment are enough to guess a person; its figures cannot be checked by the public.",
        ));
    }
    let from = leaf.from.as_ref().and_then(|step| case_type.step(step.as_str()));
    let mut out = vec![match from {
        Some(step) => Said::new(
            format!("Công khai từ bước “{}”, không có thời hạn: đơn vị, bước, thời điểm.", step.name),
            format!("Public from the step “{}” on, without deadlines: unit, step, moment.", step.said().en),
        ),
        None => Said::from((
            "Công khai: đơn vị, bước, thời điểm, thời hạn và kết quả đúng hạn, không có tên, không có chữ nào người viết.",
            "Public: unit, step, moment, deadline and whether it was kept; no names, and nothing that a person wrote.",
        )),
    }];
    let fields: Vec<Said> =
        leaf.fields.iter().filter_map(|code| Some(case_type.field(code.as_str())?.said())).collect();
    if !fields.is_empty() {
        let told = Said::listed(&fields);
        out.push(Said::new(format!("Kèm mã: {}.", told.vi), format!("With the codes of: {}.", told.en)));
    }
    let of = |pick: fn(&Said) -> &str| out.iter().map(pick).collect::<Vec<_>>().join(" ");
    Said::new(of(|said| &said.vi), of(|said| &said.en))
}

/// The conditions under which a limit applies; "mọi hồ sơ còn lại" when there are none.
#[must_use]
pub fn condition_words(case_type: &CaseType, conditions: &[Condition]) -> Said {
    if conditions.is_empty() {
        return Said::from(("mọi hồ sơ còn lại", "all other cases"));
    }
    let said: Vec<Said> = conditions.iter().map(|condition| one_condition(case_type, condition)).collect();
    let of = |said: Vec<&str>| said.join("; ");
    Said::new(of(said.iter().map(|one| &*one.vi).collect()), of(said.iter().map(|one| &*one.en).collect()))
}

fn one_condition(case_type: &CaseType, condition: &Condition) -> Said {
    let field = case_type.field(&condition.path);
    let name = field.map_or_else(|| Said::same(&condition.path), |field| field.said());
    let value = |code: &String| {
        let choice = field.and_then(|f| f.choices.iter().find(|choice| choice.code == *code.as_str()));
        choice.map_or_else(|| Said::same(code), |choice| Said::name(&choice.name, &choice.name_en))
    };
    let list = |codes: &[String]| Said::listed(&codes.iter().map(value).collect::<Vec<_>>());
    match &condition.test {
        Test::In(codes) => {
            let of = list(codes);
            Said::new(format!("{}: {}", name.vi, of.vi), format!("{}: {}", name.en, of.en))
        }
        Test::NotIn(codes) => {
            let of = list(codes);
            Said::new(format!("{} không phải: {}", name.vi, of.vi), format!("{} is none of: {}", name.en, of.en))
        }
        Test::Set => Said::new(format!("{}: có ghi", name.vi), format!("{}: given", name.en)),
        Test::Unset => Said::new(format!("{}: để trống", name.vi), format!("{}: left empty", name.en)),
    }
}

/// What the clock of a type says besides its limits, a sentence after the other.
#[must_use]
pub fn clock_words(clock: &ClockRule) -> Said {
    let mut out: Vec<Said> = Vec::new();
    if clock.from_procedure {
        out.push(Said::from((
            "Thời hạn theo từng thủ tục hành chính và cách nộp.",
            "The limit is that of the procedure and of the way of submitting.",
        )));
    }
    if clock.given {
        out.push(Said::from(("Người mở hồ sơ được ấn định hạn.", "Whoever opens the case may set the deadline.")));
    }
    out.push(if clock.required {
        Said::from(("Bắt buộc có hạn.", "A deadline is needed."))
    } else {
        Said::from(("Được phép không có thời hạn.", "It may be without a deadline."))
    });
    let name = &clock.extension_name;
    out.push(match (clock.extensions_max, clock.extension_days_before) {
        (0, _) => Said::new(format!("Không được {name}."), "The deadline cannot be moved."),
        (times, None) => Said::new(
            format!("Được {name} nhiều nhất {times} lần."),
            format!("The deadline can be moved at most {}.", counted(times, "time")),
        ),
        (times, Some(days)) => Said::new(
            format!("Được {name} nhiều nhất {times} lần, chậm nhất {days} ngày trước khi hết hạn."),
            format!(
                "The deadline can be moved at most {}, not later than {} before it.",
                counted(times, "time"),
                counted(days, "day")
            ),
        ),
    });
    let of = |said: Vec<&str>| said.join(" ");
    Said::new(of(out.iter().map(|one| &*one.vi).collect()), of(out.iter().map(|one| &*one.en).collect()))
}

/// The course of a type.
#[must_use]
pub fn course(case_type: &CaseType, org: &Org) -> Course {
    let index = |code: &Code| case_type.steps.iter().position(|step| step.code == *code);
    let states = case_type.steps.iter().map(|step| State {
        code: step.code.to_string(),
        name: step.name.clone(),
        detail: step.law_code.map(|code| format!("trạng thái {code}")).unwrap_or_default(),
        kind: match (step.terminal, step.at_rest) {
            (true, _) => StateKind::Ends,
            (false, true) => StateKind::Rests,
            (false, false) => StateKind::Waits,
        },
    });
    let act = |made: &Move| {
        Some(Act {
            code: made.code.to_string(),
            name: made.name.clone(),
            documentation: documentation(case_type, made, org),
            from: made.from.iter().filter_map(index).collect(),
            to: index(&made.to)?,
            performers: made.who.iter().map(|who| in_words(std::slice::from_ref(who), org).vi.into()).collect(),
        })
    };
    Course {
        code: case_type.code.to_string(),
        name: case_type.register.clone(),
        documentation: format!("{} Căn cứ: {}.", case_type.purpose, case_type.basis),
        beginning: "Mở hồ sơ".to_owned(),
        states: states.collect(),
        acts: case_type.moves.iter().filter_map(act).collect(),
    }
}

fn documentation(case_type: &CaseType, made: &Move, org: &Org) -> String {
    let words = move_words(case_type, made, org);
    let parts = [
        ("Ai được làm", &*words.who.vi),
        ("Bắt buộc", &words.requires.vi),
        ("Ghi thêm", &words.offers.vi),
        ("Kết quả", &words.effects.vi),
        ("Giới hạn", &words.bounds.vi),
        ("Căn cứ", made.basis.as_str()),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label}: {text}."));
    said.collect::<Vec<_>>().join(" ")
}
