//! A small strict reader of HTML: enough to tell whether what the templates write is well-formed and accessible.

use std::collections::BTreeMap;

/// An opening tag with its attributes, or text.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "col"];

/// All opening tags in order, or what is wrong: an unclosed or crossed tag, a repeated or unquoted attribute, a bare `<`.
pub fn tags(html: &str) -> Result<Vec<Tag>, String> {
    let mut rest = html.strip_prefix("<!doctype html>").ok_or("no doctype")?;
    let mut open: Vec<String> = Vec::new();
    let mut tags = Vec::new();
    while let Some((_, after)) = rest.split_once('<') {
        if let Some(closing) = after.strip_prefix('/') {
            let (name, behind) = closing.split_once('>').ok_or("unclosed closing tag")?;
            let last = open.pop();
            if last.as_deref() != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
            rest = behind;
            continue;
        }
        let (tag, closed, behind) = opening(after)?;
        if !closed && !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        tags.push(tag);
        rest = behind;
    }
    if open.is_empty() { Ok(tags) } else { Err(format!("never closed: {open:?}")) }
}

fn opening(text: &str) -> Result<(Tag, bool, &str), String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("tag without end")?;
    let (name, mut rest) = text.split_at(end);
    if name.is_empty() {
        return Err(format!("a bare < before {:?}", text.chars().take(20).collect::<String>()));
    }
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("/>") {
            return Ok((Tag { name: name.to_owned(), attributes }, true, behind));
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return Ok((Tag { name: name.to_owned(), attributes }, false, behind));
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).ok_or("attribute without end")?;
        let (key, behind) = rest.split_at(end);
        if key.is_empty() {
            return Err(format!("no attribute in <{name}> at {:?}", rest.chars().take(30).collect::<String>()));
        }
        let mut value = "";
        rest = behind;
        if let Some(quoted) = behind.strip_prefix('=') {
            (value, rest) =
                quoted.strip_prefix('"').and_then(|q| q.split_once('"')).ok_or(format!("{key} is not quoted"))?;
        }
        if value.contains('<') || attributes.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(format!("bad or repeated {key} in <{name}>"));
        }
    }
}
