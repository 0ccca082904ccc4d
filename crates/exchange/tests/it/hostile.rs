//! Logs that are broken or mean harm: each is refused by name, early, without a panic.

use std::io::{self, Read};

use exchange::xes::{self, Limits, PIECE_BYTES_MAX, Value, XesErrorKind};

use crate::tiny::{event, gzip, log, read, refused, trace};

fn standard(bytes: &[u8]) -> XesErrorKind {
    refused(bytes, Limits::standard())
}

#[test]
fn a_sound_log_is_read() {
    let inside =
        trace(&format!("<date key=\"deadline\" value=\"2024-02-01T00:00:00Z\"/>{}", event("Tiếp nhận &amp; x", 1)));
    let traces = read(log(&inside).as_bytes(), Limits::standard()).unwrap();
    assert_eq!(traces[0].name, "hs-1");
    assert_eq!(traces[0].events[0].name, "Tiếp nhận & x");
    assert_eq!(read(&gzip(log(&inside).as_bytes()), Limits::standard()).unwrap(), traces);
}

#[test]
fn prefixes_unknown_elements_lists_and_nested_attributes_are_tolerated() {
    let text = r#"<x:log xmlns:x="http://www.xes-standard.org/" xmlns:y="urn:y">
      <x:extension name="Concept" prefix="ten" uri="http://www.xes-standard.org/concept.xesext"/>
      <x:global scope="event"><x:string key="ten:name" value="UNKNOWN"/></x:global>
      <x:classifier name="c" keys="ten:name"/><y:other><y:deep/></y:other>
      <x:event><x:string key="ten:name" value="of no case"/></x:event>
      <x:trace><y:thing/><x:string key="ten:name" value="A"><x:int key="inner" value="1"/></x:string>
        <x:event><x:string key="ten:name" value="b"/><x:date key="time:timestamp" value="2024-01-01T00:00:00"/>
          <x:int key="i" value="-3"/><x:float key="f" value="1.5"/><x:boolean key="b" value="true"/>
          <x:id key="d" value="u-1"/><x:int key="bad" value="three"/><x:string value="no key"/>
          <x:list key="l"><x:values><x:string key="one" value="1"/><x:int key="two" value="2"/></x:values></x:list>
        </x:event></x:trace></x:log>"#;
    let mut bytes = text.as_bytes();
    let mut traces = xes::read(&mut bytes, Limits::standard()).unwrap();
    let found = traces.next().unwrap().unwrap();
    assert!(traces.next().is_none());
    assert_eq!((found.name.as_str(), found.events[0].name.as_str()), ("A", "b"));
    let list = Value::List(vec![("one".into(), Value::Text("1".into())), ("two".into(), Value::Int(2))]);
    let expected = [
        ("i", Value::Int(-3)),
        ("f", Value::Float(1.5)),
        ("b", Value::Bool(true)),
        ("d", Value::Id("u-1".into())),
        ("bad", Value::Text("three".into())),
        ("l", list),
    ];
    assert_eq!(found.events[0].attributes, expected.map(|(key, value)| (key.to_owned(), value)));
    let findings = xes::Findings {
        dates_without_zone: 1,
        values_unreadable: 1,
        attributes_without_key: 1,
        nested_passed_over: 1,
        events_outside_traces: 1,
        ..xes::Findings::default()
    };
    assert_eq!(traces.findings(), findings);
}

#[test]
fn truncated_files_say_so() {
    let whole = log(&trace(&event("a", 1)));
    let from = whole.find("<log").unwrap() + 5;
    for cut in from..whole.rfind("</log>").unwrap() + 6 {
        assert_eq!(standard(&whole.as_bytes()[..cut]), XesErrorKind::Truncated, "{cut}");
    }
    let packed = gzip(whole.as_bytes());
    for cut in [packed.len() / 2, packed.len() - 9, packed.len() - 1] {
        assert_eq!(standard(&packed[..cut]), XesErrorKind::Truncated, "{cut}");
    }
}

#[test]
fn damaged_gzip_is_named() {
    let mut packed = gzip(log(&trace(&event("a", 1))).as_bytes());
    let checksum = packed.len() - 8;
    packed[checksum] ^= 0xff;
    assert!(matches!(standard(&packed), XesErrorKind::Gzip(_)));
}

#[test]
fn entity_bombs_are_refused() {
    let bomb = "<!DOCTYPE log [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><log><trace>\
                <string key=\"concept:name\" value=\"&b;\"/></trace></log>";
    assert_eq!(standard(bomb.as_bytes()), XesErrorKind::Doctype);
    let external = "<!DOCTYPE log SYSTEM \"file:///etc/passwd\"><log><trace>&x;</trace></log>";
    assert_eq!(standard(external.as_bytes()), XesErrorKind::Entity("x".into()));
    let undefined = log("<trace><string key=\"k\" value=\"&lol;\"/></trace>");
    assert_eq!(standard(undefined.as_bytes()), XesErrorKind::Entity("lol".into()));
    let known = log("<trace>&#65;&lt;<string key=\"k\" value=\"&#x41;&lt;&gt;&amp;&apos;&quot;\"/></trace>");
    assert_eq!(read(known.as_bytes(), Limits::standard()).unwrap()[0].text("k"), Some("A<>&'\""));
}

