//! A kind of case is one file of the catalogue and one scenario that lives it.

use crate::none;
use crate::tree::below;

/// Types without a scenario, given the scenarios' paths: `catalogue/scenarios/TYPE.scenario` or `TYPE.NAME.scenario`.
fn unlived<'a>(types: &[&'a str], scenarios: &[&str]) -> Vec<&'a str> {
    let of = |path: &str| path.trim_start_matches("catalogue/scenarios/").split('.').next().map(str::to_owned);
    let lived = |code: &str| scenarios.iter().any(|path| of(path).as_deref() == Some(code));
    types.iter().copied().filter(|code| !lived(code)).collect()
}

#[test]
fn every_kind_of_case_has_a_scenario() {
    let scenarios: Vec<_> = below("catalogue/scenarios/", "scenario").map(|file| file.path.as_str()).collect();
    let code = |path: &'static str| path.trim_start_matches("catalogue/types/").trim_end_matches(".toml");
    let types: Vec<_> = below("catalogue/types/", "toml").map(|file| code(&file.path)).collect();
    none(
        &unlived(&types, &scenarios)
            .iter()
            .map(|code| format!("{code}: no scenario in catalogue/scenarios"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn an_unlived_kind_is_found() {
    assert_eq!(unlived(&["task", "award"], &["catalogue/scenarios/task.returned.scenario"]), ["award"]);
}

/// The file of a type is named after its code, so that it is found without a search.
#[test]
fn a_file_is_named_after_its_code() {
    let wrong = ["types", "procedures"].into_iter().flat_map(|folder| {
        below("catalogue/", "toml").filter(move |file| {
            file.path
                .strip_prefix(&format!("catalogue/{folder}/"))
                .is_some_and(|name| !file.text.contains(&format!("code = \"{}\"", name.trim_end_matches(".toml"))))
        })
    });
    none(&wrong.map(|file| format!("{}: its code is another one", file.path)).collect::<Vec<_>>());
}

/// Where code outside of simulations and tests does name a kind of case. A province that renames one of these loses what
/// stands there; each is to move into the catalogue, none is to be added.
const NAMED: [(&str, &str); 6] = [
    // What urges is a letter, drafted as an outgoing document.
    ("crates/office/src/urge.rs", "outgoing_document"),
    ("crates/web/src/desk/leaders/urge.rs", "outgoing_document"),
    // The leaders' board is one of tasks.
    ("crates/web/src/desk/leaders/mod.rs", "task"),
    // Histories of other systems become cases of a kind made for them.
    ("crates/office/src/import/mod.rs", "imported_case"),
    // What is measured is work on shipped kinds.
    ("crates/minhbach/src/verbs/bench/work.rs", "incoming_document"),
    ("crates/minhbach/src/verbs/bench/work.rs", "task"),
];

/// The kinds of case that a text names outside of its tests.
fn names<'a>(text: &str, types: &[&'a str]) -> Vec<&'a str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    types.iter().copied().filter(|name| code.contains(&format!("\"{name}\""))).collect()
}

#[test]
fn no_kind_of_case_is_named_in_code() {
    let code = |path: &'static str| path.trim_start_matches("catalogue/types/").trim_end_matches(".toml");
    let types: Vec<_> = below("catalogue/types/", "toml").map(|file| code(&file.path)).collect();
    // The shipped files are listed by path, the simulated years live through shipped kinds.
    let product = below("crates/", "rs").filter(|file| {
        file.path.contains("/src/")
            && !["crates/simulate/", "crates/testkit/"].iter().any(|of| file.path.starts_with(of))
    });
    let found: Vec<(&str, &str)> =
        product.flat_map(|file| names(&file.text, &types).into_iter().map(|name| (file.path.as_str(), name))).collect();
    let new = found.iter().filter(|each| !NAMED.contains(each)).map(|(path, name)| format!("{path} names `{name}`"));
    let gone = NAMED
        .iter()
        .filter(|each| !found.contains(each))
        .map(|(path, name)| format!("{path} does not name `{name}` any more; take it off the list"));
    none(&new.chain(gone).collect::<Vec<_>>());
}

#[test]
fn a_named_kind_is_found() {
    let text = "let t = \"task\"; let a = \"tasks\";\n#[cfg(test)]\nmod tests { \"award\" }";
    assert_eq!(names(text, &["task", "award"]), ["task"]);
}
