//! The fonts of paper: Times New Roman as the decree asks, else Tinos or Liberation Serif, which are as wide; else the
//! serif that comes with the typesetter.
//!
//! They are looked for once, by the names of their files, in the folders that are given. Not here: fonts of screens.

use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Where systems keep fonts.
pub const SYSTEM_FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"];
/// Beginnings of the names of files that may hold a face of these families, in lower case, without spaces and signs.
const WANTED: [&str; 4] = ["times", "timesnewroman", "tinos", "liberationserif"];
/// The families themselves.
const FAMILIES: [&str; 3] = ["Times New Roman", "Tinos", "Liberation Serif"];
/// Folders within folders that are still looked into.
const DEPTH_MAX: u32 = 5;

/// Fonts that are at hand.
pub struct Fonts {
    pub(crate) faces: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

impl Fonts {
    /// The faces in these folders, and those that come with the typesetter behind them. A folder or file that cannot be
    /// read counts as absent: there is always a face to print with.
    #[must_use]
    pub fn in_folders<P: AsRef<Path>>(folders: &[P]) -> Self {
        let mut files = Vec::new();
        for folder in folders {
            walk(folder.as_ref(), DEPTH_MAX, &mut files);
        }
        files.sort();
        let read = files.iter().filter_map(|file| std::fs::read(file).ok());
        let found = read.flat_map(|bytes| Font::iter(Bytes::new(bytes)));
        let mut faces: Vec<Font> = found.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
        faces.extend(typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))));
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Self { faces, book }
    }

    /// The fonts of this system.
    #[must_use]
    pub fn of_the_system() -> Self {
        Self::in_folders(&SYSTEM_FOLDERS)
    }

    /// The family that paper is set in.
    #[must_use]
    pub fn family(&self) -> &str {
        let has = |family: &&str| self.faces.iter().any(|font| font.info().family == **family);
        FAMILIES.into_iter().find(has).unwrap_or("Libertinus Serif")
    }
}

fn walk(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|e| e.path())) {
        if path.is_dir() {
            if depth > 0 {
                walk(&path, depth - 1, files);
            }
        } else if is_wanted(&path) {
            files.push(path);
        }
    }
}

fn is_wanted(path: &Path) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| part.and_then(|p| p.to_str()).unwrap_or_default().to_lowercase();
    let name: String = part(path.file_stem()).chars().filter(char::is_ascii_alphanumeric).collect();
    matches!(part(path.extension()).as_str(), "ttf" | "ttc" | "otf") && WANTED.iter().any(|w| name.starts_with(w))
}
