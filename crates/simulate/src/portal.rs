//! The portal of the year of the figures: articles with their pictures, public notices, and the electronic gazette.
//!
//! Few enough to be written out act by act at once.

use kernel::Code;
use kernel::case::{Act, MoveForm, Value};
use kernel::time::Instant;

use crate::chance::{Chance, Stream, case_id};
use crate::days::{DAY, HOUR, Season};
use crate::error::SimulateError;
use crate::script::{Script, Step};
use crate::staff::By;
use crate::world::{World, YEAR, date};
use crate::{file, png, words};

/// Of so many gazette issues one is a double one.
const DOUBLE_EVERY: u64 = 8;
/// Pictures of one article at most, beyond what the figure itself asks for.
const PICTURES_MAX: u64 = 12;
/// The portal's own job.
const PORTAL: By = By::System("cong-ttdt");

/// All articles, notices and issues.
pub(crate) fn plan(world: &World<'_>) -> Result<Vec<Script>, SimulateError> {
    let (from, to) = (date(YEAR, 1, 1)?, date(YEAR + 1, 1, 1)?);
    let mut press = Press { world, year: world.days.season(from, to), list: Vec::new(), pictures: 0 };
    press.articles()?;
    press.notices()?;
    press.gazette()?;
    Ok(press.list)
}

struct Press<'a> {
    world: &'a World<'a>,
    year: Season,
    list: Vec<Script>,
    pictures: u64,
}

/// What becomes of an article or a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    Withdrawn,
    Corrected,
    Dropped,
}

