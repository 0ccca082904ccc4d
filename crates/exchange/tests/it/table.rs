//! Tables: what a workbook and a CSV hold comes out typed, what is no table is named, and no bytes bring the reader down.

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;

use exchange::table::{Book, Cell, Limits, Moment, Row, TableError, TableErrorKind};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn read(bytes: &[u8], name: &str, limits: Limits) -> Result<Vec<Row>, TableError> {
    let mut rows = Vec::new();
    Book::open(Cursor::new(bytes), name, limits)?.each_row("", &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Nhiệm vụ").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_row(0, 0, ["Số", "Ngày", "Xong", "Tổng", "Lệnh"]).unwrap();
    sheet.write(2, 0, 12).unwrap();
    sheet.write_with_format(2, 1, ExcelDateTime::from_ymd(2026, 3, 5).unwrap(), &date).unwrap();
    sheet.write(2, 2, true).unwrap();
    sheet.write(2, 3, Formula::new("=1+2").set_result("3")).unwrap();
    sheet.write(2, 4, "=cmd|'/c calc'!A1").unwrap();
    book.add_worksheet().set_name("Khác").unwrap().write(0, 0, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn cells_of_a_workbook_are_typed_and_formulas_are_not_run() {
    let rows = read(&workbook(), "số dư.xlsx", Limits::standard()).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3], "an empty row is none");
    let moment = Moment { year: 2026, month: 3, day: 5, hour: 0, minute: 0, second: 0 };
    let wanted =
        [Cell::Number(12.0), Cell::Moment(moment), Cell::Flag(true), Cell::Number(3.0), text("=cmd|'/c calc'!A1")];
    assert_eq!(rows[1].cells, wanted);
    assert_eq!((rows[1].cell(0).said(), rows[1].cell(1).said()), ("12".to_owned(), "05/03/2026".to_owned()));
    assert_eq!(*rows[1].cell(99), Cell::Empty);
    let mut book = Book::open(Cursor::new(workbook()), "a.xlsx", Limits::standard()).unwrap();
    assert_eq!(book.sheets(), ["Nhiệm vụ", "Khác"]);
    let absent = book.each_row("Vắng", &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(absent.vi().contains("“Nhiệm vụ”, “Khác”"), "{absent}");
}

#[test]
fn a_formula_without_a_stored_value_is_said_to_have_none() {
    let bytes = changed(&workbook(), "xl/worksheets/sheet1.xml", |xml| xml.replace("<v>3</v></c>", "</c>"));
    assert_eq!(*read(&bytes, "a.xlsx", Limits::standard()).unwrap()[1].cell(3), Cell::NoValue);
}

#[test]
fn csv_in_each_of_its_dialects() {
    let rows = read("\u{feff}Số;Tên\r\n1;\"a;\"\"b\"\"\r\nc\"\r\n;\n3;=1+1".as_bytes(), "a.csv", Limits::standard());
    let rows = rows.unwrap();
    assert_eq!(rows[0].cells, [text("Số"), text("Tên")]);
    assert_eq!(rows[1].cells, [text("1"), text("a;\"b\"\r\nc")]);
    assert_eq!((rows[2].number, rows[2].cells.clone()), (4, vec![text("3"), text("=1+1")]));
    for (bytes, by) in [("a,b;c\n", ["a", "b;c"]), ("a\tb,c\n", ["a", "b,c"])] {
        assert_eq!(read(bytes.as_bytes(), "a.csv", Limits::standard()).unwrap()[0].cells, by.map(text));
    }
}

#[test]
fn what_is_no_table_is_named() {
    let kind = |bytes: &[u8], name: &str| read(bytes, name, Limits::standard()).unwrap_err().kind;
    assert_eq!(kind(b"", "a.xlsx"), TableErrorKind::Nothing);
    assert_eq!(kind(b"%PDF-1.7 ...", "a.xlsx"), TableErrorKind::NotATable("PDF"));
    assert_eq!(kind(b"<html><table>", "a.xlsx"), TableErrorKind::NotATable("HTML"));
    assert_eq!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx"), TableErrorKind::OldOrLocked);
    assert!(matches!(kind(&workbook(), "a.csv"), TableErrorKind::NotWhatItsNameSays { .. }));
    assert!(matches!(kind(b"a,b\n", "a.xlsx"), TableErrorKind::NotWhatItsNameSays { .. }));
    assert!(matches!(kind(&packed(&[("word/document.xml", "<w/>")]), "a.xlsx"), TableErrorKind::Damaged(_)));
    assert!(matches!(kind(&workbook()[..2_000], "a.xlsx"), TableErrorKind::Damaged(_)));
    assert_eq!(kind(b"S\xe8\xb5", "a.csv"), TableErrorKind::NotUtf8(1));
    assert_eq!(kind(b"a\n\"b", "a.csv"), TableErrorKind::QuoteOpen(2));
    assert_eq!(kind(b"\xff\xfea\0", "a.csv"), TableErrorKind::NotUtf8(1));
    for bytes in [&b"%PDF-1.7"[..], b"", b"a\n\"b", b"S\xe8"] {
        let error = read(bytes, "a.csv", Limits::standard()).unwrap_err();
        assert!(error.vi().contains("Xin") && error.en().contains(';'), "{error}");
    }
}

#[test]
fn each_limit_holds_and_says_so() {
    let small = Limits {
        rows: 2,
        columns: 5,
        sheet_bytes: 4_000,
        part_bytes: 8_000,
        piece_bytes: 400,
        parts: 20,
        total_bytes: 20_000,
    };
    assert_eq!(read(&workbook(), "a.xlsx", small).unwrap().len(), 2);
    let kind = |bytes: &[u8], name: &str, limits| read(bytes, name, limits).unwrap_err().kind;
    assert_eq!(kind(&workbook(), "a.xlsx", Limits { rows: 1, ..small }), TableErrorKind::TooManyRows(1));
    let narrow = Limits { columns: 4, ..small };
    assert_eq!(kind(&workbook(), "a.xlsx", narrow), TableErrorKind::TooManyColumns { row: 1, columns_max: 4 });
    assert_eq!(kind(&workbook(), "a.xlsx", Limits { parts: 3, ..small }), TableErrorKind::TooManyParts(3));
    assert_eq!(kind(&workbook(), "a.xlsx", Limits { sheet_bytes: 50, ..small }), TableErrorKind::TooLarge(50));
    assert_eq!(kind(&workbook(), "a.xlsx", Limits { total_bytes: 3_000, ..small }), TableErrorKind::TooLarge(3_000));
    assert_eq!(kind(&workbook(), "a.xlsx", Limits { piece_bytes: 20, ..small }), TableErrorKind::PieceTooLong(20));
    assert_eq!(kind(b"a\nb\nc\n", "a.csv", small), TableErrorKind::TooManyRows(2));
    assert_eq!(
        kind(b"a,b,c,d,e,f\n", "a.csv", small).clone(),
        TableErrorKind::TooManyColumns { row: 1, columns_max: 5 }
    );
    assert_eq!(kind(&[b'a'; 500], "a.csv", small), TableErrorKind::PieceTooLong(400));
    assert_eq!(
        kind("a\n".repeat(3_000).as_bytes(), "a.csv", Limits { rows: 9_999, ..small }),
        TableErrorKind::TooLarge(4_000)
    );
}

/// What claims little and unpacks to much is measured by what it unpacks to.
#[test]
fn a_bomb_is_refused_before_it_is_opened() {
    let bomb =
        changed(&workbook(), "xl/sharedStrings.xml", |_| format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(100_000)));
    assert!(bomb.len() < 1 << 16);
    let limits = Limits { part_bytes: 1 << 20, ..Limits::standard() };
    assert_eq!(read(&bomb, "a.xlsx", limits).unwrap_err().kind, TableErrorKind::TooLarge(1 << 20));
}

/// A million rows of a few letters pack to little and unpack to less than the bytes allowed: they are counted.
#[test]
fn rows_beyond_the_standard_limit_are_refused_in_words() {
    let rows = |n: usize| {
        let row = "<row><c t=\"inlineStr\"><is><t>a</t></is></c></row>";
        changed(&workbook(), "xl/worksheets/sheet1.xml", |_| {
            format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(n))
        })
    };
    let told = |bytes: &[u8]| {
        let mut told = 0;
        let read = Book::open(Cursor::new(bytes), "a.xlsx", Limits::standard()).unwrap().each_row("", &mut |_| {
            told += 1;
            ControlFlow::Continue(())
        });
        (told, read)
    };
    assert_eq!(told(&rows(200_000)), (200_000, Ok(())));
    let (told, refused) = told(&rows(200_001));
    let refused = refused.unwrap_err();
    assert_eq!((told, &refused.kind), (200_000, &TableErrorKind::TooManyRows(200_000)));
    assert!(refused.vi().contains("hơn 200000 dòng") && refused.vi().contains("Xin tách"), "{refused}");
}

