//! A catalogue's folder on disk: every `*.toml` below it, as `kernel::catalogue` wants them. Decides nothing about
//! their content.

use std::path::{Path, PathBuf};

use kernel::checked::Finding;

use crate::fail::Failure;

/// Largest file in bytes.
pub const FILE_BYTES_MAX: u64 = 4 << 20;
/// Most files.
pub const FILES_MAX: usize = 20_000;
/// Deepest folder below the given one.
pub const DEPTH_MAX: usize = 8;

/// Files as (path below the folder, text), sorted, with what is wrong about single files.
pub type Files = (Vec<(String, String)>, Vec<Finding>);

/// Reads the folder.
///
/// # Errors
/// When there is no such folder, it cannot be listed, or no `*.toml` is in it.
pub fn read(dir: &Path) -> Result<Files, Failure> {
    if !dir.is_dir() {
        return Err(Failure::new(
            format!("không có thư mục {}. Xin kiểm tra đường dẫn.", dir.display()),
            format!("there is no folder {}. Check the path.", dir.display()),
        ));
    }
    let mut paths = Vec::new();
    list(dir, 0, &mut paths)?;
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::new(
            format!("thư mục {} không có tệp *.toml nào. Xin chọn thư mục catalogue.", dir.display()),
            format!("the folder {} holds no *.toml file. Choose a catalogue folder.", dir.display()),
        ));
    }
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        let name = below(dir, &path);
        match text(&path) {
            Ok(text) => {
                findings.extend(stray(&name));
                files.push((name, text));
            }
            Err((vi, en)) => findings.push(Finding { file: name, line: 1, message_vi: vi, message_en: en }),
        }
    }
    Ok((files, findings))
}

fn list(dir: &Path, depth: usize, out: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(dir).map_err(|e| Failure::io(dir, &e))?;
    for entry in entries {
        let path = entry.map_err(|e| Failure::io(dir, &e))?.path();
        if path.is_dir() && depth < DEPTH_MAX {
            list(&path, depth + 1, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
        if out.len() > FILES_MAX {
            return Err(Failure::new(
                format!("quá {FILES_MAX} tệp dưới {}. Xin chọn đúng thư mục catalogue.", dir.display()),
                format!("more than {FILES_MAX} files below {}. Choose a catalogue folder.", dir.display()),
            ));
        }
    }
    Ok(())
}

/// The path below the folder, with `/` on every system.
fn below(dir: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(dir).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

/// The text of a file, or why not.
fn text(path: &Path) -> Result<String, (String, String)> {
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    if size > FILE_BYTES_MAX {
        return Err((
            format!("tệp lớn quá {FILE_BYTES_MAX} byte; xin chia nhỏ"),
            format!("the file is larger than {FILE_BYTES_MAX} bytes; split it"),
        ));
    }
    match std::fs::read(path) {
        Err(error) => Err((format!("không đọc được tệp ({error})"), format!("the file cannot be read ({error})"))),
        Ok(bytes) => String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            (
                format!("byte thứ {at} không phải UTF-8; xin lưu lại bằng UTF-8"),
                format!("byte {at} is not UTF-8; save the file as UTF-8"),
            )
        }),
    }
}

/// A file where no catalogue looks would be passed over in silence.
fn stray(name: &str) -> Option<Finding> {
    let known = ["types/", "procedures/", "org/", "reports/", "scenarios/", "forms/"];
    if name == "calendar.toml" || known.iter().any(|folder| name.starts_with(folder)) {
        return None;
    }
    Some(Finding {
        file: name.to_owned(),
        line: 1,
        message_vi: "tệp không nằm đúng chỗ nên bị bỏ qua; xin đặt vào types/, procedures/, org/ hoặc reports/"
            .to_owned(),
        message_en: "no catalogue looks here; move the file to types/, procedures/, org/ or reports/".to_owned(),
    })
}
