//! Acts that belong to no step: their addresses, forms, and reading what was typed.

use std::collections::HashSet;

use kernel::Code;
use kernel::case::{Act, Command, Link as Tie, Value};
use kernel::catalogue::case_type::{Field as Rule, FieldKind};
use kernel::org::covers;
use office::views::case::{CaseView, FreeAct};
use uuid::Uuid;

use crate::desk::fields::{self, choice, field, text, units, with_blank};
use crate::desk::forms::{Wrong, assigned, colleagues, date};
use crate::desk::posted::Posted;
use crate::desk::taken;
use crate::desk::visitor::Visitor;
use crate::desk::words::{self, capital, case_href};
use crate::pages::{ChoiceGroup, Field, Input, Link, Move};

const SLUGS: [(FreeAct, &str); 8] = [
    (FreeAct::Remark, "y-kien"),
    (FreeAct::Urge, "don-doc"),
    (FreeAct::Extend, "gia-han"),
    (FreeAct::AskExtension, "de-nghi-gia-han"),
    (FreeAct::Attach, "dinh-kem"),
    (FreeAct::Assign, "phan-cong"),
    (FreeAct::Link, "lien-ket"),
    (FreeAct::Correct, "dinh-chinh"),
];

/// The last part of the address.
pub fn slug(act: FreeAct) -> &'static str {
    SLUGS.iter().find(|(a, _)| *a == act).map_or("", |(_, slug)| slug)
}

/// The act of an address.
pub fn act_of(slug: &str) -> Option<FreeAct> {
    SLUGS.iter().find(|(_, s)| *s == slug).map(|(act, _)| *act)
}

/// What stands on its button.
pub fn label(view: &CaseView, act: FreeAct) -> String {
    match act {
        FreeAct::Remark => "Cho ý kiến".to_owned(),
        FreeAct::Urge => "Đôn đốc".to_owned(),
        FreeAct::Extend => capital(extension(view)),
        FreeAct::AskExtension => format!("Đề nghị {}", extension(view)),
        FreeAct::Attach => "Đính kèm tệp".to_owned(),
        FreeAct::Assign => "Phân công".to_owned(),
        FreeAct::Link => "Liên kết hồ sơ".to_owned(),
        FreeAct::Correct => "Đính chính".to_owned(),
    }
}

fn extension(view: &CaseView) -> &str {
    view.case_type.clock.as_ref().map_or("gia hạn", |c| c.extension_name.as_str())
}

/// The field that a correction is about: sent before, or chosen in the address.
pub fn about<'a>(visitor: &Visitor, view: &'a CaseView, typed: Option<&Posted>) -> Option<&'a Rule> {
    let query = visitor.asked.address.split_once('?').map_or("", |(_, query)| query);
    let chosen = query.split('&').find_map(|pair| pair.strip_prefix("muc="));
    view.case_type.field(typed.map(|t| t.get("field")).or(chosen)?)
}

/// What a correction may be about; the way to fill in a value depends on the field, so that is chosen first.
pub fn choose(view: &CaseView) -> Move {
    let slug = slug(FreeAct::Correct);
    let link = |field: &Rule| Link {
        label: field.name.clone(),
        href: format!("{}?muc={}#{slug}", case_href(view.case.id), field.code),
    };
    Move {
        label: label(view, FreeAct::Correct),
        effect: "Chọn mục ghi sai. Giá trị cũ, giá trị mới, lý do và người phê duyệt cùng hiện trong diễn biến, không xóa được.".to_owned(),
        choices: view.case_type.fields.iter().map(link).collect(),
        ..Move::default()
    }
}

