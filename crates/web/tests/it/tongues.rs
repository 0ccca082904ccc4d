//! Two languages, complete: every message exists in both and is used, no sentence stands in code or templates, and no
//! English page shows Vietnamese but where it says so. What is said where is looked at as text, so that a page that no
//! test opens is looked at too.
#![expect(clippy::string_slice, reason = "positions were found in the same text, and a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use web::Tongue;

use super::sample::{Words, pages};

/// Code and templates in which Vietnamese words may stand, with the reason; a part of the path.
const VIETNAMESE: [(&str, &str); 6] = [
    ("src/desk/letter.rs", "mail of the house, which knows no choice of language"),
    ("src/tongue.rs", "the name by which the language calls itself"),
    ("src/desk/paper.rs", "printed on paper, which the law wants in Vietnamese"),
    ("src/desk/receipt.rs", "printed on paper, which the law wants in Vietnamese"),
    ("src/desk/door.rs", "names of units by which the roles of the demonstration are found"),
    ("src/desk/reports/pages.rs", "the word in which Vietnamese names of reports end"),
];

/// Words that templates may hold: signs and keys that are the same in both languages.
const SIGNS: [&str; 10] = ["Minh Bạch", "– Minh Bạch", "Ctrl K", "Enter", "Esc", "j", "k", "PDF", "JSON", "SHA-256"];

type Messages = BTreeMap<String, (String, BTreeSet<String>)>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ends: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ends) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                out.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Messages of a language: id, file, arguments. Attributes and terms are not used here.
fn messages(tongue: Tongue) -> Messages {
    let mut out = Messages::new();
    for (path, text) in files(&root().join("locales").join(tongue.code()), ".ftl") {
        let stem = path.rsplit('/').next().unwrap().trim_end_matches(".ftl").to_owned();
        let mut at = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" = ").filter(|(id, _)| !id.starts_with(' ') && !id.contains(' ')) {
                assert!(id.starts_with(&format!("{stem}-")), "{path}: {id} does not begin with {stem}-");
                id.clone_into(&mut at);
                assert!(out.insert(at.clone(), (stem.clone(), BTreeSet::new())).is_none(), "{path}: {id} twice");
            }
            let args = line
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
            if let Some((_, known)) = out.get_mut(&at) {
                known.extend(args);
            }
        }
    }
    out
}

/// The part of a source file that runs: without its tests.
fn product(text: &str) -> &str {
    text.split("\n#[cfg(test)]\n").next().unwrap()
}

/// A string literal and where its quotes begin.
#[derive(Debug)]
struct Literal {
    at: usize,
    text: String,
}

/// The string literals of Rust or of the expressions of a template, without comments.
fn literals(text: &str) -> Vec<Literal> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if rest.starts_with("r#\"") {
            let end = rest.find("\"#").filter(|end| *end > 2).unwrap_or(rest.len());
            out.push(Literal { at, text: rest.get(3..end).unwrap_or_default().to_owned() });
            at += end + 2;
        } else if rest.starts_with('"') {
            let mut end = 1;
            while end < rest.len() && rest.as_bytes()[end] != b'"' {
                end += if rest.as_bytes()[end] == b'\\' { 2 } else { 1 };
            }
            out.push(Literal { at, text: rest.get(1..end).unwrap_or_default().to_owned() });
            at += end + 1;
        } else if rest.starts_with("'\"'") {
            at += 3;
        } else if rest.starts_with("'\\\"'") {
            at += 4;
        } else {
            at += rest.chars().next().unwrap().len_utf8();
        }
    }
    out
}

/// The message ids that a text asks for: the literals in the first argument of `say`, `tell`, `said`,
/// `titled`, `aside` and `id`.
fn asked(text: &str) -> BTreeSet<String> {
    let all = literals(text);
    let mut out = BTreeSet::new();
    for call in ["say(", "tell(", "titled(", "aside(", "said(", "id("] {
        for (at, _) in text.match_indices(call) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' {
                continue;
            }
            let from = at + call.len();
            let end = from + argument(&text[from..]);
            let here = all.iter().filter(|l| l.at >= from && l.at < end && l.text.contains('-'));
            out.extend(here.filter(|l| !is_compared(text, l)).map(|l| l.text.clone()));
        }
    }
    // Colons and the like belong to other strings in an argument: an address, a part of an id of the page.
    out.retain(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
    out
}

