//! Writes small logs for the other tests and reads them back; not a general XES writer.

use std::io::Write as _;

use exchange::xes::{self, Limits, Trace, XesError, XesErrorKind};

/// A log around some text.
pub fn log(inside: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1849-2016\">\n{inside}\n</log>\n")
}

/// An event of a name, with the time `2024-01-0DT00:00:00Z`.
pub fn event(name: &str, day: u8) -> String {
    format!(
        "<event><string key=\"concept:name\" value=\"{name}\"/>\
         <date key=\"time:timestamp\" value=\"2024-01-0{day}T00:00:00Z\"/></event>"
    )
}

/// A trace around some text.
pub fn trace(inside: &str) -> String {
    format!("<trace><string key=\"concept:name\" value=\"hs-1\"/>{inside}</trace>")
}

/// Gzip of some bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// All traces of some bytes or the first error.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Trace>, XesError> {
    let mut input = bytes;
    xes::read(&mut input, limits)?.collect()
}

/// The kind of the first error of some bytes.
#[track_caller]
pub fn refused(bytes: &[u8], limits: Limits) -> XesErrorKind {
    let refusal = read(bytes, limits).expect_err("must be refused");
    assert!(refusal.message_vi().contains("dòng") && refusal.to_string().contains("line"), "{refusal}");
    refusal.kind
}
