//! A course as BPMN 2.0 (OMG formal/2011-01-03, ISO/IEC 19510), with its picture (BPMN DI).
//!
//! An act is a user task, a state in which several acts are possible an exclusive gateway before them, an end an end event.
//! Which act was chosen is the variable `move`: `move == 'accept'`. What BPMN has no word for (fields, limits, rights)
//! stands in the documentation of each task. Not here: reading BPMN.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::course::{Act, Course, State, StateKind};
use crate::layout::{Edge, Point, Size, Spacing, Way, lay_out};

/// Namespaces, as the standard names them.
const NAMESPACES: [(&str, &str); 5] = [
    ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
    ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
    ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
    ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];
/// Names of this house's processes.
const TARGET: &str = "urn:minhbach:catalogue";
/// The language of the conditions, of which only `==` and a quoted word are used.
const EXPRESSIONS: &str = "https://www.python.org/";
/// The variable that says which act was chosen.
const CHOSEN: &str = "move";

const TASK: Size = Size { width: 150, height: 60 };
const EVENT: Size = Size { width: 36, height: 36 };
const GATEWAY: Size = Size { width: 50, height: 50 };
/// A label: two lines of a name.
const LABEL: Size = Size { width: 110, height: 28 };
const SPACING: Spacing = Spacing { across: 30, down: 40, margin: 20, back: 70 };

/// What a box of the picture is.
#[derive(Debug, Clone, Copy)]
enum Kind<'a> {
    Beginning,
    /// A choice at the beginning.
    Opening,
    State(&'a State),
    Act(&'a Act),
}

/// A flow node of the process.
struct Node<'a> {
    id: String,
    kind: Kind<'a>,
    /// Whether something leads on.
    leads_on: bool,
}

impl Node<'_> {
    fn tag(&self) -> &'static str {
        match self.kind {
            Kind::Beginning => "bpmn:startEvent",
            Kind::Opening => "bpmn:exclusiveGateway",
            Kind::State(state) if state.kind == StateKind::Ends => "bpmn:endEvent",
            // A state at rest that nothing leaves: no end, for the case stays open.
            Kind::State(_) if !self.leads_on => "bpmn:intermediateThrowEvent",
            Kind::State(_) => "bpmn:exclusiveGateway",
            Kind::Act(_) => "bpmn:userTask",
        }
    }

    fn shape(&self) -> Size {
        match self.tag() {
            "bpmn:userTask" => TASK,
            "bpmn:exclusiveGateway" => GATEWAY,
            _ => EVENT,
        }
    }

    /// The room that the shape takes with its label.
    fn room(&self) -> Size {
        match self.tag() {
            "bpmn:userTask" => TASK,
            "bpmn:startEvent" => EVENT,
            "bpmn:exclusiveGateway" => Size { width: GATEWAY.width + 2 * LABEL.width, ..GATEWAY },
            _ => Size { width: LABEL.width, height: EVENT.height + 4 + LABEL.height },
        }
    }

    fn name<'b>(&'b self, course: &'b Course) -> &'b str {
        match self.kind {
            Kind::Beginning => "",
            Kind::Opening => &course.beginning,
            Kind::State(state) => &state.name,
            Kind::Act(act) => &act.name,
        }
    }

    /// Where the label stands, for shapes that hold no text.
    fn label(&self, corner: Point) -> Option<Point> {
        match self.tag() {
            "bpmn:userTask" | "bpmn:startEvent" => None,
            // Above the line on which a way back arrives.
            "bpmn:exclusiveGateway" => Some(Point { x: corner.x + GATEWAY.width - 6, y: corner.y - 10 }),
            _ => Some(Point { x: corner.x + (EVENT.width - LABEL.width) / 2, y: corner.y + EVENT.height + 4 }),
        }
    }
}

/// Writes the course as a BPMN file.
///
/// # Errors
/// None that is known: the bytes go to memory.
pub fn write(course: &Course) -> io::Result<Vec<u8>> {
    let (nodes, edges) = graph(course);
    let mut out = Xml(Writer::new_with_indent(Vec::new(), b' ', 1));
    out.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let id = format!("Definitions_{}", course.code);
    let mut head: Vec<(&str, &str)> = NAMESPACES.to_vec();
    head.extend([
        ("id", id.as_str()),
        ("targetNamespace", TARGET),
        ("expressionLanguage", EXPRESSIONS),
        ("exporter", "Minh Bạch"),
        ("exporterVersion", env!("CARGO_PKG_VERSION")),
    ]);
    out.within("bpmn:definitions", &head, |out| {
        process(out, course, &nodes, &edges)?;
        diagram(out, course, &nodes, &edges)
    })?;
    Ok(out.0.into_inner())
}

