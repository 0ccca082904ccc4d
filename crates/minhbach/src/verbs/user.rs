//! `user add|password PERSON --data DIR`: passwords of people who are in the organisation; read from stdin, never from
//! the command line, where others could see them.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::process::ExitCode;

use clap::{Args as Arguments, Subcommand};
use office::people::{PASSWORD_BYTES_MAX, PASSWORD_CHARACTERS_MIN};

use crate::data::{self, DataArg};
use crate::fail::Failure;
use crate::{random, say};

/// Longest line read as a password, in bytes; the office's own limit is lower.
const LINE_BYTES_MAX: u64 = 4 << 10;

/// Arguments of the verb.
#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What is done with a user.
#[derive(Subcommand)]
enum What {
    /// Cho một người trong danh mục đăng nhập / let a person of the catalogue sign in
    Add(Person),
    /// Đặt lại mật khẩu / set a new password
    Password(Person),
}

/// Whose password, and where.
#[derive(Arguments)]
struct Person {
    /// Mã người trong danh mục / the person's code in the catalogue
    person: String,
    #[command(flatten)]
    data: DataArg,
}

/// Sets the password.
///
/// # Errors
/// When the person is not in the organisation, the password is too short, or it cannot be stored.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (What::Add(of) | What::Password(of)) = &args.what;
    let office = data::open(&of.data.data)?;
    if !office.house().org().people.contains_key(of.person.as_str()) {
        return Err(Failure::new(
            format!("“{}” không có trong danh sách người của danh mục (org/*.toml). Xin kiểm tra mã người.", of.person),
            format!("“{}” is not among the people of the catalogue (org/*.toml). Check the code.", of.person),
        ));
    }
    let known = office.has_password(&of.person)?;
    let refused = match (&args.what, known) {
        (What::Add(_), true) => {
            Some(("đã đăng nhập được; dùng `user password` để đổi", "can sign in already; use `user password`"))
        }
        (What::Password(_), false) => {
            Some(("chưa có mật khẩu; dùng `user add`", "has no password yet; use `user add`"))
        }
        _ => None,
    };
    if let Some((vi, en)) = refused {
        return Err(Failure::new(format!("“{}” {vi}", of.person), format!("“{}” {en}", of.person)));
    }
    if std::io::stdin().is_terminal() {
        say::note("Mật khẩu (một dòng, hiện trên màn hình) / password (one line, shown as you type):");
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LINE_BYTES_MAX).read_line(&mut line);
    read.map_err(|e| Failure::new(format!("không đọc được stdin ({e})"), format!("cannot read stdin ({e})")))?;
    let password = line.trim_end_matches(['\n', '\r']);
    let refused = |vi: String| {
        let en = format!(
            "the password was not set: it needs {PASSWORD_CHARACTERS_MIN} characters at least, {PASSWORD_BYTES_MAX} bytes at most"
        );
        Failure::new(vi, en)
    };
    office.set_password(&of.person, password, random::bytes()?).map_err(refused)?;
    say::answer(&of.person)?;
    Ok(ExitCode::SUCCESS)
}
