//! What a case type is: fields, steps, moves, clock, number series, links, readers and figures.
//!
//! These are the shapes of `catalogue/types/*.toml`, read as they stand (unknown keys are refused). What makes
//! such a file sound is said in [`super::lint`]; what a move does is carried out by `case::decide`.

use serde::Deserialize;

use crate::clock::{ClockError, Limit, LimitUnit};
use crate::{Code, Said};

/// A kind of case: one file of the catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseType {
    /// The type's code, equal to its file name.
    pub code: Code,
    /// Vietnamese name, singular, as it stands in a sentence: "nhiệm vụ".
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Name of the register in the navigation: "Nhiệm vụ được giao".
    pub register: String,
    /// What the type is for, one sentence.
    pub purpose: String,
    /// The same in English.
    #[serde(default)]
    pub purpose_en: String,
    /// The law or regulation behind it.
    pub basis: String,
    /// Whether the type has public pages. What the public log tells is said by [`CaseType::leaf`].
    #[serde(default)]
    pub public: bool,
    /// What the public log tells of a case; nothing but dates where it is not said.
    #[serde(default)]
    pub leaf: LeafRule,
    /// Access domain; party and union books are closed to the rest of the house.
    #[serde(default)]
    pub domain: Domain,
    /// How long a closed case is kept.
    pub retention: Retention,
    /// Which field is the case's title in lists (trích yếu, tên); part `plain` or `pub`.
    pub title: Code,
    /// The dossier type is refined by procedures (TTHC): fields, limits, fees and papers come from there.
    #[serde(default)]
    pub refined_by_procedure: bool,
    /// The fields, in the order of screen and print.
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
    /// The steps.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// The moves between steps; a move with an empty `from` opens a case.
    #[serde(rename = "move")]
    pub moves: Vec<Move>,
    /// The clock, absent where nothing is ever due.
    pub clock: Option<ClockRule>,
    /// Number series.
    #[serde(rename = "number", default)]
    pub numbers: Vec<NumberSeries>,
    /// Links that a case of this type may have.
    #[serde(rename = "link", default)]
    pub links: Vec<LinkRule>,
    /// Who may read a case of this type.
    #[serde(rename = "reader")]
    pub readers: Vec<Reader>,
    /// Who may do what belongs to no step: remark, urge, extend, correct, attach.
    pub acts: Acts,
    /// The letter that urges what is past its deadline; absent where nobody is urged on paper.
    pub urging: Option<UrgingLetter>,
    /// Printed forms that belong to the type.
    #[serde(rename = "form", default)]
    pub forms: Vec<FormRule>,
    /// Figures counted over cases of this type.
    #[serde(rename = "indicator", default)]
    pub indicators: Vec<super::indicator::Indicator>,
}

impl CaseType {
    /// The field of this code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.code == *code)
    }

    /// The step of this code.
    #[must_use]
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.code == *code)
    }

    /// The move of this code.
    #[must_use]
    pub fn find_move(&self, code: &str) -> Option<&Move> {
        self.moves.iter().find(|m| m.code == *code)
    }

    /// The number series of this code.
    #[must_use]
    pub fn number(&self, code: &str) -> Option<&NumberSeries> {
        self.numbers.iter().find(|n| n.code == *code)
    }
}

/// The công văn that urges the units whose cases are past their deadline.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgingLetter {
    /// Calendar days from the letter within which a unit answers.
    pub answer_days: u16,
    /// By order of the Chairman (thừa lệnh, Nghị định 30/2020/NĐ-CP, Điều 13): a letter of the People's Committee that the
    /// Chief of Office signs TL. CHỦ TỊCH. Otherwise it is the Office's own.
    #[serde(default)]
    pub by_order: bool,
    /// The room that drafts it where whoever does so sits in none.
    pub room: Option<Code>,
    /// The law and the regulation of the office that set this.
    pub basis: String,
    /// Symbol and recipients; `{room}` in them is the short name of the room that drafts.
    pub formalities: super::report::Formalities,
}

/// Access domain of a type. A person without a post in the domain never meets its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// The office's work.
    #[default]
    Work,
    /// The party committee's membership book.
    Party,
    /// The trade union's book.
    Union,
}

/// What the public log tells of the cases of a type (see `case::leaf`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafRule {
    /// Whether it tells anything.
    pub says: LeafSays,
    /// The step before which nothing is told, and no clock ever: what led to a document is internal.
    pub from: Option<Code>,
    /// Fields whose codes are told; no text that a person writes.
    #[serde(default)]
    pub fields: Vec<Code>,
}

