//! Who is proposed for a case when it is assigned: by the dated assignment table for its field of work, with the cover
//! during an absence, or the unit that carries out its procedure. A proposal only: the person may choose otherwise.
//! Not here: the table itself (kernel), who may be chosen at all.

use kernel::Code;
use kernel::case::Case;
use kernel::catalogue::Catalogue;
use kernel::catalogue::case_type::{CaseType, FieldKind, Who};
use kernel::org::Org;
use kernel::text::fold;
use kernel::time::Date;

use super::posted::Posted;
use super::words;
use crate::tongue::Tongue;

/// The field of a case that names its field of work.
const FIELD_OF_WORK: &str = "field_of_work";

/// What is chosen beforehand, and why.
#[derive(Debug, Clone, Default)]
pub struct Routing {
    /// Lead unit; `None` where the table does not say.
    pub lead: Option<Code>,
    /// Cooperating units.
    pub coop: Vec<Code>,
    /// Who handles it there.
    pub holder: Option<Code>,
    /// Why this unit.
    pub why_lead: String,
    /// Why this person, and who reviews and signs.
    pub why_holder: String,
}

/// The proposal for a case of this type on a day; what is typed counts before what the case holds.
pub fn propose(
    tongue: Tongue,
    catalogue: &Catalogue,
    org: &Org,
    of: &CaseType,
    case: Option<&Case>,
    typed: Option<&Posted>,
    day: Date,
) -> Routing {
    let value = |code: &str| -> Option<String> {
        let typed = typed.map(|t| t.get(&format!("f.{code}")).trim().to_owned()).filter(|t| !t.is_empty());
        typed.or_else(|| case.and_then(|c| c.value(code)).map(kernel::case::Value::plain))
    };
    let mut out = Routing::default();
    let procedure = of.fields.iter().find(|f| f.kind == FieldKind::Procedure).and_then(|f| value(f.code.as_str()));
    if let Some(procedure) = procedure.and_then(|code| catalogue.procedures.get(code.as_str())) {
        if let Some(unit) = org.in_force(procedure.unit.as_str(), day).filter(|u| leads(of, org, &u.code)) {
            let args = [("procedure", procedure.code.to_string().into()), ("unit", unit.name.as_str().into())];
            out.why_lead = tongue.tell("form-by-procedure", &args);
            out.lead = Some(unit.code.clone());
            out.coop = procedure
                .cooperating
                .iter()
                .filter_map(|u| org.in_force(u.as_str(), day))
                .map(|u| u.code.clone())
                .collect();
        }
        by_table(tongue, catalogue, org, of, procedure.field.code.as_str(), day, &mut out);
    } else if let Some(field) = value(FIELD_OF_WORK) {
        by_table(tongue, catalogue, org, of, &field, day, &mut out);
    }
    out
}

fn by_table(
    tongue: Tongue,
    catalogue: &Catalogue,
    org: &Org,
    of: &CaseType,
    typed: &str,
    day: Date,
    out: &mut Routing,
) {
    // Fields of work are kept by their code, and may be typed by their name.
    let named = |a: &&kernel::org::Assignment| a.field == *typed || fold(&a.name) == fold(typed);
    let Some(field) = org.assignments.iter().find(named).map(|a| &a.field) else { return };
    let Some(found) = org.propose(field.as_str(), day) else { return };
    let name = catalogue.field_of_work(field.as_str());
    let name: Box<str> = name.map_or_else(|| field.as_str().into(), |name| tongue.pick(name.vi, name.en));
    let name = &*name;
    let absent = || tongue.tell("form-covers", &[("person", org.person_name(&found.specialist).into())]);
    let cover = if found.covered { absent() } else { String::new() };
    let (monitor, room) = (org.person_name(&found.monitor), org.unit_name(&found.room));
    let (signer, reviewer) = (words::post(org, &found.signer), words::post(org, &found.reviewer));
    let follows = tongue.tell(
        "form-follows",
        &[
            ("field", name.into()),
            ("monitor", monitor.into()),
            ("cover", cover.into()),
            ("reviewer", reviewer.into()),
            ("signer", signer.into()),
        ],
    );
    if out.lead.is_none() && leads(of, org, &found.room) {
        out.why_lead = tongue.tell("form-by-table", &[("field", name.into()), ("room", room.into())]);
        out.why_holder = follows;
        (out.lead, out.holder) = (Some(found.room), Some(found.monitor));
    } else {
        // The room follows what another unit does.
        out.why_lead = format!("{} {follows}", out.why_lead).trim().to_owned();
    }
}

/// Whether a unit can lead cases of this type: a post of it has a role that the type's moves ask of the lead unit.
fn leads(of: &CaseType, org: &Org, unit: &Code) -> bool {
    let asked =
        |role: &Code| of.moves.iter().flat_map(|m| &m.who).any(|w| matches!(w, Who::RoleAtLead(r) if r == role));
    org.posts.values().any(|post| post.unit == *unit && asked(&post.role))
}
