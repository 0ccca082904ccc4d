//! Codes by what people write: a code, a name with or without tones, an abbreviation.
//!
//! A name that two things bear is not guessed at.

use std::collections::HashMap;

use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::CaseType;
use kernel::text::fold;

/// A text by which headings and names are compared: no tones, no case, words parted by one space.
pub(super) fn key(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Codes by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    codes: HashMap<String, Code>,
    names: HashMap<String, Vec<Code>>,
}

/// Why a name leads to no code.
pub(super) enum NoCode {
    /// Nothing has it.
    Unknown,
    /// Several have it.
    Several(Vec<Code>),
}

impl Names {
    fn add(&mut self, code: &Code, names: &[&str]) {
        self.codes.insert(code.as_str().to_ascii_lowercase(), code.clone());
        for name in names.iter().map(|name| key(name)).filter(|name| !name.is_empty()) {
            let codes = self.names.entry(name).or_default();
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
    }

    /// The code that a text means.
    pub(super) fn find(&self, text: &str) -> Result<&Code, NoCode> {
        if let Some(code) = self.codes.get(&text.trim().to_ascii_lowercase()) {
            return Ok(code);
        }
        match self.names.get(&key(text)).map(Vec::as_slice) {
            Some([code]) => Ok(code),
            Some(several) => Err(NoCode::Several(several.to_vec())),
            None => Err(NoCode::Unknown),
        }
    }
}

/// All names that the rows of a sheet may use.
#[derive(Debug, Default)]
pub(super) struct AllNames {
    pub units: Names,
    pub people: Names,
    pub posts: Names,
    pub procedures: Names,
    pub steps: Names,
    pub moves: Names,
    /// Choices by the code of their field.
    pub choices: HashMap<Code, Names>,
}

impl AllNames {
    pub(super) fn of(catalogue: &Catalogue, case_type: Option<&CaseType>) -> Self {
        let mut all = Self::default();
        for unit in catalogue.org.units.values() {
            all.units.add(&unit.code, &[&unit.name, &unit.short]);
        }
        for person in catalogue.org.people.values() {
            all.people.add(&person.code, &[&person.name]);
        }
        for post in catalogue.org.posts.values() {
            all.posts.add(&post.code, &[&post.title]);
        }
        for procedure in catalogue.procedures.values() {
            all.procedures.add(&procedure.code, &[&procedure.name, &procedure.local_code]);
        }
        let Some(case_type) = case_type else { return all };
        for step in &case_type.steps {
            all.steps.add(&step.code, &[&step.name, &step.name_en]);
        }
        for made in &case_type.moves {
            all.moves.add(&made.code, &[&made.name, &made.name_en]);
        }
        for field in &case_type.fields {
            let mut names = Names::default();
            field.choices.iter().for_each(|choice| names.add(&choice.code, &[&choice.name]));
            all.choices.insert(field.code.clone(), names);
        }
        all
    }
}