/// Nodes and flows; a choice is put before the acts of the beginning when there are several.
fn graph(course: &Course) -> (Vec<Node<'_>>, Vec<Edge>) {
    let mut edges = course.edges();
    let node = |id: String, kind| Node { id, kind, leads_on: true };
    // Not `Start`: some engines have a node of that name of their own.
    let mut nodes = vec![node("Begin".to_owned(), Kind::Beginning)];
    nodes.extend(course.states.iter().map(|state| node(format!("Step_{}", state.code), Kind::State(state))));
    nodes.extend(course.acts.iter().map(|act| node(format!("Move_{}", act.code), Kind::Act(act))));
    if course.acts.iter().filter(|act| act.from.is_empty()).count() > 1 {
        let choice = nodes.len();
        nodes.push(node("Opening".to_owned(), Kind::Opening));
        edges.iter_mut().filter(|edge| edge.from == 0).for_each(|edge| edge.from = choice);
        edges.push(Edge { from: 0, to: choice, weight: u64::MAX });
    }
    for (at, node) in nodes.iter_mut().enumerate() {
        node.leads_on = edges.iter().any(|edge| edge.from == at);
    }
    (nodes, edges)
}

fn process(out: &mut Xml, course: &Course, nodes: &[Node<'_>], edges: &[Edge]) -> io::Result<()> {
    let id = process_id(course);
    let head = [("id", id.as_str()), ("name", course.name.as_str()), ("isExecutable", "true")];
    out.within("bpmn:process", &head, |out| {
        out.documentation(&course.documentation)?;
        for (at, node) in nodes.iter().enumerate() {
            flow_node(out, course, node, at, edges)?;
        }
        for (n, edge) in edges.iter().enumerate() {
            sequence_flow(out, nodes, n, edge)?;
        }
        Ok(())
    })
}

fn flow_node(out: &mut Xml, course: &Course, node: &Node<'_>, at: usize, edges: &[Edge]) -> io::Result<()> {
    let name = node.name(course);
    let mut head = vec![("id", node.id.as_str())];
    if !name.is_empty() {
        head.push(("name", name));
    }
    out.within(node.tag(), &head, |out| {
        match node.kind {
            Kind::Act(act) => out.documentation(&act.documentation)?,
            Kind::State(state) => out.documentation(&state.detail)?,
            Kind::Beginning | Kind::Opening => {}
        }
        for (tag, of) in [("bpmn:incoming", false), ("bpmn:outgoing", true)] {
            let mine = |edge: &Edge| if of { edge.from == at } else { edge.to == at };
            for (n, _) in edges.iter().enumerate().filter(|(_, edge)| mine(edge)) {
                out.text(tag, &[], &flow_id(n))?;
            }
        }
        let Kind::Act(act) = node.kind else { return Ok(()) };
        for performer in &act.performers {
            out.within("bpmn:potentialOwner", &[], |out| {
                out.within("bpmn:resourceAssignmentExpression", &[], |out| {
                    out.text("bpmn:formalExpression", &[], performer)
                })
            })?;
        }
        Ok(())
    })
}

fn sequence_flow(out: &mut Xml, nodes: &[Node<'_>], n: usize, edge: &Edge) -> io::Result<()> {
    let (Some(from), Some(to)) = (nodes.get(edge.from), nodes.get(edge.to)) else { return Ok(()) };
    let id = flow_id(n);
    let head = [("id", id.as_str()), ("sourceRef", from.id.as_str()), ("targetRef", to.id.as_str())];
    match to.kind {
        Kind::Act(act) if from.tag() == "bpmn:exclusiveGateway" => out.within("bpmn:sequenceFlow", &head, |out| {
            let condition = format!("{CHOSEN} == '{}'", act.code);
            out.text("bpmn:conditionExpression", &[("xsi:type", "bpmn:tFormalExpression")], &condition)
        }),
        _ => out.empty("bpmn:sequenceFlow", &head),
    }
}

fn process_id(course: &Course) -> String {
    format!("Process_{}", course.code)
}

fn flow_id(n: usize) -> String {
    format!("Flow_{}", n + 1)
}

fn diagram(out: &mut Xml, course: &Course, nodes: &[Node<'_>], edges: &[Edge]) -> io::Result<()> {
    let rooms: Vec<Size> = nodes.iter().map(Node::room).collect();
    let layout = lay_out(&rooms, edges, &SPACING);
    let corners: Vec<Point> = nodes.iter().zip(&layout.places).map(|(node, place)| corner(node, *place)).collect();
    let plane = process_id(course);
    out.within("bpmndi:BPMNDiagram", &[("id", "Diagram")], |out| {
        out.within("bpmndi:BPMNPlane", &[("id", "Plane"), ("bpmnElement", &plane)], |out| {
            for (node, corner) in nodes.iter().zip(&corners) {
                shape(out, node, *corner)?;
            }
            for way in &layout.ways {
                let end = edges.get(way.edge).and_then(|edge| Some((nodes.get(edge.to)?, *corners.get(edge.to)?)));
                flow_edge(out, way, end)?;
            }
            Ok(())
        })
    })
}

/// The upper left corner of the shape in its room: in the middle, a label hangs below.
fn corner(node: &Node<'_>, place: Point) -> Point {
    Point { x: place.x + (node.room().width - node.shape().width) / 2, y: place.y }
}

fn shape(out: &mut Xml, node: &Node<'_>, corner: Point) -> io::Result<()> {
    let id = format!("Shape_{}", node.id);
    let mut head = vec![("id", id.as_str()), ("bpmnElement", node.id.as_str())];
    if node.tag() == "bpmn:exclusiveGateway" {
        head.push(("isMarkerVisible", "true"));
    }
    out.within("bpmndi:BPMNShape", &head, |out| {
        out.bounds(corner, node.shape())?;
        let Some(label) = node.label(corner) else { return Ok(()) };
        out.within("bpmndi:BPMNLabel", &[], |out| out.bounds(label, LABEL))
    })
}

/// The edge of a way. A way back arrives at the side of the room; its last point is moved to the side of the shape.
fn flow_edge(out: &mut Xml, way: &Way, end: Option<(&Node<'_>, Point)>) -> io::Result<()> {
    let mut points = way.points.clone();
    if let (true, Some((node, corner)), [.., turn, last]) = (way.back, end, points.as_mut_slice()) {
        last.x = if turn.x < last.x { corner.x } else { corner.x + node.shape().width };
        last.y = corner.y + node.shape().height / 2;
        turn.y = last.y;
    }
    points.dedup();
    let (id, flow) = (format!("Edge_{}", flow_id(way.edge)), flow_id(way.edge));
    out.within("bpmndi:BPMNEdge", &[("id", &id), ("bpmnElement", &flow)], |out| {
        for Point { x, y } in &points {
            out.empty("di:waypoint", &[("x", &x.to_string()), ("y", &y.to_string())])?;
        }
        Ok(())
    })
}

/// The file as it is written.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn within(
        &mut self,
        tag: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(tag, attributes)))?;
        inner(self)?;
        self.0.write_event(Event::End(BytesEnd::new(tag)))
    }

    fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(tag, attributes)))
    }

    fn text(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.within(tag, attributes, |out| out.0.write_event(Event::Text(BytesText::new(&writable(text)))))
    }

    fn documentation(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.text("bpmn:documentation", &[], text) }
    }

    fn bounds(&mut self, corner: Point, size: Size) -> io::Result<()> {
        let (x, y) = (corner.x.to_string(), corner.y.to_string());
        let (width, height) = (size.width.to_string(), size.height.to_string());
        self.empty("dc:Bounds", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)])
    }
}

fn start<'a>(tag: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(tag);
    for (name, value) in attributes {
        start.push_attribute((*name, writable(value).as_ref()));
    }
    start
}

/// Without the control characters that no XML file may hold, not even escaped.
fn writable(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(bad) { text.chars().filter(|c| !bad(*c)).collect() } else { Cow::Borrowed(text) }
}