/// Whether the public log tells of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeafSays {
    /// Dates alone. The default: unit, kind and moment can name a person.
    #[default]
    Opaque,
    /// Events, units and deadlines.
    Public,
}

/// How long a closed case is kept (Luật Lưu trữ 33/2024; TT 10/2022/TT-BNV): for ever, or a number of years.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Years after closing; absent means for ever (vĩnh viễn).
    pub years: Option<u16>,
    /// Where the term comes from.
    pub basis: String,
}

/// The part of the stored form in which a field's value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Public: said in the public leaf.
    Pub,
    /// Not personal: what lists, rights and indicators need.
    Plain,
    /// All else; sealed with the case's key. The default.
    #[default]
    Body,
}

/// One field of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Code, unique within the type.
    pub code: Code,
    /// Vietnamese label.
    pub name: String,
    /// English label.
    #[serde(default)]
    pub name_en: String,
    /// What a value is.
    pub kind: FieldKind,
    /// Where a value is kept.
    #[serde(default)]
    pub part: Part,
    /// The choices of a `choice` field.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Longest text in characters; 500 when absent.
    pub length_max: Option<usize>,
    /// Smallest whole number or amount.
    pub min: Option<i64>,
    /// Largest whole number or amount.
    pub max: Option<i64>,
    /// Shown as a column of the register.
    #[serde(default)]
    pub column: bool,
    /// Offered as a filter of the register (`pub` and `plain` only).
    #[serde(default)]
    pub filter: bool,
    /// A sentence of help beside the field.
    #[serde(default)]
    pub help: String,
    /// The same in English.
    #[serde(default)]
    pub help_en: String,
}

impl Field {
    /// Its label in both languages.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }
}

/// What a value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A whole number.
    Integer,
    /// An amount in đồng.
    Money,
    /// A date.
    Date,
    /// Yes or no.
    Flag,
    /// One of the listed choices.
    Choice,
    /// A unit of the organisation.
    Unit,
    /// A person of the organisation.
    Person,
    /// A procedure (TTHC) of the catalogue.
    Procedure,
}

/// One choice of a `choice` field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored code.
    pub code: Code,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
}

/// A step (bước, trạng thái).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Code, unique within the type.
    pub code: Code,
    /// Vietnamese name: "Đang xử lý".
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// The state code of the law, where there is one (TT 01/2018: 1 to 10).
    pub law_code: Option<u8>,
    /// No move leads on; the case is closed.
    #[serde(default)]
    pub terminal: bool,
    /// Nobody has to do anything here, though the case is open (a member, a published page).
    #[serde(default)]
    pub at_rest: bool,
}

/// A move: who may bring a case from where to where, with what, and what that does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Code, unique within the type.
    pub code: Code,
    /// Vietnamese name of the act, as it stands on its button: "Tiếp nhận".
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Past-tense sentence for the timeline, after the actor's name: "đã tiếp nhận hồ sơ".
    pub said: String,
    /// The same in English: "received the dossier".
    #[serde(default)]
    pub said_en: String,
    /// Steps it starts from; empty opens a case.
    #[serde(default)]
    pub from: Vec<Code>,
    /// The step it leads to.
    pub to: Code,
    /// Who may make it; one of them suffices. See [`Who`].
    pub who: Vec<Who>,
    /// Fields that must have a value when it is made.
    #[serde(default)]
    pub requires: Vec<Code>,
    /// Further fields that its form offers.
    #[serde(default)]
    pub offers: Vec<Code>,
    /// What it does besides changing the step.
    #[serde(default)]
    pub does: Vec<Effect>,
    /// A reason has to be given.
    #[serde(default)]
    pub reason: bool,
    /// How often it may be made in one case; absent means any number.
    pub times_max: Option<u32>,
    /// At most so many working days after the clock started (NĐ 61/2018 Điều 19.4: 3).
    pub within_working_days: Option<u32>,
    /// Legal basis of the act.
    #[serde(default)]
    pub basis: String,
}

impl NumberSeries {
    /// Its name in both languages.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }
}

impl Step {
    /// Its name in both languages.
    #[must_use]
    pub fn said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }
}

impl Move {
    /// Its name in both languages.
    #[must_use]
    pub fn name_said(&self) -> Said {
        Said::name(&self.name, &self.name_en)
    }

