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