/// Gives a beginning, then one letter until a gigabyte is served, and counts what was asked of it.
struct Endless {
    head: &'static [u8],
    served: u64,
}

const GIGABYTE: u64 = 1 << 30;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.served >= GIGABYTE {
            return Ok(0);
        }
        let from_head = self.head.read(buffer)?;
        if from_head == 0 {
            buffer.fill(b'a');
        }
        let given = if from_head == 0 { buffer.len() } else { from_head };
        self.served += u64::try_from(given).unwrap();
        Ok(given)
    }
}

#[test]
fn a_gigabyte_in_one_piece_fails_before_a_megabyte_is_read() {
    for head in [
        "<log><trace><string key=\"k\" value=\"",
        "<log><trace><string key=\"",
        "<log><trace>",
        "<log><trace><",
        "<log><trace><string ",
        "<log><!-- ",
        "<log><![CDATA[",
        "<?xml ",
        "<!DOCTYPE log [",
        "<log>&",
    ] {
        let mut input = Endless { head: head.as_bytes(), served: 0 };
        let refusal = xes::survey(&mut input, Limits::standard()).unwrap_err();
        let malformed = matches!(refusal.kind, XesErrorKind::Malformed(_));
        assert!(refusal.kind == XesErrorKind::PieceTooLong(PIECE_BYTES_MAX) || malformed, "{head}: {refusal}");
        assert!(input.served < 1 << 20, "{head}: {} bytes read", input.served);
    }
}

#[test]
fn the_place_of_the_trouble_is_named() {
    let text = "<log>\n<trace>\n  <string key=\"k\" value=\"&lol;\"/></trace></log>";
    let refusal = read(text.as_bytes(), Limits::standard()).unwrap_err();
    assert_eq!((refusal.line, refusal.offset), (3, 16));
    assert!(refusal.message_vi().starts_with("Tệp XES, dòng 3 (byte 16): "), "{}", refusal.message_vi());
}

#[test]
fn a_log_without_any_time_is_refused_and_one_event_without_is_a_finding() {
    let timeless = "<event><string key=\"concept:name\" value=\"a\"/></event>";
    assert_eq!(standard(log(&trace(timeless)).as_bytes()), XesErrorKind::NoTimestamps);
    let mixed = log(&trace(&format!("{timeless}{}", event("b", 2))));
    let survey = xes::survey(&mut mixed.as_bytes(), Limits::standard()).unwrap();
    assert_eq!((survey.events, survey.findings.events_without_time), (2, 1));
    let traces = read(mixed.as_bytes(), Limits::standard()).unwrap();
    assert_eq!(traces[0].events[0].at, None);
    assert!(read(log("").as_bytes(), Limits::standard()).unwrap().is_empty(), "an empty log is a log");
}

#[test]
fn what_is_no_xes_is_told_apart() {
    assert_eq!(standard(b""), XesErrorKind::NotXes(String::new()));
    assert_eq!(standard(b"name;value\n1;2\n"), XesErrorKind::NotXes(String::new()));
    assert_eq!(standard(b"<html><log/></html>"), XesErrorKind::NotXes("html".into()));
    assert_eq!(standard(b"<log/><log/>"), XesErrorKind::NotXes("log".into()));
    assert!(matches!(standard(b"<log><trace></log>"), XesErrorKind::Malformed(_)));
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><log/>";
    assert_eq!(standard(latin), XesErrorKind::Encoding("ISO-8859-1".into()));
    assert_eq!(standard(b"<log><trace><string key=\"k\" value=\"\xff\"/></trace></log>"), XesErrorKind::NotUtf8);
    let zip = gzip(b"<html/>");
    assert_eq!(standard(&zip), XesErrorKind::NotXes("html".into()));
}

#[test]
fn after_an_error_nothing_follows() {
    let mut bytes = &b"<log><trace></log>"[..];
    let mut traces = xes::read(&mut bytes, Limits::standard()).unwrap();
    assert!(traces.next().unwrap().is_err());
    assert!(traces.next().is_none());
}

#[test]
fn a_failing_source_is_reported() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk gone"))
        }
    }
    let refusal = xes::survey(&mut Broken, Limits::standard()).unwrap_err();
    assert_eq!(refusal.kind, XesErrorKind::Io("disk gone".into()));
}
