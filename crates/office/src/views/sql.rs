//! A statement put together from fixed pieces and values: every value goes through a placeholder, never into the text.
//!
//! Not here: which pieces, that is said by the view or report that owns the statement.

use ledger::Param;
use uuid::Uuid;

/// A value kept until the statement runs.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    Int(i64),
    Text(String),
    Id([u8; 16]),
}

/// SQL text with the values of its placeholders.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Kept>,
}

impl Sql {
    /// Fixed text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// A placeholder for an integer.
    pub fn int(&mut self, value: i64) -> &mut Self {
        self.value(Kept::Int(value))
    }

    /// A placeholder for a text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.value(Kept::Text(value.to_owned()))
    }

    /// A placeholder for an identity.
    pub fn id(&mut self, value: Uuid) -> &mut Self {
        self.value(Kept::Id(value.into_bytes()))
    }

    /// Placeholders for identities, with commas between.
    pub fn ids(&mut self, values: impl IntoIterator<Item = Uuid>) -> &mut Self {
        let mut before = "";
        for value in values {
            self.push(before).id(value);
            before = ", ";
        }
        if before.is_empty() { self.push("NULL") } else { self }
    }

    /// Placeholders for integers, with commas between.
    pub fn ints(&mut self, values: &[i64]) -> &mut Self {
        let mut before = "";
        for value in values {
            self.push(before).int(*value);
            before = ", ";
        }
        if before.is_empty() { self.push("NULL") } else { self }
    }

    /// Placeholders for texts, with commas between.
    pub fn texts<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> &mut Self {
        let mut before = "";
        for value in values {
            self.push(before).text(value);
            before = ", ";
        }
        // A list with nothing in it matches nothing.
        if before.is_empty() { self.push("NULL") } else { self }
    }

    fn value(&mut self, value: Kept) -> &mut Self {
        self.values.push(value);
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The values in the order of the placeholders.
    pub fn params(&self) -> Vec<Param<'_>> {
        self.values
            .iter()
            .map(|v| match v {
                Kept::Int(n) => Param::Int(*n),
                Kept::Text(t) => Param::Text(t),
                Kept::Id(id) => Param::Blob(id),
            })
            .collect()
    }
}