/// The fields of an act; `typed` is what was sent before.
pub fn fields(visitor: &Visitor, view: &CaseView, act: FreeAct, typed: Option<&Posted>) -> Vec<Field> {
    let get = |name: &str| typed.map(|t| t.get(name).to_owned()).unwrap_or_default();
    let one = |name: &str, label: &str, input: Input| Field {
        required: true,
        ..field(visitor.tongue, &format!("{}-{}", slug(act), name.replace('_', "-")), name, label, input)
    };
    let long = |name: &str, label: &str| one(name, label, Input::LongText { value: get(name) });
    match act {
        FreeAct::Remark => remark(visitor, view, typed, long("text", "Ý kiến")),
        FreeAct::Urge => vec![long("text", "Nội dung đôn đốc")],
        FreeAct::Extend => {
            // What was asked for stands in the form; whoever gives it may write another day.
            let asked = view.case.asked.as_ref().map(|asked| asked.due.to_string()).unwrap_or_default();
            let due = Input::Date { value: typed.map_or(asked, |t| t.get("due").to_owned()) };
            vec![one("due", "Hạn mới", due), long("reason", "Lý do")]
        }
        FreeAct::AskExtension => {
            vec![one("due", "Hạn đề nghị", Input::Date { value: get("due") }), long("reason", "Lý do")]
        }
        FreeAct::Attach => {
            let mut file = one("file", "Tệp", Input::File { accept: taken::ACCEPT.to_owned() });
            file.hint =
                format!("PDF, ảnh, Word, Excel hoặc văn bản thuần; tối đa {} MB.", super::super::FILE_BYTES_MAX >> 20);
            vec![file]
        }
        FreeAct::Assign => assignment(visitor, view, typed),
        FreeAct::Link => {
            let now = get("rule");
            let rules = view.case_type.links.iter().map(|l| choice(l.code.as_str(), &l.name, &now)).collect();
            let groups = vec![ChoiceGroup { label: String::new(), choices: rules }];
            let mut other = one("other", "Số của hồ sơ kia", text(&get("other")));
            other.hint = "Số, ký hiệu đúng như đã ghi, hoặc địa chỉ trang của hồ sơ.".to_owned();
            vec![one("rule", "Quan hệ", Input::Choice { groups }), other]
        }
        FreeAct::Correct => corrections(visitor, view, typed),
    }
}

/// The field in question stands fixed: another one may have to be filled in otherwise.
fn corrections(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>) -> Vec<Field> {
    let Some(rule) = about(visitor, view, typed) else { return Vec::new() };
    let get = |name: &str| typed.map(|t| t.get(name).to_owned());
    let id = |name: &str| format!("{}-{name}", slug(FreeAct::Correct));
    let house = visitor.house();
    let kept = view.case.value(rule.code.as_str());
    let (catalogue, org) = (house.version(view.case.catalogue), house.org());
    let Ok(catalogue) = catalogue else { return Vec::new() };
    let said = kept.map_or("(trống)".to_owned(), |value| words::value(visitor.tongue, rule, value, catalogue, org));
    let choices = vec![choice(rule.code.as_str(), &rule.name, rule.code.as_str())];
    let groups = vec![ChoiceGroup { label: String::new(), choices }];
    let plain = kept.map(Value::plain).unwrap_or_default();
    let value =
        fields::input(visitor.tongue, rule, &get("value").unwrap_or(plain), catalogue, org, visitor.now().date());
    let approver = Input::Choice { groups: colleagues(visitor, &get("approver").unwrap_or_default()) };
    let reason = Input::LongText { value: get("reason").unwrap_or_default() };
    vec![
        Field {
            required: true,
            ..field(visitor.tongue, &id("field"), "field", "Mục cần đính chính", Input::Choice { groups })
        },
        Field {
            hint: format!("Đang ghi: {said}. Để trống nếu mục này lẽ ra phải trống."),
            ..field(visitor.tongue, &id("value"), "value", "Giá trị đúng", value)
        },
        Field { required: true, ..field(visitor.tongue, &id("reason"), "reason", "Lý do", reason) },
        Field {
            required: true, ..field(visitor.tongue, &id("approver"), "approver", "Người phê duyệt", approver)
        },
    ]
}

