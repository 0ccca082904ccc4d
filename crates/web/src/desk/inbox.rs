//! The inbox: reminders and what others did, marked as read one by one or all, on every device alike.

use axum::extract::State;
use axum::response::Response;
use kernel::case::Case;
use kernel::case::notices::Kind;
use kernel::clock::reminder::Reminder;
use kernel::org::Org;
use office::House;
use office::views::notices::{Notice, Says, UNREAD_MAX};

use super::answer::{self, Answer, see};
use super::posted::Posted;
use super::visitor::{Asked, Visitor, visit, visit_with};
use super::words::{case_href, deadline, moment, number, title};
use crate::pages::{InboxItem, InboxPage, Link};
use crate::state::AppState;
use crate::tongue::{Tongue, id};

const HERE: &str = "/thong-bao";

/// `GET /thong-bao`
pub async fn show(State(state): State<AppState>, asked: Asked) -> Response {
    visit(state, asked, page).await
}

/// `POST /thong-bao`
pub async fn mark(State(state): State<AppState>, asked: Asked, posted: Posted) -> Response {
    visit_with(state, asked, posted, |visitor, posted| {
        let office = &visitor.state.office;
        match posted.get("all").parse() {
            Ok(up_to) => office.mark_all_read(&visitor.viewer, up_to)?,
            Err(_) => office.mark_read(&visitor.viewer, &posted.all("key").map(str::to_owned).collect::<Vec<_>>())?,
        }
        visitor.state.live.read(&visitor.viewer.actor.person);
        Ok(see(HERE))
    })
    .await
}

fn page(visitor: &Visitor) -> Answer {
    let office = &visitor.state.office;
    let below = visitor.asked.address.split_once("?duoi=").and_then(|(_, n)| n.parse().ok());
    // Taken before the list is read: what comes in between stays unread.
    let up_to = office.ledger().head().map_err(office::OfficeError::from)?.next.saturating_sub(1);
    let inbox = office.inbox(&visitor.viewer, below)?;
    let unread = office.unread(&visitor.viewer)?;
    answer::ok(&InboxPage {
        frame: visitor.frame(&visitor.tongue.say("frame-nav-notices")),
        summary: if unread == 0 {
            visitor.tongue.say("inbox-all-read")
        } else {
            visitor.tongue.tell("inbox-unread", &[("n", unread_words(unread).into())])
        },
        reminders: inbox.reminders.iter().map(|notice| item(visitor, notice)).collect(),
        acts: inbox.acts.iter().map(|notice| item(visitor, notice)).collect(),
        up_to,
        next: inbox.next.map(|n| Link { label: visitor.tongue.say("inbox-older"), href: format!("{HERE}?duoi={n}") }),
    })
}

/// A count of unread notices, as the badge shows it.
pub fn unread_words(unread: u64) -> String {
    match unread {
        0 => String::new(),
        n if n > UNREAD_MAX => format!("{UNREAD_MAX}+"),
        n => n.to_string(),
    }
}

fn item(visitor: &Visitor, notice: &Notice) -> InboxItem {
    let (house, case) = (visitor.house(), &notice.case);
    InboxItem {
        key: notice.key.clone(),
        said: said(visitor.tongue, house.org(), notice),
        title: about(visitor.tongue, house, case),
        href: case_href(case.id),
        at: moment(notice.at),
        deadline: case.clock.as_ref().map(|c| deadline(visitor, c, None)),
        read: notice.read,
    }
}

/// Number and title of a case.
pub fn about(tongue: Tongue, house: &House, case: &Case) -> String {
    let case_type = house.case_type(case.catalogue, &case.case_type).ok();
    let name = case_type.map(|t| title(tongue, case, t)).unwrap_or_default();
    let number = number(case);
    if number.is_empty() { name } else { format!("{number} – {name}") }
}

/// What a notice says, as a sentence without its case.
pub fn said(tongue: Tongue, org: &Org, notice: &Notice) -> String {
    let by = notice.by.as_ref().map(|code| org.person_name(code)).unwrap_or_default();
    let told = |id: &'static str| tongue.tell(id, &[("by", by.into())]);
    match notice.says {
        Says::Act(Kind::Assigned) => told(id("inbox-assigned")),
        Says::Act(Kind::Cooperates) => told(id("inbox-cooperates")),
        Says::Act(Kind::Returned) => told(id("inbox-returned")),
        Says::Act(Kind::Closed) => told(id("inbox-closed")),
        Says::Act(Kind::Remarked) => told(id("inbox-remarked")),
        Says::Act(Kind::Urged) => told(id("inbox-urged")),
        Says::Act(Kind::Mentioned) => told(id("inbox-mentioned")),
        Says::Act(Kind::ExtensionAsked) => told(id("inbox-extension-asked")),
        Says::Act(Kind::ExtensionRefused) => told(id("inbox-extension-refused")),
        Says::Act(Kind::Corrected) => told(id("inbox-corrected")),
        Says::Act(Kind::Extended) => told(id("inbox-extended")),
        Says::Due(Reminder::InFive) => tongue.say("inbox-in-five"),
        Says::Due(Reminder::InTwo) => tongue.say("inbox-in-two"),
        Says::Due(Reminder::Overdue) => tongue.say("inbox-overdue"),
    }
}
