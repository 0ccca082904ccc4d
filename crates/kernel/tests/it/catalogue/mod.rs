//! The catalogue as its users meet it: the shipped one is clean, one more file adds a type, bad files are found.

mod lint;
mod organisation;
mod reading;
mod shipped;

/// A small sound type, the start of every test that breaks one thing.
const REGISTER: &str = include_str!("register.toml");

/// A small sound organisation for it.
const ORG: &str = include_str!("org.toml");

/// Owned files out of borrowed ones.
fn files(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
