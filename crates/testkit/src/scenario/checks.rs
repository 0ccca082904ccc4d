//! What a `thì` line says of the case as it stands, and whether it is so.

use kernel::case::{Case, Value};
use kernel::clock::Status;
use kernel::time::Instant;

use super::Telling;
use super::words::{Word, moment};

/// Whether it is as the words say; the error says what is so instead.
pub(super) fn check(telling: &mut Telling, words: &[Word]) -> Result<(), String> {
    let said: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    if let ["từ", "chối", rule, sentence @ ..] = said.as_slice() {
        return refused(telling, rule, sentence);
    }
    telling.nothing_refused()?;
    let id = telling.opened()?;
    let case = telling.world.case(id);
    match said.as_slice() {
        ["bước", step] => same(step, &[case.step.as_str(), step_name(telling, case)]),
        ["hạn", "không"] => same("never", &[&telling.world.due(id)]),
        ["chưa", "có", "hạn"] => same("none", &[&telling.world.due(id)]),
        ["hạn", "đầu", at @ ..] => at_moment(&at.join(" "), case.clock.as_ref().and_then(|c| c.first_due)),
        ["hạn", at @ ..] => at_moment(&at.join(" "), case.clock.as_ref().and_then(|c| c.due)),
        ["thời", "hạn", how @ ..] => same(&how.join(" "), &[clock_in_words(case)]),
        ["trước", "hạn"] => same("early", &[&telling.world.verdict(id)]),
        ["đúng", "hạn"] => same("on_time", &[&telling.world.verdict(id)]),
        ["quá", "hạn"] => same("late", &[&telling.world.verdict(id)]),
        ["không", "thời", "hạn"] => same("no_deadline", &[&telling.world.verdict(id)]),
        ["số", series, text] => same(text, &[telling.world.number(id, series)]),
        ["mục", field, text] => {
            let now = case.value(field).map(Value::plain).unwrap_or_default();
            same(if *text == "trống" { "" } else { text }, &[&now])
        }
        ["chủ", "trì", unit] => same(unit, &[case.lead.as_ref().map_or("", |c| c.as_str())]),
        ["người", "giữ", person] => same(person, &[case.holder.as_ref().map_or("", |c| c.as_str())]),
        ["người", "giao", post] => same(post, &[case.assigner.as_ref().map_or("", |c| c.as_str())]),
        ["tính", indicator, count] => same(count, &[&telling.world.counted(id, indicator).to_string()]),
        ["đôn", "đốc", count] => same(count, &[&case.tally.urged.to_string()]),
        ["đính", "chính", count] => same(count, &[&case.tally.corrections.to_string()]),
        ["ghi", "bù", count] => same(count, &[&case.tally.late_entries.to_string()]),
        ["đã", "kết", "thúc"] => same("true", &[&case.is_closed().to_string()]),
        ["chưa", "kết", "thúc"] => same("false", &[&case.is_closed().to_string()]),
        other => Err(format!("không hiểu `thì {}`", other.join(" "))),
    }
}

fn same(said: &str, is: &[&str]) -> Result<(), String> {
    if is.contains(&said) {
        Ok(())
    } else {
        Err(format!("kịch bản nói `{said}`, thực tế là `{}`", is.join("` / `")))
    }
}

fn at_moment(said: &str, is: Option<Instant>) -> Result<(), String> {
    let wanted = moment(said)?;
    let is = is.map_or_else(|| "không có".to_owned(), Instant::print_iso);
    same(&wanted.print_iso(), &[&is])
}

fn step_name<'a>(telling: &'a Telling, case: &Case) -> &'a str {
    let case_type = telling.world.catalogue().types.get(&telling.code);
    case_type.and_then(|t| t.step(case.step.as_str())).map_or("", |s| s.name.as_str())
}

fn clock_in_words(case: &Case) -> &'static str {
    match case.clock.as_ref().map(|c| c.status) {
        None => "chưa chạy",
        Some(Status::Running) => "đang chạy",
        Some(Status::Paused { .. }) => "tạm dừng",
        Some(Status::Stopped { .. }) => "đã dừng",
    }
}

fn refused(telling: &mut Telling, rule: &str, sentence: &[&str]) -> Result<(), String> {
    let Some(refusal) = telling.refused.take() else {
        return Err(format!("kịch bản nói bị từ chối (`{rule}`), thực tế thao tác trước đã được làm"));
    };
    same(rule, &[refusal.rule()])?;
    if let [sentence] = sentence {
        same(sentence, &[&refusal.vi()])?;
    }
    telling.lived.refused.insert(refusal.rule());
    Ok(())
}
