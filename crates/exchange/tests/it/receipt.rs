//! The real receipt-phase log of a municipality, where the machine has it. Skipped, saying so, where it is absent.

use std::io::Read as _;

use exchange::map::ProcessMap;
use exchange::xes::{self, Limits, Trace};

use crate::tiny::read;

/// Packed bytes of the log; `None`, with a printed word, where it is not there.
fn packed() -> Option<Vec<u8>> {
    testkit::real_data("receipt.xes.gz").map(|file| std::fs::read(file).unwrap())
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn all_of_the_receipt_log_arrives() {
    let Some(bytes) = packed() else { return };
    let survey = xes::survey(&mut bytes.as_slice(), Limits::standard()).unwrap();
    assert_eq!((survey.traces, survey.events), (1_434, 8_577));
    assert_eq!(survey.findings, xes::Findings::default());

    let traces = read(&bytes, Limits::standard()).unwrap();
    let first: &Trace = &traces[0];
    assert_eq!(first.name, "case-10011");
    assert_eq!(first.text("channel"), Some("Internet"));
    assert_eq!(first.instant("deadline"), Some(1_323_175_291_788_000));
    assert_eq!(first.events[0].name, "Confirmation of receipt");
    assert_eq!(first.events[0].at, Some(1_318_333_540_276_000));
    assert_eq!(first.events[0].resource.as_deref(), Some("Resource21"));
    assert_eq!(first.events[0].lifecycle.as_deref(), Some("complete"));
    assert!(traces.iter().all(|trace| !trace.name.is_empty() && trace.instant("startdate").is_some()));
}

#[test]
fn packed_and_plain_read_alike() {
    let Some(bytes) = packed() else { return };
    let plain = unpacked(&bytes);
    assert_eq!(read(&bytes, Limits::standard()).unwrap(), read(&plain, Limits::standard()).unwrap());
}

#[test]
fn the_receipt_log_cut_anywhere_says_so() {
    let Some(bytes) = packed() else { return };
    for part in [1, 3, 7] {
        let cut = &bytes[..bytes.len() * part / 8];
        assert_eq!(read(cut, Limits::standard()).unwrap_err().kind, xes::XesErrorKind::Truncated);
    }
    let trailer_missing = &bytes[..bytes.len() - 4];
    assert_eq!(read(trailer_missing, Limits::standard()).unwrap_err().kind, xes::XesErrorKind::Truncated);
}

#[test]
fn the_receipt_log_is_mapped() {
    let Some(bytes) = packed() else { return };
    let mut map = ProcessMap::new();
    for trace in read(&bytes, Limits::standard()).unwrap() {
        map.add(&trace);
    }
    let rows = map.table();
    assert_eq!(rows.len(), 27);
    assert_eq!((rows[0].name.as_str(), rows[0].count), ("Confirmation of receipt", 1_434));
    let begins = map.connections().iter().filter(|way| way.from.is_none()).map(|way| way.count).sum::<u64>();
    assert_eq!((map.cases(), begins), (1_434, 1_434));
}
