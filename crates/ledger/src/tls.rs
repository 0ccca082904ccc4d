//! The encrypted line to a PostgreSQL server: what an address asks for, whose certificates are believed.
//!
//! Nothing is left to chance: a line is encrypted when the address says so and never else, and one that is to be encrypted is
//! never had plain. Not here: connecting (`session`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

/// What an address says of the line, and the address without it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) rest: String,
    mode: Option<String>,
    root: Option<String>,
}

impl Asked {
    /// Takes `sslmode` and `sslrootcert` out of an address of either form.
    pub(crate) fn of(address: &str) -> Self {
        let mut asked = Self { rest: String::new(), mode: None, root: None };
        match address.split_once('?') {
            Some((before, words)) if address.starts_with("postgres") => {
                let left: Vec<&str> = words.split('&').filter(|word| !asked.takes(word)).collect();
                let mark = if left.is_empty() { "" } else { "?" };
                asked.rest = format!("{before}{mark}{}", left.join("&"));
            }
            _ => {
                let mut rest = address.to_owned();
                for word in address.split_whitespace().filter(|word| asked.takes(word)) {
                    rest = rest.replacen(word, "", 1);
                }
                asked.rest = rest;
            }
        }
        asked
    }

    fn takes(&mut self, word: &str) -> bool {
        let place = match word.split_once('=') {
            Some(("sslmode", mode)) => (&mut self.mode, mode),
            Some(("sslrootcert", root)) => (&mut self.root, root),
            _ => return false,
        };
        *place.0 = Some(place.1.trim_matches('\'').to_owned());
        true
    }

    /// How the line is encrypted; `None` where it is not. The error says what is wrong with the address.
    pub(crate) fn connector(&self) -> Result<Option<MakeRustlsConnect>, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
        let config = match (self.mode.as_deref(), &self.root) {
            (None | Some("disable"), None) => return Ok(None),
            (Some("require"), None) => {
                builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(provider))).with_no_client_auth()
            }
            (Some("verify-full"), root) => {
                let roots = root.as_ref().map_or_else(of_the_machine, |file| of_a_file(&PathBuf::from(file)))?;
                builder.with_root_certificates(roots).with_no_client_auth()
            }
            (None | Some("disable" | "require"), Some(_)) => {
                return Err("sslrootcert goes with sslmode=verify-full".to_owned());
            }
            (Some(other), _) => {
                return Err(format!("sslmode={other} is not known here: take disable, require or verify-full"));
            }
        };
        Ok(Some(MakeRustlsConnect::new(config)))
    }
}

/// The authorities in a file.
fn of_a_file(file: &Path) -> Result<RootCertStore, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("sslrootcert={}: {error}", file.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() { Err(unreadable(&"holds no certificate")) } else { Ok(roots) }
}

/// The authorities that the machine believes.
fn of_the_machine() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err("this machine names no authorities: give their file with sslrootcert=".to_owned());
    }
    Ok(roots)
}

/// Believes whoever answers: the line is encrypted, and nobody knows who is at the other end.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_line_is_taken_out_of_the_address() {
        let of = |address| {
            let asked = Asked::of(address);
            (asked.rest, asked.mode.unwrap_or_default(), asked.root.unwrap_or_default())
        };
        let split = |rest: &str, mode: &str, root: &str| (rest.to_owned(), mode.to_owned(), root.to_owned());
        assert_eq!(of("postgres://a@b/c"), split("postgres://a@b/c", "", ""));
        assert_eq!(
            of("postgres://a@b/c?sslmode=verify-full&application_name=x&sslrootcert=/etc/ca.pem"),
            split("postgres://a@b/c?application_name=x", "verify-full", "/etc/ca.pem")
        );
        assert_eq!(of("postgres://a@b/c?sslmode=require"), split("postgres://a@b/c", "require", ""));
        assert_eq!(
            of("host=b sslmode=require options='-c  a=b' dbname=c"),
            split("host=b  options='-c  a=b' dbname=c", "require", "")
        );
    }

    #[test]
    fn no_line_is_guessed() {
        let wrong = |address: &str| Asked::of(address).connector().map(|_| ()).unwrap_err();
        for mode in ["prefer", "allow", "verify-ca", "", "REQUIRE"] {
            let said = wrong(&format!("postgres://b/c?sslmode={mode}"));
            assert!(said.contains("disable, require or verify-full"), "{said}");
        }
        assert!(wrong("host=b sslrootcert=/ca.pem").contains("verify-full"));
        assert!(wrong("host=b sslmode=require sslrootcert=/ca.pem").contains("verify-full"));
        assert!(wrong("host=b sslmode=verify-full sslrootcert=/nowhere/ca.pem").contains("/nowhere/ca.pem"));
        let empty = tempfile::NamedTempFile::new().unwrap();
        let said = wrong(&format!("host=b sslmode=verify-full sslrootcert={}", empty.path().display()));
        assert!(said.contains("no certificate"), "{said}");
        assert!(Asked::of("host=b sslmode=disable").connector().unwrap().is_none());
        assert!(Asked::of("host=b").connector().unwrap().is_none());
        assert!(Asked::of("host=b sslmode=require").connector().unwrap().is_some());
    }
}
