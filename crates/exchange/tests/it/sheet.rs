//! Tables as files: Vietnamese survives, nothing is run, long texts are cut with a sign.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use exchange::sheet::{Cell, Head, Kind, Sheet};
use exchange::table::{self, Book, Limits};

fn written(kind: Kind, rows: &[Vec<Cell>]) -> Vec<u8> {
    let heads = ["Trích yếu", "Số trang", "Ngày"].map(|label| Head { label: label.to_owned(), wide: false });
    let mut out = Vec::new();
    let mut sheet = Sheet::begin(kind, "Sổ [đến]: 2024", &heads, &mut out).unwrap();
    for row in rows {
        sheet.row(row).unwrap();
    }
    sheet.end().unwrap();
    out
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn csv_quotes_what_needs_it_and_disarms_formulas() {
    let day = Cell::Day { year: 2024, month: 1, day: 5 };
    let rows = vec![
        vec![text("Về việc \"đền bù\", đợt 2"), Cell::Number(27_283), day],
        vec![text("=1+1"), Cell::Nothing, text("-")],
        vec![text("a\r\nb"), Cell::Number(-3), Cell::Nothing],
    ];
    let file = String::from_utf8(written(Kind::Csv, &rows)).unwrap();
    let expected = "\u{feff}Trích yếu,Số trang,Ngày\r\n\"Về việc \"\"đền bù\"\", đợt 2\",27283,05/01/2024\r\n'=1+1,,'-\r\n\"a\r\nb\",-3,\r\n";
    assert_eq!(file, expected);
}

/// What came in from a foreign table goes out again: as it was written, and in no file as something to run.
#[test]
fn what_a_spreadsheet_would_run_stays_text_in_both_files() {
    let wild =
        ["=HYPERLINK(\"http://x\")", "=cmd|'/c calc'!A1", "+1+cmd|'/c calc'!A1", "-2+3", "@SUM(1)", "\t=1", "\r=1"];
    let rows: Vec<_> = wild.iter().map(|words| vec![text(words), Cell::Nothing, Cell::Nothing]).collect();
    let book = written(Kind::Xlsx, &rows);
    let mut archive = zip::ZipArchive::new(Cursor::new(&book)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(!sheet.contains("<f") && !sheet.contains("<hyperlink"), "{sheet}");
    let mut read = Vec::new();
    let mut book = Book::open(Cursor::new(&book), "a.xlsx", Limits::standard()).unwrap();
    let ended = book.each_row("", &mut |row| {
        read.push(row.cell(0).clone());
        ControlFlow::Continue(())
    });
    assert_eq!((ended, read.remove(0)), (Ok(()), table::Cell::Text("Trích yếu".to_owned())));
    assert_eq!(read, wild.map(|words| table::Cell::Text(words.to_owned())));
    let lines = String::from_utf8(written(Kind::Csv, &rows)).unwrap();
    for words in wild {
        assert!(lines.contains(&format!("'{}", words.replace('"', "\"\""))), "{words:?} in {lines}");
    }
}

#[test]
fn a_workbook_takes_texts_longer_than_a_cell() {
    let long = "ạ".repeat(40_000);
    let file = written(Kind::Xlsx, &[vec![text(&long), Cell::Number(1), Cell::Nothing]]);
    assert!(file.starts_with(b"PK"));
}

/// Remembers how much it was given, and at most at once.
#[derive(Default)]
struct Scales {
    all: usize,
    most: usize,
}

impl std::io::Write for Scales {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.all += bytes.len();
        self.most = self.most.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_workbook_goes_out_in_pieces_and_is_never_held_whole() {
    let mut scales = Scales::default();
    let heads = [Head { label: "Trích yếu".to_owned(), wide: true }];
    let mut sheet = Sheet::begin(Kind::Xlsx, "Sổ", &heads, &mut scales).unwrap();
    for row in 0_u32..20_000 {
        sheet.row(&[text(&format!("{:08x}", row.wrapping_mul(2_654_435_761)))]).unwrap();
    }
    sheet.end().unwrap();
    assert!(scales.all > 100_000, "{}", scales.all);
    assert!(scales.most * 2 < scales.all, "{} of {}", scales.most, scales.all);
}
