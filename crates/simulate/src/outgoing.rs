//! Outgoing documents: planned backwards from the day of their number, on time by the limit of their kind.
//!
//! Results of procedures that the People's Committee or its Chairman sign come from the dossiers; the rest of the year's
//! figure is drawn. Beside them stands what no figure counts: letters of the Centre, copies, cancelled numbers, drafts
//! given up.

use kernel::Code;
use kernel::case::{Act, Due, Link, MoveForm, Value};
use kernel::time::{Date, Instant};
use uuid::Uuid;

use crate::chance::{Chance, Stream, Weighted, case_id};
use crate::days::{DAY, HOUR, Season};
use crate::dossier::{Dossier, Mark as DossierMark, Ways};
use crate::error::SimulateError;
use crate::script::{Script, Step, assigned};
use crate::staff::By;
use crate::words;
use crate::world::{World, YEAR, date};

/// A kind of document: weight, agency, kind, symbol (`{}` is the room's abbreviation), whether the Office signs.
struct Sort {
    weight: u64,
    agency: &'static str,
    kind: &'static str,
    symbol: &'static str,
}

const fn sort(weight: u64, agency: &'static str, kind: &'static str, symbol: &'static str) -> Sort {
    Sort { weight, agency, kind, symbol }
}

/// The kinds of the year.
const SORTS: &[Sort] = &[
    sort(260, "ubnd", "cong_van", "UBND-{}"),
    sort(220, "chairman", "quyet_dinh", "QĐ-UBND"),
    sort(140, "vp", "cong_van", "VP-{}"),
    sort(120, "ubnd", "giay_moi", "GM-UBND"),
    sort(70, "vp", "thong_bao", "TB-VP"),
    sort(60, "ubnd", "bao_cao", "BC-UBND"),
    sort(55, "ubnd", "to_trinh", "TTr-UBND"),
    sort(50, "ubnd", "ke_hoach", "KH-UBND"),
    sort(15, "vp", "giay_moi", "GM-VP"),
    sort(10, "chairman", "cong_dien", "CĐ-UBND"),
];
/// A result of a procedure.
const RESULT: Sort = sort(0, "chairman", "ket_qua_tthc", "QĐ-UBND");
/// A letter of the one-stop centre.
const CENTRE: Sort = sort(0, "centre_letter", "cong_van", "TTPVHCC");
/// Working days into the next year for which drafts are planned, so that some are open at the end.
const DAYS_OPEN: i32 = 18;

/// What happens to a document at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Draft,
    Link,
    ReturnIncomplete,
    Complete,
    Submit,
    ReturnDraft,
    Approve,
    Sign,
    Number,
    Dispatch,
    Cancel,
    Abandon,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Issued,
    Late,
    Cancelled,
    Abandoned,
}

/// A document as planned.
pub(crate) struct Outgoing {
    index: u64,
    sort: &'static Sort,
    field: Code,
    /// The dossier whose result it is.
    of: Option<Uuid>,
    copy: bool,
    due: Option<Date>,
    marks: Vec<(Mark, Instant)>,
}

/// Plans all documents.
pub(crate) fn plan(world: &World<'_>, dossiers: &[Dossier], ways: &Ways) -> Result<Vec<Outgoing>, SimulateError> {
    let (from, to) = (date(YEAR, 1, 1)?, date(YEAR + 1, 1, 1)?);
    let mut planner = Planner { world, weights: Weighted::new(SORTS.iter().map(|s| s.weight)), list: Vec::new() };
    for dossier in dossiers {
        planner.result(dossier, ways, from)?;
    }
    let of_dossiers = planner.list.iter().filter(|d| d.numbered().is_some_and(|at| at < to.at(0))).count();
    let issued = world.targets.get("documents.issued");
    let late = issued.saturating_sub(world.targets.get("documents.issued.on_time"));
    let general = issued.saturating_sub(u64::try_from(of_dossiers).unwrap_or(u64::MAX));
    let year = world.days.season(from, to);
    for n in 0..general {
        planner.general(&year, if n < late { Fate::Late } else { Fate::Issued }, false, None)?;
    }
    planner.uncounted(issued, &year)?;
    let tail = world.days.season(to, to.add_days(DAYS_OPEN));
    let days = u64::try_from(DAYS_OPEN).unwrap_or(0);
    for _ in 0..issued * days / 365 {
        planner.general(&tail, Fate::Issued, false, None)?;
    }
    let counts = |d: &&Outgoing| d.counts(world.end) && d.numbered().is_some_and(|at| at < to.at(0));
    let sound = u64::try_from(planner.list.iter().filter(counts).count()) == Ok(issued);
    if sound {
        Ok(planner.list)
    } else {
        Err(SimulateError::Plan { what: "the documents do not come out at their figure" })
    }
}

