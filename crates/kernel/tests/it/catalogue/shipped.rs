//! The shipped catalogue: clean, complete, and as the law says where the law says it exactly.

use std::collections::BTreeSet;
use std::path::Path;

use kernel::Code;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::{Part, Who};
use kernel::shipped;

#[test]
fn has_no_findings() {
    let checked = shipped::catalogue();
    let lines: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert_eq!(checked.value.types.len(), 15);
    assert_eq!(checked.value.procedures.len(), 12);
}

#[test]
fn embeds_every_file_of_the_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let mut on_disk = BTreeSet::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("catalogue folder") {
            let path = entry.expect("entry").path();
            let below = path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
            match path.is_dir() {
                true if below != "scenarios" => folders.push(path),
                false if below.ends_with(".toml") => {
                    on_disk.insert(below);
                }
                _ => {}
            }
        }
    }
    let embedded: BTreeSet<String> = shipped::FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(embedded, on_disk);
}

/// TT 01/2018 and the national portal: the transitions between the ten states, and no others but reopening.
#[test]
fn dossier_moves_only_as_the_states_allow() {
    let allowed: &[(u8, &[u8])] = &[
        (1, &[2, 3, 5, 7]),
        (2, &[4, 5, 6, 7, 8, 9]),
        (4, &[5, 6, 7, 8, 9]),
        (5, &[2, 4, 7, 8]),
        (6, &[4, 7, 8, 9]),
        (8, &[4, 7, 9]),
        (9, &[10]),
    ];
    let catalogue = shipped::catalogue().value;
    let dossier = &catalogue.types["dossier"];
    let law = |step: &str| dossier.step(step).and_then(|s| s.law_code).expect("every step has its law code");
    let mut made = BTreeSet::new();
    for m in dossier.moves.iter().filter(|m| m.code != "reopen") {
        made.extend(m.from.iter().map(|f| (law(f.as_str()), law(m.to.as_str()))).filter(|(a, b)| a != b));
    }
    let wanted: BTreeSet<(u8, u8)> = allowed.iter().flat_map(|(a, to)| to.iter().map(move |b| (*a, *b))).collect();
    assert_eq!(made, wanted);
}

#[test]
fn personal_data_is_sealed() {
    let catalogue = shipped::catalogue().value;
    let sealed = [
        ("dossier", "applicant"),
        ("dossier", "address"),
        ("dossier", "phone"),
        ("dossier", "id_number"),
        ("award", "recipient"),
        ("party_member", "person_name"),
        ("party_transfer", "person_name"),
        ("imported_case", "responsible"),
    ];
    for (case_type, field) in sealed {
        let field = catalogue.types[case_type].field(field).expect("field");
        assert_eq!(field.part, Part::Body, "{case_type}.{}", field.code);
    }
}

#[test]
fn party_books_are_read_by_the_party_committee_only() {
    let catalogue = shipped::catalogue().value;
    for code in ["party_member", "party_cell", "party_transfer"] {
        let whos = catalogue.types[code].readers.iter().map(|r| r.who.clone()).collect::<Vec<_>>();
        assert_eq!(whos, [Who::Role("party_secretary".into())], "{code}");
    }
}

/// A province adds a register of its own by one more file, while the house runs.
#[test]
fn one_more_file_adds_a_type() {
    let mut files = shipped::files();
    let before = Catalogue::parse(&files).value.types.len();
    let text = super::REGISTER.replace("clerk@unit:gate", "clerk");
    files.push(("types/visit.toml".to_owned(), text));
    let checked = Catalogue::parse(&files);
    assert_eq!(checked.findings, []);
    assert_eq!(checked.value.types.len(), before + 1);
    assert_eq!(checked.value.types["visit"].moves[0].code, "enter");
}

/// What is said, of what, and its English.
type SaidTwice<'a> = (&'a Code, &'a String, &'a String);

fn unsaid<'a>(of: &'a Code, said: impl IntoIterator<Item = SaidTwice<'a>>) -> Vec<String> {
    let silent = said.into_iter().filter(|(_, vi, en)| !vi.is_empty() && (en.is_empty() || vi == en));
    silent.map(|(code, vi, _)| format!("{of} {code}: {vi}")).collect()
}

#[test]
fn says_everything_in_english_too() {
    let mut missing = Vec::new();
    for of in shipped::catalogue().value.types.values() {
        let mut said = vec![(&of.code, &of.name, &of.name_en), (&of.code, &of.purpose, &of.purpose_en)];
        for field in &of.fields {
            said.push((&field.code, &field.name, &field.name_en));
            said.push((&field.code, &field.help, &field.help_en));
            said.extend(field.choices.iter().map(|c| (&c.code, &c.name, &c.name_en)));
        }
        said.extend(of.steps.iter().map(|s| (&s.code, &s.name, &s.name_en)));
        said.extend(of.moves.iter().flat_map(|m| [(&m.code, &m.name, &m.name_en), (&m.code, &m.said, &m.said_en)]));
        said.extend(of.links.iter().map(|l| (&l.code, &l.name, &l.name_en)));
        said.extend(of.numbers.iter().map(|n| (&n.code, &n.name, &n.name_en)));
        said.extend(of.readers.iter().map(|r| (&of.code, &r.because, &r.because_en)));
        let extended = of.clock.iter().filter(|clock| clock.extensions_max > 0);
        said.extend(extended.map(|clock| (&of.code, &clock.extension_name, &clock.extension_name_en)));
        missing.extend(unsaid(&of.code, said));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn says_every_procedure_and_field_of_work_in_english_too() {
    let catalogue = shipped::catalogue().value;
    let mut missing = Vec::new();
    for of in catalogue.procedures.values() {
        let code = &of.code;
        let mut said = vec![
            (code, &of.name, &of.name_en),
            (code, &of.kind, &of.kind_en),
            (code, &of.conditions, &of.conditions_en),
            (code, &of.description, &of.description_en),
            (&of.field.code, &of.field.name, &of.field.name_en),
        ];
        said.extend(of.channels.iter().flat_map(|c| c.fees.iter().map(|f| (&c.code, &f.note, &f.note_en))));
        said.extend(of.papers.iter().map(|p| (code, &p.name, &p.name_en)));
        said.extend(of.results.iter().map(|r| (code, &r.name, &r.name_en)));
        said.extend(of.stages.iter().flat_map(|s| [(code, &s.name, &s.name_en), (code, &s.product, &s.product_en)]));
        missing.extend(unsaid(code, said));
        for (vi, en) in [(&of.order, &of.order_en), (&of.applicants, &of.applicants_en)] {
            assert_eq!(vi.len(), en.len(), "{code}");
            missing.extend(unsaid(code, vi.iter().zip(en).map(|(vi, en)| (code, vi, en))));
        }
    }
    let fields = &catalogue.org.assignments;
    missing.extend(fields.iter().flat_map(|a| unsaid(&a.field, [(&a.field, &a.name, &a.name_en)])));
    assert!(missing.is_empty(), "{missing:#?}");
}