/// What is said, and who is called to it.
fn remark(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>, mut text: Field) -> Vec<Field> {
    text.hint = "Ghi @Họ tên để nhắc một người; người được nhắc nhận thông báo.".to_owned();
    let now = typed.map(|t| t.get("mention").to_owned()).unwrap_or_default();
    let (org, me) = (visitor.house().org(), &visitor.viewer.actor.person);
    let people = view.let_in.iter().flat_map(|rule| &rule.people).filter(|p| *p != me);
    let may: HashSet<&str> = people.map(Code::as_str).collect();
    let mut groups = fields::people(org, None, visitor.now().date(), &now);
    for group in &mut groups {
        group.choices.retain(|c| may.contains(c.value.as_str()));
    }
    let id = format!("{}-mention", slug(FreeAct::Remark));
    let chosen = field(
        visitor.tongue,
        &id,
        "mention",
        "Nhắc thêm một người",
        Input::Choice { groups: with_blank(visitor.tongue, groups) },
    );
    vec![text, Field { hint: "Chỉ gồm những người được đọc hồ sơ này.".to_owned(), ..chosen }]
}

fn assignment(visitor: &Visitor, view: &CaseView, typed: Option<&Posted>) -> Vec<Field> {
    let case = &view.case;
    let kept = |name: &'static str, kept: Vec<String>| typed.map_or(kept, |t| t.all(name).map(str::to_owned).collect());
    let leads = kept("lead", case.lead.iter().map(ToString::to_string).collect());
    let coops = kept("coop", case.coop.iter().map(ToString::to_string).collect());
    let holder = kept("holder", case.holder.iter().map(ToString::to_string).collect());
    let today = Some(visitor.now().date());
    let org = visitor.house().org();
    let choices = |chosen: &[String]| units(visitor.tongue, org, today, |code| chosen.iter().any(|c| c == code));
    let id = |name: &str| format!("{}-{name}", slug(FreeAct::Assign));
    let lead = Input::Choice { groups: with_blank(visitor.tongue, choices(&leads)) };
    let now = holder.first().map(String::as_str).unwrap_or_default();
    vec![
        field(
            visitor.tongue,
            &id("holder"),
            "holder",
            "Người xử lý",
            Input::Choice { groups: colleagues(visitor, now) },
        ),
        Field { required: true, ..field(visitor.tongue, &id("lead"), "lead", "Đơn vị chủ trì", lead) },
        field(visitor.tongue, &id("coop"), "coop", "Đơn vị phối hợp", Input::Many { groups: choices(&coops) }),
    ]
}

/// What a form asks for, and the bytes that go with it.
pub fn read(
    visitor: &Visitor,
    view: &CaseView,
    act: FreeAct,
    posted: &Posted,
) -> Result<(Command, Option<Vec<u8>>), Wrong> {
    let typed = |name: &str| posted.get(name).trim().to_owned();
    let act = match act {
        FreeAct::Remark => {
            let mentions = posted.all("mention").filter_map(|code| Code::parse(code).ok()).collect();
            Act::Remark { text: said(posted)?, mentions }
        }
        FreeAct::Urge => Act::Urge { text: said(posted)? },
        FreeAct::Extend | FreeAct::AskExtension => {
            let due = date(visitor.tongue, posted.get("due").trim()).map_err(|text| Wrong::one("due", text))?;
            let reason = typed("reason");
            if act == FreeAct::Extend { Act::Extend { due, reason } } else { Act::AskExtension { due, reason } }
        }
        FreeAct::Attach => {
            let Some(sent) = &posted.file else { return Err(Wrong::one("file", "Xin chọn tệp.")) };
            let (file, name) = taken::take(sent, visitor.now()).map_err(|why| Wrong::one("file", why.words()))?;
            return Ok((Act::Attach { file, name }.into(), Some(sent.bytes.clone())));
        }
        FreeAct::Assign => {
            let mut wrong = Wrong::default();
            let mut given = assigned(visitor.tongue, posted, &mut wrong);
            if !wrong.is_empty() {
                return Err(wrong);
            }
            // Passing work on inside a unit does not change by whose authority it was given.
            given.assigner.clone_from(&view.case.assigner);
            Act::Assign(given)
        }
        FreeAct::Link => link(visitor, view, posted)?,
        FreeAct::Correct => correction(visitor, view, posted)?,
    };
    Ok((act.into(), None))
}

