//! The door: name and password; in a demonstration, roles in one click.

use askama::Template;

use super::{Field, Frame};

/// A role that a visitor of the demonstration may take.
#[derive(Clone, Debug, Default)]
pub struct DemoRole {
    /// Sent as `role`.
    pub value: String,
    /// `Chủ tịch UBND tỉnh`.
    pub post: String,
    /// `Phòng Tổng hợp`; empty where the post says it.
    pub unit: String,
    /// Name of the invented person.
    pub name: String,
    /// What this person does all day, in a few words.
    pub duty: String,
}

/// The sign-in page.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// Surroundings, without a person.
    pub frame: Frame,
    /// Where the form is sent (POST), and the roles too.
    pub action: String,
    /// Where to go afterwards; sent as `next`.
    pub next: String,
    /// Token of the form.
    pub csrf: String,
    /// Why the last attempt failed, and what to do; `None` at first.
    pub error: Option<String>,
    /// Set while the account or address is locked: until when, and whom to ask. Replaces the form.
    pub locked: Option<String>,
    /// Name and password.
    pub fields: Vec<Field>,
    /// Roles; empty outside a demonstration.
    pub roles: Vec<DemoRole>,
}