/// Whether a literal is not said but looked for: a pattern of `match`, a side of a comparison.
fn is_compared(text: &str, literal: &Literal) -> bool {
    let behind = text[literal.at + literal.text.len() + 2..].trim_start();
    let before = text[..literal.at].trim_end();
    ["=>", "|", "==", "!="].iter().any(|sign| behind.starts_with(sign))
        || before.ends_with("==")
        || before.ends_with("!=")
}

/// Where the first argument ends.
fn argument(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => return at,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// What `{{ … }}` and `{% … %}` hold, and the text around them.
fn split(template: &str) -> (String, String) {
    let (mut inside, mut outside, mut rest) = (String::new(), String::new(), template);
    while let Some(at) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        let (before, from) = rest.split_at(at);
        outside.push_str(before);
        // A place that is filled in is no word and no end of one.
        outside.push('\u{1}');
        let close = match &from[..2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = from.find(close).unwrap_or(from.len());
        if close != "#}" {
            inside.push_str(&from[2..end]);
            inside.push('\n');
        }
        rest = from.get(end + 2..).unwrap_or_default();
    }
    outside.push_str(rest);
    (inside, outside)
}

pub fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && !matches!(c, 'µ' | 'ª' | 'º'))
}

fn allowed(path: &str) -> bool {
    VIETNAMESE.iter().any(|(file, _)| *file == path)
}

#[test]
fn every_message_exists_in_both_languages_with_the_same_arguments() {
    let (vi, en) = (messages(Tongue::Vi), messages(Tongue::En));
    assert!(vi.len() > 50, "the messages were not read");
    let tell = std::fs::read_to_string(root().join("src/tongue.rs")).unwrap();
    for (id, (file, args)) in &vi {
        let (_, other) = en.get(id).unwrap_or_else(|| panic!("{id} is not said in English"));
        assert_eq!(args, other, "{id}");
        assert!(tell.contains(&format!("../locales/en/{file}.ftl")), "{file}.ftl is not embedded");
    }
    for id in en.keys() {
        assert!(vi.contains_key(id), "{id} is not said in Vietnamese");
    }
}