    /// Whether this move opens a case.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.from.is_empty()
    }
}

/// Who may act or read. Written `role`, `role@lead`, `role@coop`, `role@unit:CODE`, `holder`, `assigner`, `lead`, `coop`, `anyone`, `system`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Who {
    /// Whoever holds a post of this role, anywhere.
    Role(Code),
    /// Whoever holds a post of this role in the lead unit (chủ trì).
    RoleAtLead(Code),
    /// Whoever holds a post of this role in a cooperating unit (phối hợp).
    RoleAtCoop(Code),
    /// Whoever holds a post of this role in the named unit or below it.
    RoleAtUnit(Code, Code),
    /// The person who holds the case.
    Holder,
    /// The post that assigned it.
    Assigner,
    /// Anybody of the lead unit.
    Lead,
    /// Anybody of a cooperating unit.
    Coop,
    /// Every signed-in person.
    Anyone,
    /// A job of the house itself, or an importer; never a person.
    System,
}

impl TryFrom<String> for Who {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(match text.as_str() {
            "holder" => Self::Holder,
            "assigner" => Self::Assigner,
            "lead" => Self::Lead,
            "coop" => Self::Coop,
            "anyone" => Self::Anyone,
            "system" => Self::System,
            other => match other.split_once('@') {
                None => Self::Role(Code::parse(other)?),
                Some((role, "lead")) => Self::RoleAtLead(Code::parse(role)?),
                Some((role, "coop")) => Self::RoleAtCoop(Code::parse(role)?),
                Some((role, at)) => match at.strip_prefix("unit:") {
                    Some(unit) => Self::RoleAtUnit(Code::parse(role)?, Code::parse(unit)?),
                    None => return Err(format!("`{text}`: sau `@` phải là `lead`, `coop` hoặc `unit:MÃ`")),
                },
            },
        })
    }
}

/// What a move does besides changing the step. Written `start_clock`, `give_number:CODE`, …
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Effect {
    /// The clock starts, with the limit that [`ClockRule`] names.
    StartClock,
    /// The clock pauses; resuming adds the paused working time back.
    PauseClock,
    /// The clock pauses; resuming starts the whole limit anew (NĐ 61/2018 Điều 19.4).
    PauseClockToRestart,
    /// The paused clock runs again.
    ResumeClock,
    /// The clock stops now.
    StopClock,
    /// The clock stops on the day of the evidence document (see `case::evidence`).
    StopClockByEvidence,
    /// A stopped clock runs again, as if it had not stopped.
    ReopenClock,
    /// A number of this series is given.
    GiveNumber(Code),
    /// The case is first or again shown to the public.
    Publish,
    /// The case is taken off the public pages.
    Withdraw,
    /// Lead unit, cooperating units and holder are set by this move.
    Assign,
    /// The units named by the lead and cooperating units are released; the holder is cleared.
    Release,
}

impl TryFrom<String> for Effect {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(match text.as_str() {
            "start_clock" => Self::StartClock,
            "pause_clock" => Self::PauseClock,
            "pause_clock_to_restart" => Self::PauseClockToRestart,
            "resume_clock" => Self::ResumeClock,
            "stop_clock" => Self::StopClock,
            "stop_clock_by_evidence" => Self::StopClockByEvidence,
            "reopen_clock" => Self::ReopenClock,
            "publish" => Self::Publish,
            "withdraw" => Self::Withdraw,
            "assign" => Self::Assign,
            "release" => Self::Release,
            other => match other.strip_prefix("give_number:") {
                Some(series) => Self::GiveNumber(Code::parse(series)?),
                None => return Err(format!("không có tác dụng `{text}` / no such effect")),
            },
        })
    }
}