struct Planner<'a> {
    world: &'a World<'a>,
    weights: Weighted,
    list: Vec<Outgoing>,
}

impl Planner<'_> {
    /// The document that is the result of a dossier, numbered shortly before the dossier is resolved.
    fn result(&mut self, dossier: &Dossier, ways: &Ways, from: Date) -> Result<(), SimulateError> {
        let way = ways.get(dossier.procedure)?;
        let (Some(begun), Some(resolved)) = (dossier.at(DossierMark::Transfer), dossier.at(DossierMark::Resolve))
        else {
            return Ok(());
        };
        let days = &self.world.days;
        if !way.by_committee || resolved < from.at(0) || days.between(begun, resolved)? < DAY {
            return Ok(());
        }
        let index = self.next();
        let chance = &mut Chance::new(self.world.seed, Stream::OutgoingPlan, index);
        let numbered = days.later(resolved, -chance.between(1_500, 5_400))?;
        if numbered < from.at(0) {
            return Ok(());
        }
        let draft = days.days_after(numbered, -chance.between(1, 5), chance)?;
        let latest = days.later(numbered, -3 * HOUR)?;
        let draft = if draft > begun && draft < latest {
            draft
        } else {
            days.later(numbered, -DAY)?.max(days.part(begun, numbered, 600)?)
        };
        if days.between(draft, numbered)? > 6 * DAY {
            return Err(SimulateError::Plan { what: "a result of a procedure would be late" });
        }
        let mut marks = self.signing(chance, draft, numbered, Fate::Issued)?;
        marks.insert(1, (Mark::Link, days.later(draft, 60)?));
        let field = way.field.clone();
        let of = Some(dossier.id(self.world.seed));
        self.list.push(Outgoing { index, sort: &RESULT, field, of, copy: false, due: None, marks });
        Ok(())
    }

    fn general(
        &mut self,
        season: &Season,
        fate: Fate,
        copy: bool,
        sort: Option<&'static Sort>,
    ) -> Result<(), SimulateError> {
        let world = self.world;
        let index = self.next();
        let chance = &mut Chance::new(world.seed, Stream::OutgoingPlan, index);
        let drawn = SORTS.get(self.weights.draw(chance)).unwrap_or(&CENTRE);
        let sort = sort.unwrap_or(drawn);
        let limit = limit_days(world, sort.kind)?;
        let numbered = world.days.moment(season.draw(chance), chance)?;
        let incomplete =
            fate == Fate::Issued && limit > 2 && chance.per_mille(world.scenario.outgoing.incomplete_share);
        let pause = if incomplete { chance.between(1, 4) } else { 0 };
        let work = match fate {
            Fate::Late => limit + chance.between(1, 2),
            _ => chance.between(0, limit).max(chance.between(0, limit - 1)) - i64::from(incomplete),
        };
        let days = &world.days;
        let draft = match work.max(0) + pause {
            0 => days.later(numbered, -chance.between(3 * HOUR, 5 * HOUR))?,
            back => days.days_after(numbered, -back, chance)?,
        };
        let mut marks = Vec::new();
        let mut begin = draft;
        if incomplete {
            let from = days.later(draft, chance.between(600, 1_800))?;
            begin = days.later(from, pause * DAY)?;
            marks.extend([(Mark::Draft, draft), (Mark::ReturnIncomplete, from), (Mark::Complete, begin)]);
        }
        if days.between(begin, numbered)? < 1_200 {
            begin = days.later(numbered, -3 * HOUR)?;
            marks.clear();
        }
        let skip = usize::from(!marks.is_empty());
        let signing = self.signing(chance, begin, numbered, fate)?;
        marks.extend(signing.into_iter().skip(skip));
        let given = fate == Fate::Issued && chance.per_mille(world.scenario.outgoing.given_due_share);
        let due = given.then(|| numbered.date().add_days(i32::from(chance.per_mille(500)) * 2));
        if marks.first().is_some_and(|(_, at)| *at < world.end) {
            let field = world.field(chance)?;
            self.list.push(Outgoing { index, sort, field, of: None, copy, due, marks });
        }
        Ok(())
    }

    /// From the draft to the number and the dispatch.
    fn signing(
        &self,
        chance: &mut Chance,
        draft: Instant,
        numbered: Instant,
        fate: Fate,
    ) -> Result<Vec<(Mark, Instant)>, SimulateError> {
        let days = &self.world.days;
        let at = |per_mille: i64| days.part(draft, numbered, per_mille);
        let mut marks = vec![(Mark::Draft, draft)];
        if chance.per_mille(self.world.scenario.outgoing.returned_share) {
            marks.extend([(Mark::Submit, at(250)?), (Mark::ReturnDraft, at(400)?)]);
        }
        marks.push((Mark::Submit, at(chance.between(450, 600))?));
        if fate == Fate::Abandoned {
            marks.push((Mark::Abandon, numbered));
            return Ok(marks);
        }
        marks.extend([(Mark::Approve, at(chance.between(650, 780))?), (Mark::Sign, at(chance.between(820, 950))?)]);
        marks.push((Mark::Number, numbered));
        let after = days.later(numbered, chance.between(300, 4 * HOUR))?;
        marks.push(if fate == Fate::Cancelled {
            (Mark::Cancel, self.world.undone_by_the_end(numbered, after)?)
        } else {
            (Mark::Dispatch, after)
        });
        Ok(marks)
    }

    fn uncounted(&mut self, issued: u64, year: &Season) -> Result<(), SimulateError> {
        let shares = &self.world.scenario.outgoing;
        for _ in 0..World::share(issued, shares.centre_letter_share) {
            self.general(year, Fate::Issued, false, Some(&CENTRE))?;
        }
        for _ in 0..World::share(issued, shares.copy_share) {
            self.general(year, Fate::Issued, true, None)?;
        }
        for _ in 0..World::share(issued, shares.cancelled_share) {
            self.general(year, Fate::Cancelled, false, None)?;
        }
        for _ in 0..World::share(issued, shares.abandoned_share) {
            self.general(year, Fate::Abandoned, false, None)?;
        }
        Ok(())
    }

    fn next(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX)
    }
}

