//! The cases of a log by their names: a small table of names, and the courses in pieces that never move.
//!
//! One table of both would stand half empty and be copied each time it grows; with a country's cases that is most of the
//! memory. Not here: what a course is.

use std::collections::HashMap;

use crate::course::Course;

/// Courses in a piece.
const PIECE: usize = 4_096;

/// The name of a case, 16 bytes.
pub type Key = [u8; 16];

/// Cases by name.
#[derive(Debug, Default)]
pub struct Cases {
    places: HashMap<Key, u32>,
    pieces: Vec<Vec<Course>>,
}

impl Cases {
    /// The course of a case, begun where there is none; and whether it was.
    pub fn course(&mut self, key: Key, begun: impl FnOnce() -> Course) -> Option<(&mut Course, bool)> {
        let next = u32::try_from(self.places.len()).ok()?;
        let place = *self.places.entry(key).or_insert(next);
        let at = usize::try_from(place).ok()?;
        if place == next {
            if at.is_multiple_of(PIECE) {
                self.pieces.push(Vec::with_capacity(PIECE));
            }
            self.pieces.last_mut()?.push(begun());
        }
        Some((self.pieces.get_mut(at / PIECE)?.get_mut(at % PIECE)?, place == next))
    }

    /// All courses.
    pub fn all(&self) -> impl Iterator<Item = &Course> {
        self.pieces.iter().flatten()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }
}