/// Old links to programs (DDE) stand in a part of their own, with what the program said last in the cell: only that is read.
#[test]
fn what_would_run_is_read_as_the_text_it_stands_for() {
    let bytes = changed(&workbook(), "xl/worksheets/sheet1.xml", |_| {
        let cell = |formula: &str, value: &str| format!("<c t=\"str\"><f>{formula}</f><v>{value}</v></c>");
        let cells = [
            cell("HYPERLINK(\"http://x\",\"Bấm\")", "Bấm"),
            cell("cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
            cell("DDE(\"soffice\",\"/etc/passwd\",\"A1\")", "root"),
            "<c><f>WEBSERVICE(\"http://x\")</f></c>".to_owned(),
        ];
        format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", cells.concat())
    });
    let rows = read(&bytes, "a.xlsx", Limits::standard()).unwrap();
    assert_eq!(rows[0].cells, [text("Bấm"), text("=cmd|'/c calc'!A1"), text("root"), Cell::NoValue]);
}

/// One packed picture, listed a hundred times: each part is small, and the file too.
#[test]
fn parts_that_share_their_bytes_are_refused() {
    let picture = "x".repeat(1 << 20);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut sound = zip::ZipArchive::new(Cursor::new(workbook())).unwrap();
    for index in 0..sound.len() {
        writer.raw_copy_file(sound.by_index_raw(index).unwrap()).unwrap();
    }
    writer.start_file("xl/media/a.png", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(picture.as_bytes()).unwrap();
    for number in 0..100 {
        writer.shallow_copy_file("xl/media/a.png", format!("xl/media/b{number}.png").as_str()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let refused = read(&bytes, "a.xlsx", Limits::standard()).unwrap_err();
    assert_eq!(refused.kind, TableErrorKind::Damaged("parts overlap".to_owned()));
}

/// A quoted value of a million lines: each is looked at once.
#[test]
fn a_value_of_many_lines_is_read_in_one_go() {
    let bytes = format!("\"a{}\"", "\n".repeat((1 << 20) - 3));
    let started = std::time::Instant::now();
    assert_eq!(read(bytes.as_bytes(), "a.csv", Limits::standard()).unwrap().len(), 1);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn reading_ends_when_nobody_wants_more() {
    let mut rows = 0;
    let mut book = Book::open(Cursor::new(workbook()), "a.xlsx", Limits::standard()).unwrap();
    book.each_row("", &mut |_| {
        rows += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(rows, 1);
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The workbook with one part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut content) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut content).unwrap();
        parts.push((name.clone(), if name == part { change(content) } else { content }));
    }
    packed(&parts.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect::<Vec<_>>())
}

/// The parts that the reader looks into.
const PARTS: [&str; 6] = [
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes overwritten, cut out or cut off anywhere in the file.
    #[test]
    fn mangled_files_are_rows_or_an_error(at in 0usize..10_000, with in proptest::collection::vec(any::<u8>(), 0..12), cut in 0usize..40) {
        let mut bytes = workbook();
        let at = at % bytes.len();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, with);
        if let Err(error) = read(&bytes, "a.xlsx", Limits::standard()) {
            prop_assert!(!error.vi().is_empty());
        }
    }

    /// The same inside a part, where no checksum stands in the way.
    #[test]
    fn mangled_parts_are_rows_or_an_error(part in 0usize..6, at in 0usize..20_000, with in "[<>/\"=A-Z0-9&;#a-z. -]{0,9}", cut in 0usize..30) {
        let bytes = changed(&workbook(), PARTS[part], |xml| {
            let kept: Vec<char> = xml.chars().collect();
            let at = at % kept.len();
            let end = (at + cut).min(kept.len());
            kept[..at].iter().copied().chain(with.chars()).chain(kept[end..].iter().copied()).collect()
        });
        if let Err(error) = read(&bytes, "a.xlsx", Limits::standard()) {
            prop_assert!(!error.en().is_empty());
        }
    }

    #[test]
    fn any_text_is_rows_or_an_error(text in "[a,;\"\n\r\t=áđ ]{0,200}") {
        if let Ok(rows) = read(text.as_bytes(), "a.csv", Limits::standard()) {
            prop_assert!(rows.iter().all(|row| row.cells.iter().any(|cell| !cell.is_blank())));
        }
    }
}