/// The limit of a kind in working days, as the catalogue has it.
fn limit_days(world: &World<'_>, kind: &str) -> Result<i64, SimulateError> {
    let limits = world.case_type("outgoing_document")?.clock.as_ref().map(|c| c.limits.as_slice()).unwrap_or_default();
    let fits = limits.iter().find(|l| l.when.iter().all(|c| c.path == "kind" && c.holds(Some(kind))));
    let lacking = || SimulateError::Catalogue { what: format!("a limit for documents of kind {kind}") };
    fits.map(|limit| i64::from(limit.amount)).ok_or_else(lacking)
}

/// Who works on a document.
struct Room {
    unit: Code,
    writer: By,
    head: By,
    signer: By,
}

impl Outgoing {
    /// Whether it counts as issued by then: no copy, no letter of the centre, its number not cancelled.
    fn counts(&self, end: Instant) -> bool {
        let cancelled = self.marks.iter().any(|(mark, at)| *mark == Mark::Cancel && *at < end);
        !self.copy && self.sort.agency != "centre_letter" && !cancelled
    }

    /// When it is drafted.
    pub(crate) fn opened(&self) -> Instant {
        self.marks.first().map_or(Instant(0), |(_, at)| *at)
    }

    /// When it is numbered, if it is.
    fn numbered(&self) -> Option<Instant> {
        self.marks.iter().find(|(mark, _)| *mark == Mark::Number).map(|(_, at)| *at)
    }

    /// Number of its acts.
    pub(crate) fn acts(&self) -> usize {
        self.marks.len()
    }

    /// Its identity.
    fn id(&self, seed: u64) -> Uuid {
        case_id(seed, Stream::Outgoing, self.index, self.opened())
    }

    /// Moment of its number and identity, when it can prove that a task was done.
    pub(crate) fn as_evidence(&self, seed: u64) -> Option<(Instant, Uuid)> {
        let stands = self.marks.last().is_some_and(|(mark, _)| *mark == Mark::Dispatch);
        let fit = stands && !self.copy && self.of.is_none() && self.sort.agency != "centre_letter";
        let numbered = self.numbered().filter(|_| fit)?;
        Some((numbered, self.id(seed)))
    }

