//! Documents as PDF/A: whole files of the standard's kind, the same bytes again, nothing in the words is ever obeyed.

use exchange::paper::{
    Bar, Bars, Block, Cell, Column, Document, Entry, Fact, Head, Letterhead, Row, Sheet, Side, Signature, Span, Table,
};
use print::{Fonts, PrintFail, pdf, work};

/// Words that mean something to the typesetter, and every tone.
const HOSTILE: &str =
    "#panic(\"x\") $x$ *đậm* _nghiêng_ @nhãn <nhãn> // chú thích \\ ` ẵ ẳ ẫ ậ ặ ễ ệ ổ ỗ ộ ỡ ợ ữ ự ỵ ỹ Đ";

fn table(rows: usize) -> Table {
    let heads = ["STT", HOSTILE].map(|text| Head { text: text.to_owned(), columns: 1, rows: 1 });
    let row = |n: usize| Row { strong: n == 0, cells: vec![Cell::text(n.to_string()), Cell::text(HOSTILE)] };
    Table {
        columns: vec![Column { width: 5, side: Side::Centre }, Column { width: 40, side: Side::Left }],
        head: vec![heads.into()],
        rows: (0..rows).map(row).collect(),
    }
}

/// A document with a block of every kind.
fn document() -> Document {
    let text = HOSTILE.to_owned();
    Document {
        letterhead: Letterhead {
            above: "UBND tỉnh Thanh Hóa".to_owned(),
            agency: vec!["Văn phòng".to_owned()],
            symbol: "BC-VP".to_owned(),
            place: "Thanh Hóa".to_owned(),
            date: "ngày 05 tháng 02 năm 2026".to_owned(),
            ..Letterhead::default()
        },
        kind: "Báo cáo".to_owned(),
        subject: text.clone(),
        addressees: vec![text.clone(), text.clone()],
        body: vec![
            Block::Heading { text: text.clone() },
            Block::Paragraph { spans: vec![Span { text: text.clone(), strong: true }] },
            Block::Note { text: text.clone() },
            Block::Facts { facts: vec![Fact { label: text.clone(), value: text.clone() }] },
            Block::Timeline { entries: vec![Entry { words: text.clone(), said: text.clone(), ..Entry::default() }] },
            Block::Appendix { title: text.clone(), of: text.clone() },
            Block::Bars {
                bars: Bars {
                    title: text.clone(),
                    now: "2023".to_owned(),
                    before: "2022".to_owned(),
                    bars: vec![Bar { label: text.clone(), now: (0, "0".to_owned()), before: (0, "0".to_owned()) }],
                },
            },
            Block::Table { table: table(3) },
        ],
        recipients: vec![text.clone()],
        signature: Some(Signature { lines: vec!["CHÁNH VĂN PHÒNG".to_owned()], name: text }),
        countersigned: None,
        ..Document::default()
    }
}

/// The fonts that are always there, so that a test says the same on every machine.
fn fonts() -> Fonts {
    Fonts::in_folders::<&str>(&[])
}

fn says(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|part| part == what.as_bytes())
}

#[test]
fn every_kind_of_block_becomes_pdf_a_and_the_same_bytes_again() {
    let fonts = fonts();
    assert_eq!(fonts.family(), "Libertinus Serif");
    let file = pdf(&document(), &fonts).unwrap();
    assert!(file.starts_with(b"%PDF-1.7") && file.trim_ascii_end().ends_with(b"%%EOF"));
    assert!(says(&file, "<pdfaid:part>2</pdfaid:part>") && says(&file, "<pdfaid:conformance>B</pdfaid:conformance>"));
    assert_eq!(pdf(&document(), &fonts).unwrap(), file);
}

#[test]
fn nothing_but_a_letterhead_is_a_document_too() {
    let bare = Document {
        letterhead: Letterhead { agency: vec![String::new()], ..Letterhead::default() },
        ..Document::default()
    };
    pdf(&bare, &fonts()).unwrap();
    pdf(&Document { landscape: true, ..document() }, &fonts()).unwrap();
    pdf(&Document { sheet: Sheet::A5, ..document() }, &fonts()).unwrap();
    let form = Letterhead { form: "II.06a/VPCP/KSTT".to_owned(), ..document().letterhead };
    pdf(&Document { letterhead: form, landscape: true, ..document() }, &fonts()).unwrap();
}

#[test]
fn a_worker_takes_json_and_refuses_what_is_none() {
    let json = serde_json::to_vec(&document()).unwrap();
    let mut out = Vec::new();
    work(json.as_slice(), &mut out, &fonts()).unwrap();
    assert!(out.starts_with(b"%PDF"));
    let mut none = Vec::new();
    for wrong in ["", "{}", "[1]", "{\"kind\": 1}"] {
        let fail = work(wrong.as_bytes(), &mut none, &fonts()).unwrap_err();
        assert!(matches!(fail, PrintFail::NoDocument(_)), "{wrong}: {fail}");
    }
    assert!(none.is_empty());
}
