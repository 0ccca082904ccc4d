//! The screens: staff desk and JSON, rendered on the server.
