//! The stored form of each change: what was written once must be read for ever.

use kernel::org::{DelegationKind, OrgChange, UnitKind};

use super::{BASIS, added, away, day, gave_up, given, held, left, power};

/// One of each kind. A new kind does not compile in [`stored`]: give it a sample and its form.
pub fn samples() -> Vec<OrgChange> {
    let tuq = power(DelegationKind::Tuq, "cvp", "vp-th.tp", Some("2023-03-20"));
    vec![
        added("moi", "vt-1", "2023-03-01"),
        OrgChange::PersonRenamed { person: "clerk-1".into(), name: "Đỗ Hà".into(), basis: BASIS.into() },
        left("clerk-1", "2023-03-01"),
        OrgChange::PostAdded {
            post: "vt-9".into(),
            unit: "vp".into(),
            title: "Văn thư".into(),
            role: "clerk".into(),
            basis: BASIS.into(),
        },
        held("clerk-1", "vt-9", "2023-03-01", None),
        gave_up("clerk-1", "vt-9", "2023-03-01", "2023-03-02"),
        away("clerk-1", "2023-03-01", "2023-03-02", Some("clerk-2")),
        OrgChange::AbsenceEnded { person: "clerk-1".into(), from: day("2023-03-01"), last: day("2023-03-01") },
        given(tuq.clone()),
        OrgChange::DelegationEnded { key: tuq.key(), last: day("2023-03-02"), basis: BASIS.into() },
        OrgChange::UnitAdded {
            unit: "xa".into(),
            name: "UBND xã".into(),
            short: String::new(),
            kind: UnitKind::Commune,
            parent: "ubnd".into(),
            from: day("2023-03-01"),
            basis: BASIS.into(),
        },
        OrgChange::UnitEnded {
            unit: "h380".into(),
            last: day("2023-03-02"),
            successors: vec!["xa".into()],
            basis: BASIS.into(),
        },
    ]
}

fn stored(change: &OrgChange) -> &'static str {
    match change {
        OrgChange::PersonAdded { .. } => {
            r#"{"k":"person_added","person":"moi","name":"Lê Thị Mới","post":"vt-1","from":"2023-03-01","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::PersonRenamed { .. } => {
            r#"{"k":"person_renamed","person":"clerk-1","name":"Đỗ Hà","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::PersonLeft { .. } => {
            r#"{"k":"person_left","person":"clerk-1","last":"2023-03-01","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::PostAdded { .. } => {
            r#"{"k":"post_added","post":"vt-9","unit":"vp","title":"Văn thư","role":"clerk","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::PostHeld { .. } => {
            r#"{"k":"post_held","person":"clerk-1","post":"vt-9","from":"2023-03-01","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::PostLeft { .. } => {
            r#"{"k":"post_left","person":"clerk-1","post":"vt-9","from":"2023-03-01","last":"2023-03-02","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::AbsenceEntered { .. } => {
            r#"{"k":"absence_entered","person":"clerk-1","from":"2023-03-01","to":"2023-03-02","substitute":"clerk-2"}"#
        }
        OrgChange::AbsenceEnded { .. } => {
            r#"{"k":"absence_ended","person":"clerk-1","from":"2023-03-01","last":"2023-03-01"}"#
        }
        OrgChange::DelegationGiven { .. } => {
            r#"{"k":"delegation_given","delegation":{"kind":"TUQ","from_post":"cvp","to_post":"vp-th.tp","scope":"văn bản về đất đai","valid_from":"2023-03-01","valid_to":"2023-03-20","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}}"#
        }
        OrgChange::DelegationEnded { .. } => {
            r#"{"k":"delegation_ended","key":{"kind":"TUQ","from_post":"cvp","to_post":"vp-th.tp","scope":"văn bản về đất đai","valid_from":"2023-03-01"},"last":"2023-03-02","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::UnitAdded { .. } => {
            r#"{"k":"unit_added","unit":"xa","name":"UBND xã","short":"","kind":"commune","parent":"ubnd","from":"2023-03-01","basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
        OrgChange::UnitEnded { .. } => {
            r#"{"k":"unit_ended","unit":"h380","last":"2023-03-02","successors":["xa"],"basis":"QĐ 12/QĐ-VP ngày 01/03/2023"}"#
        }
    }
}

#[test]
fn the_stored_form_of_a_change_never_changes() {
    let samples = samples();
    assert_eq!(samples.len(), 12);
    for change in &samples {
        let text = serde_json::to_string(change).unwrap();
        assert_eq!(text, stored(change));
        assert!(text.contains(change.kind()));
        assert_eq!(serde_json::from_str::<OrgChange>(&text).unwrap(), *change);
    }
    assert!(serde_json::from_str::<OrgChange>(r#"{"k":"person_left","person":"a","last":"2023-03-01"}"#).is_err());
}

#[test]
fn a_change_names_all_who_take_part() {
    for (change, code) in [
        (away("clerk-1", "2023-03-01", "2023-03-02", Some("clerk-2")), "clerk-2"),
        (held("clerk-1", "vt-9", "2023-03-01", None), "vt-9"),
        (given(power(DelegationKind::Kt, "cvp", "pcvp-1", None)), "pcvp-1"),
    ] {
        assert!(change.names(&kernel::Code::parse(code).unwrap()));
        assert!(change.names(change.about()) && !change.names(&"x".into()));
    }
}
