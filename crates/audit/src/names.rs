//! Words that leaves say again and again, each kept once and called by a small number.
//!
//! Not here: what a word means.

use std::collections::HashMap;
use std::hash::Hash;

/// The number of a word.
pub type Number = u32;

/// Words by number and numbers by word.
#[derive(Debug, Clone)]
pub struct Names<T> {
    words: Vec<T>,
    numbers: HashMap<T, Number>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { words: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a word, a new one for a new word.
    pub fn number(&mut self, word: &T) -> Number {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = Number::try_from(self.words.len()).unwrap_or(Number::MAX);
        self.words.push(word.clone());
        self.numbers.insert(word.clone(), number);
        number
    }

    /// The word of a number.
    pub fn word(&self, number: Number) -> Option<&T> {
        self.words.get(usize::try_from(number).ok()?)
    }
}