fn said(posted: &Posted) -> Result<String, Wrong> {
    let text = posted.get("text").trim();
    if text.is_empty() { Err(Wrong::one("text", "Xin ghi nội dung.")) } else { Ok(text.to_owned()) }
}

fn link(visitor: &Visitor, view: &CaseView, posted: &Posted) -> Result<Act, Wrong> {
    let rule = view.case_type.links.iter().find(|l| l.code == *posted.get("rule"));
    let Some(rule) = rule else { return Err(Wrong::one("rule", "Xin chọn quan hệ.")) };
    let typed = posted.get("other").trim();
    let last = typed.rsplit('/').next().unwrap_or_default();
    let missing = || {
        Wrong::one(
            "other",
            format!(
                "Không tìm thấy hồ sơ “{}” trong các sổ ông/bà được xem.",
                typed.chars().take(60).collect::<String>()
            ),
        )
    };
    let office = &visitor.state.office;
    let other = match Uuid::try_parse(last) {
        Ok(id) => office.readable(&visitor.viewer, id).ok().flatten().filter(|c| rule.to.contains(&c.case_type)),
        Err(_) => {
            let found = office.search(&visitor.viewer, typed).map_err(|_unreadable| missing())?;
            let mut fit = found.by_number.into_iter().filter(|l| rule.to.contains(&l.case.case_type));
            match (fit.next(), fit.next()) {
                (Some(one), None) => Some(one.case),
                (Some(_), Some(_)) => {
                    return Err(Wrong::one("other", "Có nhiều hồ sơ mang số này. Xin dán địa chỉ trang của hồ sơ."));
                }
                (None, _) => None,
            }
        }
    };
    let other = other.ok_or_else(missing)?;
    let link = Tie { rule: rule.code.clone(), to: other.id };
    Ok(Act::Link { link, points_to: Some(other.case_type) })
}

fn correction(visitor: &Visitor, view: &CaseView, posted: &Posted) -> Result<Act, Wrong> {
    let mut wrong = Wrong::default();
    let rule = view.case_type.field(posted.get("field"));
    if rule.is_none() {
        wrong.add("field", "Xin chọn mục cần đính chính.");
    }
    // A box that is not ticked sends nothing.
    let sent = |rule: &Rule| match (rule.kind, posted.get("value")) {
        (FieldKind::Flag, "") => "no".to_owned(),
        (_, typed) => typed.to_owned(),
    };
    let new = match rule.map(|rule| Value::parse(rule, &sent(rule))) {
        Some(Ok(new)) => new,
        Some(Err(why)) => {
            wrong.add("value", capital(&format!("{why}.")));
            None
        }
        None => None,
    };
    let reason = posted.get("reason").trim().to_owned();
    if reason.is_empty() {
        wrong.add("reason", "Xin ghi lý do đính chính.");
    }
    let today = visitor.now().date();
    let people = &visitor.house().org().people;
    let approver = Code::parse(posted.get("approver")).ok();
    let approver = approver.filter(|code| people.get(code).is_some_and(|p| covers(p.from, p.to, today)));
    if approver.is_none() {
        wrong.add("approver", "Xin chọn người phê duyệt.");
    }
    match (rule, approver) {
        (Some(rule), Some(approver)) if wrong.is_empty() => {
            Ok(Act::Correct { field: rule.code.clone(), new, reason, approver })
        }
        _ => Err(wrong),
    }
}
