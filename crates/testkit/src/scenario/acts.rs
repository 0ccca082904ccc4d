//! From an act's words to a command: a move by its code or `"name"`, or one of the acts that belong to no step.

use kernel::case::command::Assigned;
use kernel::case::evidence::Evidence;
use kernel::case::{Act, Command, Due, FileRef, LateEntry, Link, MoveForm, Opening, Value};
use kernel::catalogue::case_type::{CaseType, FieldKind, Move};

use super::words::{Word, date};
use super::{Telling, code_of, moment_of};

/// Does what the words say, and remembers a refusal.
pub(super) fn act(telling: &mut Telling, person: &str, words: &[Word]) -> Result<(), String> {
    let plain = |w: &&Word| w.key.is_none() && !w.quoted && !w.text.starts_with(|c: char| c.is_ascii_digit());
    let verb: Vec<&str> = words.iter().take_while(plain).map(|w| w.text.as_str()).collect();
    let rest = words.get(verb.len()..).unwrap_or_default();
    let Some(case_type) = telling.world.catalogue().types.get(&telling.code).cloned() else {
        return Err("mất loại hồ sơ".to_owned());
    };
    match verb.join(" ").as_str() {
        "" => match rest.split_first() {
            Some((name, rest)) if name.quoted && name.key.is_none() => {
                let made = case_type.moves.iter().find(|m| m.name == name.text);
                by_move(telling, &case_type, person, made, &name.text, rest)
            }
            _ => Err("thiếu thao tác sau tên người".to_owned()),
        },
        code => match besides(telling, &case_type, code, rest)? {
            Some(act) => on_the_case(telling, person, Command { act, late: late(rest)? }),
            None => by_move(telling, &case_type, person, case_type.find_move(code), code, rest),
        },
    }
}

fn by_move(
    telling: &mut Telling,
    case_type: &CaseType,
    person: &str,
    made: Option<&Move>,
    said: &str,
    words: &[Word],
) -> Result<(), String> {
    let Some(made) = made else {
        return Err(format!("loại `{}` không có thao tác “{said}”", case_type.code));
    };
    let form = form(telling, case_type, made, words)?;
    let late = late(words)?;
    if !made.opens() {
        let done = on_the_case(telling, person, Command { act: Act::Move(form), late });
        if telling.refused.is_none() {
            telling.lived.moves.insert(made.code.clone());
        }
        return done;
    }
    let id = telling.world.next_id();
    let opening = Opening { id, case_type: case_type.code.clone(), form, batch: None };
    match telling.world.decide(None, person, &Command { act: Act::Open(opening), late }) {
        Err(refusal) => telling.refused = Some(refusal),
        Ok(plan) => {
            telling.world.commit(&plan);
            telling.case = Some(id);
            telling.lived.moves.insert(made.code.clone());
        }
    }
    Ok(())
}

fn on_the_case(telling: &mut Telling, person: &str, command: Command) -> Result<(), String> {
    let id = telling.opened()?;
    telling.refused = telling.world.act(id, person, command).err();
    Ok(())
}

/// The keys that are no fields.
const KEYS: [&str; 14] = [
    "chủ-trì",
    "phối-hợp",
    "người-giữ",
    "người-giao",
    "hạn",
    "lý-do",
    "nhận-lúc",
    "ban-hành",
    "ký",
    "đến",
    "ghi-bù",
    "vì",
    "cùng",
    "duyệt",
];

fn form(telling: &Telling, case_type: &CaseType, made: &Move, words: &[Word]) -> Result<MoveForm, String> {
    let mut form = MoveForm::new(made.code.clone());
    for word in words {
        let Some(key) = word.key.as_deref() else { return Err(format!("không hiểu `{}`", word.text)) };
        match key {
            "hạn" => form.due = due(&word.text)?,
            "lý-do" => form.reason = Some(word.text.clone()),
            "nhận-lúc" => form.received = Some(moment_of(word)?),
            known if KEYS.contains(&known) => {}
            seen if seen.starts_with("thấy.") => {
                let code = code_of(seen.trim_start_matches("thấy."))?;
                form.seen.insert(code, Value::text(&word.text));
            }
            field => {
                let value = value(case_type, field, &word.text);
                form.fields.insert(code_of(field)?, value);
            }
        }
    }
    form.assigned = assigned(words)?;
    form.evidence = evidence(telling, words)?;
    Ok(form)
}

/// A value as people type it into the field.
fn value(case_type: &CaseType, field: &str, typed: &str) -> Value {
    let Some(rule) = case_type.field(field) else { return Value::text(typed) };
    // What does not fit is given as it stands, so that a scenario can show the refusal.
    let as_it_stands = || match (rule.kind, typed.parse()) {
        (FieldKind::Integer | FieldKind::Money, Ok(n)) => Value::Integer(n),
        _ => Value::text(typed),
    };
    Value::parse(rule, typed).ok().flatten().unwrap_or_else(as_it_stands)
}