/// When a case is due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// The one who opens may give a due date, or say that there is none (không thời hạn).
    #[serde(default)]
    pub given: bool,
    /// A due moment must exist; without it "không thời hạn" is allowed.
    #[serde(default)]
    pub required: bool,
    /// The limit stands in the procedure, per channel.
    #[serde(default)]
    pub from_procedure: bool,
    /// Limits by kind of case, the first that fits; used when none was given.
    #[serde(rename = "limit", default)]
    pub limits: Vec<LimitRule>,
    /// How often the due date may be moved (NĐ 61/2018 Điều 19.9: once).
    #[serde(default)]
    pub extensions_max: u32,
    /// An extension is asked for at least so many days before expiry; absent means any time.
    pub extension_days_before: Option<u32>,
    /// What an extension is called: "gia hạn", "hẹn lại".
    #[serde(default = "extension_name")]
    pub extension_name: String,
    /// The same in English.
    #[serde(default)]
    pub extension_name_en: String,
    /// Law by which the due date is moved; the type's own where it is not named.
    #[serde(default)]
    pub extension_basis: String,
    /// Law by which the working time of a pause is added back; the type's own where it is not named.
    #[serde(default)]
    pub pause_basis: String,
    /// Law by which the limit begins anew after a return; the type's own where it is not named.
    #[serde(default)]
    pub restart_basis: String,
}

fn extension_name() -> String {
    "gia hạn".to_owned()
}

/// A limit for the cases that fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// Conditions on the case's fields; empty fits every case.
    #[serde(default)]
    pub when: Vec<super::indicator::Condition>,
    /// Amount, at least 1.
    pub amount: u32,
    /// Unit.
    pub unit: LimitUnit,
    /// Announced days off inside a limit in days are not counted.
    #[serde(default)]
    pub skip_holidays: bool,
    /// Law or regulation, never empty (lint).
    pub basis: String,
}

impl ClockRule {
    /// What an extension is called, in both languages.
    #[must_use]
    pub fn extension_said(&self) -> Said {
        let en = if self.extension_name_en.is_empty() { "extension" } else { &self.extension_name_en };
        Said::new(&*self.extension_name, en)
    }
}

impl LimitRule {
    /// The limit.
    ///
    /// # Errors
    /// When it is zero, which lint reports.
    pub fn limit(&self) -> Result<Limit, ClockError> {
        let limit = Limit::new(self.amount, self.unit)?;
        Ok(if self.skip_holidays { limit.skipping_holidays() } else { limit })
    }
}

/// A number series (sổ, dãy số).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSeries {
    /// Code, unique within the type.
    pub code: Code,
    /// Vietnamese name: "Số đến".
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Which cases share one counter: text with `{field}` or `{lead}` filled in, e.g. `di.{agency}.{kind}`.
    pub series: String,
    /// When the counter starts again at 1.
    pub period: SeriesPeriod,
    /// How the number is written: `{n}`, `{n:02}`, `{n:04}`, `{yymmdd}`, `{yyyy}`, `{field}`.
    pub format: String,
    /// Law or regulation.
    pub basis: String,
}

/// When a number series starts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesPeriod {
    /// Each calendar year (NĐ 30/2020 Điều 15).
    Year,
    /// Each day (TT 01/2018 Điều 19).
    Day,
    /// Never.
    Never,
}

/// A kind of link to another case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRule {
    /// Code: `evidence`, `answers`, `implements`.
    pub code: Code,
    /// Vietnamese name: "Văn bản chứng minh".
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Types it may point to.
    pub to: Vec<Code>,
}

/// Who may read a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// Who.
    pub who: Who,
    /// Why, as the case page says it.
    pub because: String,
    /// The same in English.
    #[serde(default)]
    pub because_en: String,
}

/// Who may do the acts that belong to no step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    /// Leave a remark (ý kiến).
    #[serde(default)]
    pub remark: Vec<Who>,
    /// Urge (đôn đốc).
    #[serde(default)]
    pub urge: Vec<Who>,
    /// Move the due date (gia hạn, hẹn lại), or refuse what [`Self::ask_extension`] asks for.
    #[serde(default)]
    pub extend: Vec<Who>,
    /// Ask whoever may move the due date for a later one (đề nghị gia hạn).
    #[serde(default)]
    pub ask_extension: Vec<Who>,
    /// Correct a field (đính chính).
    #[serde(default)]
    pub correct: Vec<Who>,
    /// Attach a file or link a case.
    #[serde(default)]
    pub attach: Vec<Who>,
    /// Change lead, cooperating units or holder.
    #[serde(default)]
    pub assign: Vec<Who>,
    /// Set fields outside a move.
    #[serde(default)]
    pub edit: Vec<Who>,
    /// Enter work done during an outage (ghi bù).
    #[serde(default)]
    pub late_entry: Vec<Who>,
}

/// A printed form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRule {
    /// Code, the template's name.
    pub code: Code,
    /// Vietnamese name with its number: "Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả".
    pub name: String,
    /// Law.
    pub basis: String,
}
