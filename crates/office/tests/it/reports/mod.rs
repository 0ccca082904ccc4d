//! Reports over what was lived in an office: figures, their records, forms, issued reports.

mod figures;
mod forms;
mod issued;
mod periods;
mod rights;

use kernel::Code;
use kernel::case::CaseId;
use kernel::case::{Act, MoveForm};
use office::reports::{Annual, Asked, Behind, Eyes, Length, PAGE_RECORDS_MAX, Period, Reckoning, Record};
use testkit::Form;

use super::world::{World, at};

/// A calendar year.
fn year(year: i32) -> Period {
    Period::new(year, Length::Year, Reckoning::Calendar).unwrap()
}

/// A calendar month of 2023.
fn month(month: u32) -> Period {
    Period::new(2023, Length::Month(month), Reckoning::Calendar).unwrap()
}

impl World {
    fn on(&mut self, moment: &str) -> &mut Self {
        self.now = at(moment);
        self
    }

    fn open(&mut self, person: &str, case_type: &'static str, form: Form) -> CaseId {
        let act = self.opening(case_type, form.into_move());
        let request = match person {
            "system" => self.system(None, act),
            _ => self.request(person, None, act),
        };
        self.office.act(&request).unwrap().case
    }

    fn system(&self, case: Option<CaseId>, act: Act) -> office::Request {
        office::Request::new(case, act, &kernel::case::Actor::system("system"), self.now, [7; 16])
    }

    fn make(&mut self, person: &str, case: CaseId, form: Form) -> &mut Self {
        self.act(person, case, Act::Move(MoveForm::from(form))).unwrap();
        self
    }

    /// A dossier for a criminal record (10 working days), at work at the Department of Justice.
    fn dossier(&mut self, channel: &str) -> CaseId {
        let id = self.open("one-stop-1", "dossier", dossier_form(channel));
        self.make("one-stop-1", id, Form::new("transfer").lead("stp").holder("handler-stp-1"));
        id
    }

    fn resolved(&mut self, channel: &str) -> CaseId {
        let id = self.dossier(channel);
        self.make("handler-stp-1", id, resolve());
        id
    }

    /// The head of the ledger.
    fn head(&self) -> u64 {
        self.office.ledger().head().unwrap().next - 1
    }

    fn annual(&self, period: Period) -> Annual {
        self.office.as_of(None).unwrap().annual(period).unwrap()
    }

    /// An indicator's count in a period, which its list, walked page by page, has too.
    #[track_caller]
    fn counted(&self, code: &'static str, period: Period) -> u64 {
        self.counted_at(code, period, self.head())
    }

    #[track_caller]
    fn counted_at(&self, code: &'static str, period: Period, position: u64) -> u64 {
        let asked = Asked::of(&Code::from(code), period);
        let count = self.office.as_of(Some(position)).unwrap().count(&asked).unwrap();
        let walked = self.walk(&asked, position, 2).len();
        assert_eq!(u64::try_from(walked).unwrap(), count, "the list of {code} has another length than its figure");
        count
    }

    /// All records of a question, walked page by page.
    fn walk(&self, asked: &Asked, position: u64, page: u32) -> Vec<Record> {
        assert!(page <= PAGE_RECORDS_MAX);
        let as_of = self.office.as_of(Some(position)).unwrap();
        let (mut all, mut behind) = (Vec::new(), Behind::NOTHING);
        loop {
            let found = as_of.records(asked, Eyes::House, behind, page).unwrap();
            all.extend(found.records);
            let Some(next) = found.next else { break };
            behind = Behind::parse(&next.key()).unwrap();
        }
        let mut seen: Vec<_> = all.iter().map(|r| (r.indicator.clone(), r.num, r.item)).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all.len(), "a record stands twice in the list");
        assert_eq!(u64::try_from(all.len()).unwrap(), as_of.listed(asked, Eyes::House).unwrap());
        all
    }
}

fn dossier_form(channel: &str) -> Form {
    Form::new("accept_at_counter")
        .text("procedure", "2.000488")
        .text("subject", "Cấp Phiếu lý lịch tư pháp")
        .text("channel", channel)
        .text("unit_code", "H56.14")
        .text("field_of_work", "Hành chính tư pháp")
        .text("applicant", "Lê Thị Bình")
}

fn resolve() -> Form {
    Form::new("resolve").text("outcome", "granted")
}