fn due(text: &str) -> Result<Due, String> {
    match text {
        "không" => Ok(Due::Never),
        moment if moment.contains(' ') => super::words::moment(moment).map(Due::At),
        day => date(day).map(Due::On),
    }
}

fn find<'a>(words: &'a [Word], key: &str) -> Option<&'a Word> {
    words.iter().find(|w| w.key.as_deref() == Some(key))
}

fn assigned(words: &[Word]) -> Result<Option<Assigned>, String> {
    let one = |key: &str| find(words, key).map(|w| code_of(&w.text)).transpose();
    let coop = match find(words, "phối-hợp") {
        Some(list) => list.text.split(',').map(|unit| code_of(unit.trim())).collect::<Result<Vec<_>, _>>()?,
        None => Vec::new(),
    };
    let assigned =
        Assigned { lead: one("chủ-trì")?, coop, holder: one("người-giữ")?, assigner: one("người-giao")? };
    Ok((assigned != Assigned::default()).then_some(assigned))
}

fn evidence(telling: &Telling, words: &[Word]) -> Result<Option<Evidence>, String> {
    let at = |key: &str| find(words, key).map(moment_of).transpose();
    let (issued, signed, arrived) = (at("ban-hành")?, at("ký")?, at("đến")?);
    if issued.is_none() && signed.is_none() && arrived.is_none() {
        return Ok(None);
    }
    let arrived = arrived.unwrap_or_else(|| telling.world.now());
    Ok(Some(Evidence { document: None, file: None, issued, signed, arrived }))
}

fn late(words: &[Word]) -> Result<Option<LateEntry>, String> {
    let Some(occurred) = find(words, "ghi-bù") else { return Ok(None) };
    let Some(witness) = find(words, "cùng") else {
        return Err("ghi bù thiếu người thứ hai; xin thêm `cùng=NGƯỜI`".to_owned());
    };
    let reason = find(words, "vì").map(|w| w.text.clone()).unwrap_or_default();
    Ok(Some(LateEntry { occurred: moment_of(occurred)?, reason, witness: code_of(&witness.text)? }))
}

/// The acts that belong to no step; `None` when the verb is none of them.
fn besides(telling: &mut Telling, case_type: &CaseType, verb: &str, words: &[Word]) -> Result<Option<Act>, String> {
    let first = words.iter().find(|w| w.key.is_none()).map(|w| w.text.clone());
    let said = || first.clone().unwrap_or_default();
    let reason = || find(words, "lý-do").map(|w| w.text.clone()).unwrap_or_default();
    let fields = words.iter().filter(|w| w.key.as_deref().is_some_and(|k| !KEYS.contains(&k)));
    Ok(Some(match verb {
        "đôn đốc" => Act::Urge { text: said() },
        "ý kiến" => Act::remark(&said()),
        "gia hạn" | "hẹn lại" | "lùi thời hạn" => Act::Extend { due: date(&said())?, reason: reason() },
        "tính lại hạn" => Act::Recompute { announcement: said() },
        "phân công" => Act::Assign(assigned(words)?.unwrap_or_default()),
        "đính kèm" => {
            let media = if said().ends_with(".jpg") { "image/jpeg" } else { "application/pdf" };
            let at = telling.world.now();
            let file = FileRef { sha256: "0".repeat(64), media: media.to_owned(), bytes: 1, at };
            Act::Attach { file, name: said() }
        }
        "liên kết" => {
            let link = Link { rule: code_of(&said())?, to: telling.world.next_id() };
            let rule = case_type.links.iter().find(|l| l.code == link.rule);
            Act::Link { link, points_to: rule.and_then(|l| l.to.first().cloned()) }
        }
        "bước ngoài" => {
            let at = find(words, "nhận-lúc").map(moment_of).transpose()?;
            Act::Foreign { at: at.unwrap_or_else(|| telling.world.now()), name: said(), resource: String::new() }
        }
        "sửa" => {
            let mut set = kernel::case::Fields::new();
            for word in fields {
                let key = word.key.as_deref().unwrap_or_default();
                set.insert(code_of(key)?, value(case_type, key, &word.text));
            }
            Act::SetFields(set)
        }
        "đính chính" => {
            let Some(word) = fields.into_iter().next() else {
                return Err("đính chính thiếu mục; viết `MỤC=\"giá trị mới\"`".to_owned());
            };
            let key = word.key.as_deref().unwrap_or_default();
            let new = if word.text.is_empty() { None } else { Some(value(case_type, key, &word.text)) };
            let Some(approver) = find(words, "duyệt") else {
                return Err("đính chính thiếu người duyệt; xin thêm `duyệt=NGƯỜI`".to_owned());
            };
            Act::Correct { field: code_of(key)?, new, reason: reason(), approver: code_of(&approver.text)? }
        }
        _ => return Ok(None),
    }))
}
