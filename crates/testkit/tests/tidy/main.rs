//! The rules of the house that no compiler checks: floors, chapters, words, papers beside the code.
//!
//! Every rule is a function from text to findings, with a test on a bad sample beside it, so that no rule can fall
//! asleep. Length of functions, unwraps and casts are clippy's, not ours.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod floors;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod words;

/// Fails with every finding on a line of its own.
#[cfg(test)]
#[track_caller]
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "{} finding(s):\n  {}", findings.len(), findings.join("\n  "));
}