    /// What it will live through before the end.
    pub(crate) fn script(&self, world: &World<'_>) -> Result<Script, SimulateError> {
        let chance = &mut Chance::new(world.seed, Stream::Outgoing, self.index);
        let room = self.room(world, chance)?;
        let mut steps = Vec::with_capacity(self.marks.len());
        for (mark, at) in self.marks.iter().filter(|(_, at)| *at < world.end) {
            steps.push(self.step(world, chance, &room, *mark, *at)?);
        }
        Ok(Script::new(self.id(world.seed), "outgoing_document", steps))
    }

    fn room(&self, world: &World<'_>, chance: &mut Chance) -> Result<Room, SimulateError> {
        let day = self.opened().date();
        let proposal = world.proposal(&self.field, day)?;
        let signer = match self.sort.agency {
            "vp" | "centre_letter" => world.staff.post(chance, &proposal.reviewer, day)?,
            _ if chance.per_mille(200) => world.staff.role(chance, "chairman", day)?,
            _ => world.staff.post(chance, &proposal.signer, day)?,
        };
        let writer = world.staff.named(&proposal.monitor)?;
        let head = world.staff.at(chance, "head_of_room", &proposal.room, day)?;
        Ok(Room { unit: proposal.room, writer, head, signer })
    }

    fn step(
        &self,
        world: &World<'_>,
        chance: &mut Chance,
        room: &Room,
        mark: Mark,
        at: Instant,
    ) -> Result<Step, SimulateError> {
        let day = at.date();
        let here = world.staff.is_here(room.writer, day);
        let writer = if here { room.writer } else { world.staff.at(chance, "specialist", &room.unit, day)? };
        Ok(match mark {
            Mark::Draft => {
                let writer = world.staff.person(room.writer);
                let form = MoveForm { assigned: assigned(&room.unit, writer), ..self.draft(world, chance, room, day) };
                Step::open(at, room.writer, self.id(world.seed), "outgoing_document", form)
            }
            Mark::Link => {
                let link = Link { rule: Code::from("of_dossier"), to: self.of.unwrap_or_default() };
                Step::new(at, writer, Act::Link { link, points_to: Some(Code::from("dossier")) })
            }
            Mark::ReturnIncomplete => {
                Step::because(at, writer, "return_incomplete", "Hồ sơ trình thiếu ý kiến của cơ quan liên quan")
            }
            Mark::Complete => Step::plain(at, writer, "complete"),
            Mark::Submit => Step::plain(at, writer, "submit"),
            Mark::ReturnDraft => Step::because(at, room.head, "return_draft", "Đề nghị làm rõ căn cứ, hoàn thiện lại"),
            Mark::Approve => Step::plain(at, room.head, "approve"),
            Mark::Sign => Step::plain(at, room.signer, "sign"),
            Mark::Number => Step::plain(at, world.staff.role(chance, "clerk", day)?, "number"),
            Mark::Dispatch => Step::plain(at, world.staff.role(chance, "clerk", day)?, "dispatch"),
            Mark::Cancel => {
                let clerk = world.staff.role(chance, "clerk", day)?;
                Step::because(at, clerk, "cancel", "Cấp số nhầm dãy; văn bản không phát hành")
            }
            Mark::Abandon => Step::because(at, room.head, "abandon", "Nội dung đã được giải quyết ở văn bản khác"),
        })
    }

    fn draft(&self, world: &World<'_>, chance: &mut Chance, room: &Room, day: Date) -> MoveForm {
        let short = world.org.units.get(&room.unit).map_or("", |u| u.short.as_str());
        let subject = match self.of {
            Some(_) => "Kết quả giải quyết thủ tục hành chính thuộc thẩm quyền của Chủ tịch UBND tỉnh".to_owned(),
            None => words::outgoing_subject(chance, self.sort.kind, day.year()),
        };
        let mut form = MoveForm::new("draft")
            .with("agency", Value::text(self.sort.agency))
            .with("kind", Value::text(self.sort.kind))
            .with("symbol", Value::Text(self.sort.symbol.replace("{}", short)))
            .with("subject", Value::Text(subject))
            .with("field_of_work", Value::text(self.field.as_str()))
            .with("recipients", Value::text("Như trên; các sở, ban, ngành có liên quan; lưu: VT"));
        if self.of.is_some() {
            form = form.with("of_dossier", Value::Flag(true));
        }
        if self.copy {
            form = form.with("copy", Value::Flag(true));
        }
        MoveForm { due: self.due.map_or(Due::ByRule, Due::On), ..form }
    }
}