#[test]
fn every_message_asked_for_exists_and_every_one_that_exists_is_asked_for() {
    let known = messages(Tongue::Vi);
    let mut used = BTreeSet::new();
    for (path, text) in files(&root().join("src"), ".rs") {
        for id in asked(product(&text)) {
            assert!(known.contains_key(&id), "{path} asks for {id}");
            used.insert(id);
        }
    }
    for (path, text) in files(&root().join("templates"), ".html") {
        for id in asked(&split(&text).0) {
            assert!(known.contains_key(&id), "{path} asks for {id}");
            used.insert(id);
        }
    }
    let unused: Vec<&String> = known.keys().filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

#[test]
fn no_sentence_stands_in_code_or_templates() {
    let mut wrong = Vec::new();
    for (path, text) in files(&root().join("src"), ".rs") {
        let found = literals(product(&text)).into_iter().find(|l| is_vietnamese(&l.text));
        wrong.extend(found.filter(|_| !allowed(&path)).map(|l| format!("{path}: {}", l.text)));
    }
    for (path, text) in files(&root().join("templates"), ".html") {
        let (_, outside) = split(&text);
        wrong.extend(words_of(&outside).into_iter().map(|w| format!("{path}: {w}")));
    }
    assert!(wrong.is_empty(), "belongs into locales/: {wrong:#?}");
    for (path, _) in VIETNAMESE {
        assert!(root().join(path).exists(), "{path} is gone");
    }
}

/// Words that a template itself says: between tags, and in the attributes that are read out or shown.
fn words_of(outside: &str) -> Vec<String> {
    let mut out = Vec::new();
    let says = |text: &str| text.chars().any(char::is_alphabetic) && !SIGNS.contains(&text.trim());
    let mut rest = outside;
    while let Some((text, tag)) = rest.split_once('<') {
        // Attributes written by a macro stand outside of any tag.
        let words = text.split('\u{1}').map(str::trim).filter(|text| says(text) && !text.contains("=\""));
        out.extend(words.map(str::to_owned));
        // The end of the tag; a `>` may stand in a quoted value.
        let (mut quoted, mut end) = (false, tag.len());
        for (at, c) in tag.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let (tag, behind) = tag.split_at(end);
        for name in ["title=\"", "aria-label=\"", "placeholder=\"", "alt=\""] {
            let value =
                tag.split_once(name).and_then(|(_, value)| value.split_once('"')).map_or("", |(value, _)| value);
            out.extend(value.split('\u{1}').filter(|text| says(text)).map(str::to_owned));
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    out
}

/// What an English page shows to a reader or says to a listener, without what it marks as Vietnamese.
pub fn shown(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    // Elements that are open, and whether they are marked.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        let marked = open.last().is_some_and(|(_, marked)| *marked);
        if !marked {
            out.push(text.to_owned());
        }
        let (tag, behind) = tag.split_once('>').unwrap_or((tag, ""));
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            while open.pop().is_some_and(|(of, _)| of != name) {}
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let marked = if tag.contains("lang=\"en\"") { false } else { marked || tag.contains("lang=\"vi\"") };
        if !marked {
            let says = ["title=\"", "aria-label=\"", "placeholder=\""];
            let values = says.iter().filter_map(|key| tag.split_once(key)?.1.split_once('"'));
            out.extend(values.map(|(value, _)| value.to_owned()));
        }
        if !["meta", "link", "input", "br", "hr", "img", "col", "!doctype"].contains(&name.as_str())
            && !tag.ends_with('/')
            && !name.is_empty()
        {
            open.push((name, marked));
        }
    }
    out
}

#[test]
fn no_english_page_shows_vietnamese_but_where_it_says_so() {
    // Samples are folded in English: what has Vietnamese letters left was said by the page itself.
    for (name, html) in pages(Words { tail: "", tongue: Tongue::En }) {
        assert!(html.contains("<html lang=\"en\">"), "{name}");
        for text in shown(&html) {
            assert!(!is_vietnamese(&text.replace("Minh Bạch", "")), "{name}: {text}");
        }
    }
}

#[test]
fn these_tests_see_what_is_wrong() {
    assert_eq!(words_of("<p title=\"Hạn: \u{1}\">a <b>\u{1}</b> · – </p>"), ["Hạn: ", "a"]);
    assert_eq!(words_of("<svg viewBox=\"0 > 1\"><kbd>Esc</kbd></svg>"), Vec::<String>::new());
    let found: Vec<String> = literals(
        r#"// "a"
        f("b\"c", 'x', r"d"); /* "e" */ '"'; "g""#,
    )
    .into_iter()
    .map(|l| l.text)
    .collect();
    assert_eq!(found, ["b\\\"c", "d", "g"]);
    let ids: Vec<String> =
        asked(r#"t.say(if a { "x-a" } else { "x-b" }); tell("y-c", &[("no-arg", z.into())]); solid("no-id")"#)
            .into_iter()
            .collect();
    assert_eq!(ids, ["x-a", "x-b", "y-c"]);
    assert!(is_vietnamese("đ") && is_vietnamese("Hạn") && !is_vietnamese("due – “now” · 2,5 €"));
    let page = "<html lang=\"en\"><p lang=\"vi\">Hạn <b>nữa</b></p><p title=\"Sổ\">x</p>";
    assert_eq!(shown(page).iter().filter(|text| is_vietnamese(text)).count(), 1);
}
