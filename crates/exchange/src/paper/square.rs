//! The square code (QR, ISO/IEC 18004) of a document: a text that a phone reads off paper, as rows of dark runs.
//!
//! Not here: what the text says, drawing.

use qrcodegen::{QrCode, QrCodeEcc};

use super::{Block, Run};

/// Longest text of a square code in bytes, so that a cheap phone reads it from paper.
pub const SQUARE_BYTES_MAX: usize = 150;

/// A text as a square code with words beside it; `None` for a text that is too long.
#[must_use]
pub fn square(text: &str, words: Vec<String>) -> Option<Block> {
    if text.len() > SQUARE_BYTES_MAX {
        return None;
    }
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let runs = (0..code.size()).flat_map(|y| row(&code, y)).collect();
    Some(Block::Square { side: u32::try_from(code.size()).ok()?, runs, words })
}

/// The dark runs of a row.
fn row(code: &QrCode, y: i32) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
        let Some((at, row)) = u32::try_from(x).ok().zip(u32::try_from(y).ok()) else { continue };
        match runs.last_mut().filter(|run| run.x + run.length == at) {
            Some(run) => run.length += 1,
            None => runs.push(Run { x: at, y: row, length: 1 }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_limit() {
        let text = "x".repeat(SQUARE_BYTES_MAX);
        let Some(Block::Square { side, runs, .. }) = square(&text, Vec::new()) else { panic!("it fits") };
        let dark = |x: u32, y: u32| runs.iter().any(|run| run.y == y && (run.x..run.x + run.length).contains(&x));
        for (x, y) in [(0, 0), (side - 1, 0), (0, side - 1)] {
            assert!(dark(x, y), "the finder at {x}, {y}");
        }
        assert!(!dark(1, 1) && dark(3, 3));
        assert_eq!(square(&format!("{text}x"), Vec::new()), None);
    }
}