impl Press<'_> {
    fn chance(&self) -> Chance {
        Chance::new(self.world.seed, Stream::Portal, self.next())
    }

    fn next(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX)
    }

    /// A moment of the year and one shortly before it on which the work began, in the same year.
    fn moments(&self, chance: &mut Chance) -> Result<(Instant, Instant), SimulateError> {
        let days = &self.world.days;
        let at = days.moment(self.year.draw(chance), chance)?;
        let begun = days.later(at, -chance.between(2 * HOUR, DAY + DAY / 2))?;
        let first = date(YEAR, 1, 1)?.at(0);
        Ok((if begun > first { begun } else { days.part(days.day(days.place(first.date()))?.opening, at, 100)? }, at))
    }

    fn articles(&mut self) -> Result<(), SimulateError> {
        let (articles, photos) = (self.world.targets.get("portal.articles"), self.world.targets.get("portal.photos"));
        let mut pictures = vec![0_u64; usize::try_from(articles).unwrap_or(0)];
        let chance = &mut Chance::new(self.world.seed, Stream::Portal, u64::MAX);
        let most = PICTURES_MAX.max(photos.div_ceil(articles.max(1)));
        let mut left = photos;
        while left > 0 {
            let place = chance.place(pictures.len());
            if let Some(count) = pictures.get_mut(place).filter(|count| **count < most) {
                *count += 1;
                left -= 1;
            }
        }
        for (n, count) in (0_u64..).zip(pictures) {
            self.article(if n % 25 == 24 { Fate::Withdrawn } else { Fate::Stays }, count)?;
        }
        for _ in 0..articles / 40 {
            self.article(Fate::Dropped, 1)?;
        }
        Ok(())
    }

    fn article(&mut self, fate: Fate, pictures: u64) -> Result<(), SimulateError> {
        let (days, staff) = (&self.world.days, &self.world.staff);
        let chance = &mut self.chance();
        let (begun, at) = self.moments(chance)?;
        let editor = staff.role(chance, "editor", at.date())?;
        let chief = staff.role(chance, "deputy_chief", at.date())?;
        let id = case_id(self.world.seed, Stream::Portal, self.next(), begun);
        let category = chance.word(&["leadership", "economy", "society", "defence", "reform", "other"]);
        let form = MoveForm::new("write")
            .with("title", Value::Text(words::article_title(chance)))
            .with("summary", Value::text("Tin mô phỏng để trình diễn; mọi sự việc đều bịa ra."))
            .with("category", Value::text(category))
            .with("author", Value::text("Ban biên tập"));
        let mut steps = vec![Step::open(begun, editor, id, "article", form)];
        for n in 0..pictures {
            let place = i64::try_from(100 + n * 500 / pictures.max(1)).unwrap_or(100);
            self.pictures += 1;
            let name = format!("anh-{:04}.png", self.pictures);
            steps.push(file::attach(
                days.part(begun, at, place)?,
                editor,
                png::picture(self.pictures),
                "image/png",
                &name,
            ));
        }
        steps.push(Step::plain(days.part(begun, at, 700)?, editor, "submit"));
        if fate == Fate::Dropped {
            steps.push(Step::because(at, chief, "drop", "Sự kiện đã qua, không còn thời sự"));
        } else {
            steps.push(Step::plain(at, chief, "publish"));
        }
        if fate == Fate::Withdrawn {
            let later = days.later(at, chance.between(DAY, 20 * DAY))?;
            steps.push(Step::because(later, editor, "withdraw", "Thông tin cần kiểm tra lại"));
        }
        self.list.push(Script::new(id, "article", steps));
        Ok(())
    }

    fn notices(&mut self) -> Result<(), SimulateError> {
        let notices = self.world.targets.get("portal.notices");
        for n in 0..notices {
            self.notice(match n % 200 {
                60 | 120 | 180 => Fate::Corrected,
                99 => Fate::Withdrawn,
                _ => Fate::Stays,
            })?;
        }
        for _ in 0..notices / 60 {
            self.notice(Fate::Dropped)?;
        }
        Ok(())
    }

    fn notice(&mut self, fate: Fate) -> Result<(), SimulateError> {
        let (world, days, staff) = (self.world, &self.world.days, &self.world.staff);
        let chance = &mut self.chance();
        let (begun, at) = self.moments(chance)?;
        let editor = staff.role(chance, "editor", at.date())?;
        let chief = staff.role(chance, "deputy_chief", at.date())?;
        let id = case_id(world.seed, Stream::Portal, self.next(), begun);
        let form = notice_form(chance, at);
        let mut steps = vec![Step::open(begun, editor, id, "public_notice", form)];
        let middle = days.part(begun, at, 600)?;
        if fate == Fate::Dropped {
            steps.push(Step::because(middle, chief, "drop", "Tổ chức đấu giá đề nghị không đăng"));
            self.list.push(Script::new(id, "public_notice", steps));
            return Ok(());
        }
        steps.extend([Step::plain(middle, chief, "approve"), Step::plain(at, editor, "publish")]);
        match fate {
            Fate::Corrected => {
                let later = days.later(at, chance.between(DAY, 3 * DAY))?;
                let approver = staff.person(chief).unwrap_or_else(|| Code::from("chief"));
                let new = Some(Value::Text(at.date().add_days(33).to_string()));
                let reason = "Đính chính ngày đấu giá theo đề nghị của tổ chức đấu giá".to_owned();
                let act = Act::Correct { field: Code::from("auction_date"), new, reason, approver };
                steps.push(Step::new(later, editor, act));
            }
            Fate::Withdrawn => {
                let later = days.later(at, chance.between(DAY, 6 * DAY))?;
                steps.push(Step::because(later, chief, "withdraw", "Hủy đấu giá theo quyết định của người có tài sản"));
            }
            Fate::Stays | Fate::Dropped => {}
        }
        if fate != Fate::Withdrawn {
            steps.push(Step::plain(at.date().add_days(60).at(1_800), PORTAL, "archive"));
        }
        steps.retain(|step| step.at < world.end);
        self.list.push(Script::new(id, "public_notice", steps));
        Ok(())
    }

    /// Issues are published one after the other, so that their numbers follow their days.
    fn gazette(&mut self) -> Result<(), SimulateError> {
        let numbers = self.world.targets.get("gazette.issues");
        let doubles = numbers / DOUBLE_EVERY;
        let issues = numbers - doubles;
        let (first, last) = (self.world.days.place(date(YEAR, 1, 1)?), self.world.days.place(date(YEAR + 1, 1, 1)?));
        let spread = u64::try_from(last - first).unwrap_or(1).saturating_sub(6);
        for n in 0..issues {
            let place = first + usize::try_from(3 + n * spread / issues.max(1)).unwrap_or(3);
            let double = doubles > 0 && n % (issues / doubles).max(1) == 0 && n / (issues / doubles).max(1) < doubles;
            self.issue(place, double, n == issues / 2 && issues > 40)?;
        }
        Ok(())
    }

    fn issue(&mut self, place: usize, double: bool, with_cancelled: bool) -> Result<(), SimulateError> {
        let (world, days, staff) = (self.world, &self.world.days, &self.world.staff);
        let chance = &mut self.chance();
        let at = days.moment(place, chance)?;
        let begun = days.later(at, -chance.between(2 * HOUR, 2 * DAY))?;
        let editor = staff.role(chance, "editor", at.date())?;
        let chief = staff.role(chance, "deputy_chief", at.date())?;
        let title = |what: &str| Value::Text(format!("Công báo tỉnh, kỳ tháng {}/{}{what}", at.date().month(), YEAR));
        let compile =
            |id, title| Step::open(begun, editor, id, "gazette_issue", MoveForm::new("compile").with("title", title));
        let id = case_id(world.seed, Stream::Portal, self.next(), begun);
        let mut steps = vec![compile(id, title(""))];
        if double {
            let form = MoveForm::new("add_number").with("title", title(" (số ghép)"));
            steps.push(Step::make(days.part(begun, at, 300)?, editor, form));
        }
        let publish = MoveForm::new("publish")
            .with("issue_date", Value::Text(at.date().to_string()))
            .with("contents", Value::text("Văn bản quy phạm pháp luật của HĐND tỉnh, UBND tỉnh (mô phỏng)"))
            .with("pages", Value::Integer(chance.between(16, 120)));
        steps.push(Step::make(at, editor, publish));
        self.list.push(Script::new(id, "gazette_issue", steps));
        if with_cancelled {
            let id = case_id(world.seed, Stream::Portal, self.next(), begun);
            let cancel = Step::because(at, chief, "cancel", "Nội dung chuyển sang số sau");
            self.list.push(Script::new(id, "gazette_issue", vec![compile(id, title("")), cancel]));
        }
        Ok(())
    }
}

fn notice_form(chance: &mut Chance, at: Instant) -> MoveForm {
    let (kind, title) = words::notice_subject(chance);
    MoveForm::new("write")
        .with("kind", Value::text(kind))
        .with("title", Value::Text(title))
        .with("organiser", Value::text("Tổ chức đấu giá mô phỏng"))
        .with("starting_price", Value::Integer(chance.between(20, 9_000) * 1_000_000))
        .with("auction_date", Value::Text(at.date().add_days(28).to_string()))
        .with("round", Value::Integer(1 + i64::from(chance.per_mille(120))))
}
