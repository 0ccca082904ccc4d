//! The repository as the rules see it: its text files, and what `cargo metadata` says of its crates.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// Names of what is made, not written.
const MADE: [&str; 6] = ["target", "node_modules", "data", "__pycache__", ".git", ".venv"];

/// A file of the repository: its path from the root, with forward slashes, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }
}

/// The folder that holds `Cargo.lock`.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> =
        LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap());
    &ROOT
}

/// Every text file of the repository, in order of its path; binary files are left out.
pub fn files() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
        let mut files = Vec::new();
        walk(root(), &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    });
    &FILES
}

pub fn file(path: &str) -> &'static File {
    files().iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"))
}

/// Files below a folder that end in `.extension`.
pub fn below(folder: &str, extension: &str) -> impl Iterator<Item = &'static File> {
    files().iter().filter(move |file| file.path.starts_with(folder) && file.is(extension))
}

fn walk(folder: &Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if MADE.contains(&name) {
            continue;
        }
        if path.is_dir() {
            walk(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let path = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            files.push(File { path, text });
        }
    }
}

/// A crate of the workspace.
pub struct Crate {
    pub name: String,
    /// Roots of its targets (`src/lib.rs`, `tests/it/main.rs` …), from the root of the repository.
    pub roots: Vec<String>,
    /// What it depends on when it is built for use; the value says whether that is a crate of the house.
    pub uses: BTreeMap<String, bool>,
    /// What only its tests and benches depend on.
    pub tests_use: BTreeMap<String, bool>,
}

/// The crates of the workspace, as `cargo metadata` knows them.
pub fn crates() -> &'static [Crate] {
    static CRATES: LazyLock<Vec<Crate>> = LazyLock::new(|| {
        let told = Command::new(env!("CARGO"))
            .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        let metadata: Value = serde_json::from_slice(&told.stdout).unwrap();
        metadata["packages"].as_array().unwrap().iter().map(package).collect()
    });
    &CRATES
}

fn package(package: &Value) -> Crate {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_kind = |dev: bool| {
        let wanted = |each: &&Value| (each["kind"] == "dev") == dev;
        let named = |each: &Value| (text(&each["name"]), !each["path"].is_null());
        package["dependencies"].as_array().unwrap().iter().filter(wanted).map(named).collect()
    };
    let from_root = |target: &Value| {
        Path::new(&text(&target["src_path"])).strip_prefix(root()).unwrap().to_str().unwrap().to_owned()
    };
    Crate {
        name: text(&package["name"]),
        roots: package["targets"].as_array().unwrap().iter().map(from_root).collect(),
        uses: of_kind(false),
        tests_use: of_kind(true),
    }
}
