//! Files that somebody hands in as evidence, and that are anything but: cut, huge, deep, of wrong types, or PDFs made to confuse.
//! What is genuine or forged is tested where receipts are made (`office`).

use std::io::Write as _;

use audit::evidence::{EVIDENCE_BYTES_MAX, Unproven, attached_json, verify_opening, verify_receipt};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use translog::{Kind, PublicKey, SecretKey};

fn key() -> PublicKey {
    SecretKey::from_seed("thu.vn/kiem-thu", Kind::Log, [8; 32]).unwrap().public().clone()
}

/// An entry that proves nothing, but has every field in its form.
const ENTRY: &str = concat!(
    r#"{"position":1,"leaf":"{}","proof":[],"checkpoint":"","commitment":""#,
    "0000000000000000000000000000000000000000000000000000000000000000",
    r#""}"#
);

fn receipt(started: &str) -> String {
    format!(r#"{{"v":1,"number":"1","at":"2023-03-01T08:00","started":{started},"numbered":{ENTRY}}}"#)
}

/// Neither program nor page may take a file that is no evidence for a forged one: that would accuse somebody.
fn is_unreadable(file: &[u8]) {
    for found in [verify_receipt(file, &key()).map(drop), verify_opening(file, &key()).map(drop)] {
        let shown = String::from_utf8_lossy(&file[..file.len().min(60)]).into_owned();
        let Err(Unproven::Unreadable { vi, en }) = found else { panic!("{shown}: {found:?}") };
        assert!(!vi.is_empty() && !en.is_empty(), "{shown}: no words");
    }
}

#[test]
fn hostile_files_are_unreadable_and_said_to_be() {
    let whole = receipt(ENTRY);
    // Its form is right, so that each change below is all that makes it unreadable.
    assert!(matches!(verify_receipt(whole.as_bytes(), &key()), Err(Unproven::Forged { .. })));
    for end in (0..whole.len()).step_by(7) {
        is_unreadable(&whole.as_bytes()[..end]);
    }
    let deep = 200_000;
    is_unreadable("[".repeat(deep).as_bytes());
    is_unreadable("{\"v\":".repeat(deep).as_bytes());
    is_unreadable(receipt(&"[".repeat(deep)).as_bytes());
    is_unreadable(&vec![b' '; EVIDENCE_BYTES_MAX + 1]);
    for (from, to) in [
        ("\"v\":1", "\"v\":\"1\""),
        ("\"v\":1", "\"v\":-1"),
        ("\"v\":1", "\"v\":256"),
        ("\"number\":\"1\"", "\"number\":1"),
        ("\"number\":\"1\"", "\"number\":null"),
        ("2023-03-01T08:00", "2023-13-41T28:00"),
        ("2023-03-01T08:00", ""),
        ("\"position\":1", "\"position\":0"),
        ("\"position\":1", "\"position\":1e400"),
        ("\"position\":1", "\"position\":18446744073709551616"),
        ("\"proof\":[]", "\"proof\":{}"),
        ("\"proof\":[]", "\"proof\":[\"xyz\"]"),
        ("\"commitment\":\"00", "\"commitment\":\"é"),
        ("\"v\":1", "\"v\":1,\"more\":1"),
        ("\"v\":1", "\"v\":1,\"v\":1"),
    ] {
        let changed = whole.replacen(from, to, 1);
        assert_ne!(changed, whole, "{from}");
        is_unreadable(changed.as_bytes());
    }
}

/// A PDF as far as the search for its file goes.
fn pdf(before: &[u8], dictionary: &str, stream: &[u8], after: &[u8]) -> Vec<u8> {
    let head = format!("\n7 0 obj\n<< /Type /EmbeddedFile {dictionary} >>\nstream\n");
    [b"%PDF-1.7\n", before, head.as_bytes(), stream, b"\nendstream\nendobj\n", after].concat()
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_file_that_grows_when_unpacked_is_not_taken() {
    let bomb = [b"{".as_slice(), &vec![b' '; 64 << 20]].concat();
    let file = pdf(b"", "/Filter /FlateDecode", &packed(&bomb), b"");
    assert!(file.len() < 1 << 20, "{} bytes on the way", file.len());
    assert_eq!(attached_json(&file), None);
    is_unreadable(&file);
}

#[test]
fn of_several_attached_files_the_first_json_is_taken() {
    let other = pdf(b"", "/Filter /FlateDecode", &packed(b"not json"), b"");
    let file = pdf(&other, "/Filter /FlateDecode", &packed(b"{\"a\":1}"), b"");
    assert_eq!(attached_json(&file).as_deref(), Some(b"{\"a\":1}".as_slice()));
    // The catalogue's tree of names, which has no stream of its own, is not a file.
    let file =
        pdf(b"1 0 obj\n<< /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n", "/Filter /FlateDecode", &packed(b"{}"), b"");
    assert_eq!(attached_json(&file).as_deref(), Some(b"{}".as_slice()));
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        drop(attached_json(&bytes));
        let named = pdf(&bytes, "", &bytes, &bytes);
        drop(attached_json(&named));
        let found = verify_receipt(&[b"%PDF-".as_slice(), &bytes].concat(), &key());
        prop_assert!(matches!(found, Err(Unproven::Unreadable { .. })), "{:?}", found);
    }

    #[test]
    fn what_was_packed_in_comes_out(text in "\\{[ -~\u{1ea0}-\u{1ef9}]{0,300}\\}", noise in "[ -.0-~\n]{0,200}") {
        let file = pdf(noise.as_bytes(), "/Filter /FlateDecode", &packed(text.as_bytes()), noise.as_bytes());
        prop_assert_eq!(attached_json(&file), Some(text.into_bytes()));
    }

    #[test]
    fn a_file_cut_short_gives_the_whole_proof_or_none(cut in 0_usize..400) {
        let text = receipt(ENTRY);
        let file = pdf(b"", "/Filter /FlateDecode", &packed(text.as_bytes()), b"");
        let found = attached_json(&file[..file.len().saturating_sub(cut)]);
        prop_assert!(found.is_none() || found == Some(text.into_bytes()));
    }
}
