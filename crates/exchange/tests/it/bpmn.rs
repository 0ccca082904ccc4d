//! What is written can be read: well-formed, every reference finds its element, every element has its place.

use std::collections::{BTreeMap, BTreeSet};

use exchange::bpmn;
use exchange::course::{Act, Course, State, StateKind};
use quick_xml::Reader;
use quick_xml::events::Event;

fn state(code: &str, name: &str, kind: StateKind) -> State {
    State { code: code.to_owned(), name: name.to_owned(), detail: String::new(), kind }
}

fn act(code: &str, from: &[usize], to: usize) -> Act {
    let text = |what: &str| format!("{what} {code} <b>&\"'\u{1}");
    Act {
        code: code.to_owned(),
        name: text("Làm"),
        documentation: text("Ai"),
        from: from.to_vec(),
        to,
        performers: vec!["one_stop".to_owned()],
    }
}

fn course() -> Course {
    Course {
        code: "dossier".to_owned(),
        name: "hồ sơ".to_owned(),
        documentation: "Nghị định 61/2018".to_owned(),
        beginning: "Mở hồ sơ".to_owned(),
        states: vec![
            state("open", "Đang mở", StateKind::Waits),
            state("kept", "Đang giữ", StateKind::Rests),
            state("done", "Xong", StateKind::Ends),
        ],
        acts: vec![
            act("begin", &[], 0),
            act("carry", &[], 0),
            act("keep", &[0], 1),
            act("again", &[0], 0),
            act("end", &[0], 2),
        ],
    }
}

/// Elements with their attributes, and the text right inside them.
fn read(bytes: &[u8]) -> Vec<(String, BTreeMap<String, String>, String)> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let mut found: Vec<(String, BTreeMap<String, String>, String)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).unwrap();
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                let text = |text: &str| text.to_owned();
                let attributes = tag.attributes().map(|a| {
                    let a = a.unwrap();
                    (text(a.key.as_ref()), text(&a.value))
                });
                if matches!(event, Event::Start(_)) {
                    open.push(found.len());
                }
                found.push((text(tag.name().as_ref()), attributes.collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some((.., said)) = open.last().and_then(|at| found.get_mut(*at)) {
                    said.push_str(text.trim());
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    assert!(open.is_empty());
    found
}

#[test]
fn every_reference_finds_its_element_and_every_element_its_place() {
    let bytes = bpmn::write(&course()).unwrap();
    let found = read(&bytes);
    let ids: Vec<&String> = found.iter().filter_map(|(_, a, _)| a.get("id")).collect();
    let unique: BTreeSet<&String> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    for (tag, attributes, text) in &found {
        for key in ["sourceRef", "targetRef", "bpmnElement"] {
            assert!(attributes.get(key).is_none_or(|id| unique.contains(id)), "{tag} {key}");
        }
        if matches!(tag.as_str(), "bpmn:incoming" | "bpmn:outgoing") {
            assert!(unique.contains(text), "{text}");
        }
    }
    let drawn: BTreeSet<&String> = found.iter().filter_map(|(_, a, _)| a.get("bpmnElement")).collect();
    let process = ["userTask", "exclusiveGateway", "startEvent", "endEvent", "intermediateThrowEvent", "sequenceFlow"];
    let parts = found.iter().filter(|(tag, ..)| process.iter().any(|name| tag == &format!("bpmn:{name}")));
    parts.for_each(|(tag, attributes, _)| assert!(drawn.contains(&attributes["id"]), "{tag} is not drawn"));
}

#[test]
fn several_ways_to_begin_are_a_choice_and_each_choice_says_when_it_is_taken() {
    let text = String::from_utf8(bpmn::write(&course()).unwrap()).unwrap();
    assert!(text.contains(r#"sourceRef="Begin" targetRef="Opening""#), "{text}");
    assert_eq!(text.matches("bpmn:conditionExpression xsi:type").count(), 5);
    assert!(text.replace("&apos;", "'").contains(">move == 'carry'</bpmn:conditionExpression>"));
    let mut one = course();
    one.acts.remove(1);
    let text = String::from_utf8(bpmn::write(&one).unwrap()).unwrap();
    assert!(!text.contains("Opening") && text.contains(r#"sourceRef="Begin" targetRef="Move_begin""#));
}

#[test]
fn a_state_at_rest_that_nothing_leaves_is_no_end() {
    let found = read(&bpmn::write(&course()).unwrap());
    let tag_of = |id: &str| found.iter().find(|(_, a, _)| a.get("id").is_some_and(|i| i == id)).unwrap().0.as_str();
    assert_eq!(tag_of("Step_kept"), "bpmn:intermediateThrowEvent");
    assert_eq!(tag_of("Step_done"), "bpmn:endEvent");
    assert_eq!(tag_of("Step_open"), "bpmn:exclusiveGateway");
}

#[test]
fn hostile_names_stay_names() {
    let text = String::from_utf8(bpmn::write(&course()).unwrap()).unwrap();
    assert!(!text.contains("<b>") && !text.contains('\u{1}'));
    assert!(text.contains("Làm end &lt;b&gt;&amp;"));
}
