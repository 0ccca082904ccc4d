//! The cases tied to one, as a small picture: what points here on the left, what this one points to on the right, those of
//! the same batch below. The list under it says the same in words; on a phone only the list is shown.

use askama::Template;

use crate::tongue::Tongue;

/// Boxes of one side; the rest is one box that leads to the list.
const SIDE_MAX: usize = 5;
/// Width and height of a box, and the room between rows.
const BOX: (usize, usize) = (192, 46);
const ROW: usize = 60;
/// Left edges of the three columns.
const COLUMNS: [usize; 3] = [1, 224, 447];
/// Characters of a line that fit into a box.
const CHARACTERS_MAX: usize = 25;
/// Where the list stands.
const LIST: &str = "#ho-so-lien-quan";

/// One case of the picture.
#[derive(Clone, Debug, Default)]
pub struct Knot {
    /// How it is tied: `văn bản giao nhiệm vụ`.
    pub relation: String,
    /// Number, or title where there is none.
    pub name: String,
    /// Its address; empty for the case itself.
    pub href: String,
}

#[derive(Clone, Debug)]
struct Boxed {
    knot: Knot,
    x: usize,
    y: usize,
    own: bool,
}

impl Boxed {
    fn size(&self) -> (usize, usize) {
        BOX
    }

    /// The two lines with their height above the foot of the box.
    fn lines(&self) -> [(usize, String); 2] {
        [(self.y + 18, short(&self.knot.relation)), (self.y + 36, short(&self.knot.name))]
    }
}

/// The picture.
#[derive(Clone, Debug, Template)]
#[template(path = "case_links.html")]
pub struct CaseLinksPicture {
    /// What it shows, for those who do not see it.
    pub words: String,
    boxes: Vec<Boxed>,
    ways: Vec<String>,
    height: usize,
    width: usize,
}

impl askama::filters::HtmlSafe for CaseLinksPicture {}

impl CaseLinksPicture {
    /// Lays out the case itself between what points here, what it points to, and its siblings.
    #[must_use]
    pub fn of(tongue: Tongue, own: Knot, pointing: Vec<Knot>, pointed_at: Vec<Knot>, siblings: usize) -> Self {
        let words = tongue.tell(
            "case-links-picture",
            &[("pointing", pointing.len().into()), ("pointed", pointed_at.len().into()), ("siblings", siblings.into())],
        );
        let (left, right) = (cut(tongue, pointing), cut(tongue, pointed_at));
        let rows = left.len().max(right.len()).max(1);
        let middle = (rows - 1) * ROW / 2;
        let column = |knots: Vec<Knot>, x: usize| {
            let top = (rows - knots.len()) * ROW / 2;
            knots.into_iter().enumerate().map(move |(i, knot)| Boxed { knot, x, y: top + i * ROW + 1, own: false })
        };
        let [first, centre, last] = COLUMNS;
        let mut boxes: Vec<Boxed> = column(left, first).collect();
        let mut ways: Vec<String> =
            boxes.iter().map(|b| way((b.x + BOX.0, b.y + BOX.1 / 2), (centre, middle + 1 + BOX.1 / 2))).collect();
        let behind: Vec<Boxed> = column(right, last).collect();
        ways.extend(behind.iter().map(|b| way((centre + BOX.0, middle + 1 + BOX.1 / 2), (b.x, b.y + BOX.1 / 2))));
        boxes.extend(behind);
        boxes.push(Boxed { knot: own, x: centre, y: middle + 1, own: true });
        let mut height = (rows - 1) * ROW + BOX.1 + 2;
        if siblings > 0 {
            let y = middle + ROW + 1;
            let from = (centre + BOX.0 / 2, middle + 1 + BOX.1);
            ways.push(format!("M{} {}V{}", from.0, from.1, y - 7));
            let name = tongue.tell("case-links-count", &[("n", siblings.into())]);
            let knot = Knot { relation: tongue.say("case-link-batch"), name, href: LIST.to_owned() };
            boxes.push(Boxed { knot, x: centre, y, own: false });
            height = height.max(y + BOX.1 + 1);
        }
        Self { words, boxes, ways, height, width: last + BOX.0 + 1 }
    }
}

/// The first of a side; what does not fit is told as a number.
fn cut(tongue: Tongue, mut knots: Vec<Knot>) -> Vec<Knot> {
    if knots.len() > SIDE_MAX {
        let more = knots.len() - (SIDE_MAX - 1);
        knots.truncate(SIDE_MAX - 1);
        let name = tongue.tell("case-links-more-box", &[("n", more.into())]);
        knots.push(Knot { relation: tongue.say("case-links-and"), name, href: LIST.to_owned() });
    }
    knots
}

/// A way that leaves and arrives level; the arrow's tip stands before the box.
fn way(from: (usize, usize), to: (usize, usize)) -> String {
    let bend = (from.0 + to.0) / 2;
    format!("M{} {}C{bend} {} {bend} {} {} {}", from.0, from.1, from.1, to.1, to.0 - 7, to.1)
}

fn short(text: &str) -> String {
    if text.chars().count() <= CHARACTERS_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(CHARACTERS_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knots(n: usize) -> Vec<Knot> {
        (0..n).map(|i| Knot { name: format!("{i}/NV"), href: "/x".to_owned(), ..Knot::default() }).collect()
    }

    #[test]
    fn no_two_boxes_overlap_and_all_lie_within() {
        for (left, right, siblings) in [(0, 1, 0), (1, 0, 3), (2, 5, 0), (5, 4, 1), (9, 30, 49), (0, 0, 2)] {
            let picture = CaseLinksPicture::of(Tongue::Vi, Knot::default(), knots(left), knots(right), siblings);
            for (i, a) in picture.boxes.iter().enumerate() {
                assert!(a.x + BOX.0 < picture.width + 1 && a.y + BOX.1 < picture.height + 1);
                for b in picture.boxes.iter().skip(i + 1) {
                    assert!(a.x.abs_diff(b.x) >= BOX.0 || a.y.abs_diff(b.y) >= BOX.1, "{left} {right} {siblings}");
                }
            }
            let boxes = left.min(SIDE_MAX) + right.min(SIDE_MAX) + usize::from(siblings > 0);
            assert_eq!((picture.boxes.len(), picture.ways.len()), (boxes + 1, boxes));
        }
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let told = cut(Tongue::Vi, knots(9));
        assert_eq!((told.len(), told[4].name.as_str()), (5, "5 hồ sơ nữa"));
    }
}
