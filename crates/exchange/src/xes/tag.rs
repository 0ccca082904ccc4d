//! One XML tag taken apart: the three XML attributes XES uses, within limits, and parser errors put into our words.

use quick_xml::XmlVersion;
use quick_xml::errors::SyntaxError;
use quick_xml::escape::EscapeError;
use quick_xml::events::BytesStart;

use super::{Limits, XesErrorKind};

/// Characters of a foreign message or name that are repeated in ours.
const QUOTED_CHARACTERS_MAX: usize = 120;

/// What a tag says in the XML attributes this reader looks at.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) key: Option<String>,
    pub(super) value: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) uri: Option<String>,
}

impl Tag {
    pub(super) fn read(start: &BytesStart<'_>, limits: &Limits) -> Result<Self, XesErrorKind> {
        let mut tag = Self::default();
        for (index, attribute) in start.attributes().enumerate() {
            if index >= limits.xml_attributes_per_tag {
                return Err(XesErrorKind::TooManyXmlAttributes(limits.xml_attributes_per_tag));
            }
            let attribute = attribute.map_err(|why| XesErrorKind::Malformed(quoted(&why.to_string())))?;
            let text = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|why| failure(&why, false))?;
            if text.len() > limits.attribute_bytes {
                return Err(XesErrorKind::AttributeTooLong(limits.attribute_bytes));
            }
            let slot = match attribute.key.as_ref() {
                "key" => &mut tag.key,
                "value" => &mut tag.value,
                "prefix" => &mut tag.prefix,
                "uri" => &mut tag.uri,
                _ => continue,
            };
            *slot = Some(text.into_owned());
        }
        Ok(tag)
    }
}

/// Our word for a failure of the XML parser; `packed` says that the bytes came out of gzip.
pub(super) fn failure(why: &quick_xml::Error, packed: bool) -> XesErrorKind {
    match why {
        quick_xml::Error::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => XesErrorKind::Truncated,
        quick_xml::Error::Io(io) if packed => XesErrorKind::Gzip(quoted(&io.to_string())),
        quick_xml::Error::Io(io) => XesErrorKind::Io(quoted(&io.to_string())),
        quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => XesErrorKind::Malformed("<!".into()),
        quick_xml::Error::Syntax(_) => XesErrorKind::Truncated,
        quick_xml::Error::Encoding(_) => XesErrorKind::NotUtf8,
        quick_xml::Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => XesErrorKind::Entity(quoted(name)),
        other => XesErrorKind::Malformed(quoted(&other.to_string())),
    }
}

/// The beginning of a foreign text, short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_CHARACTERS_MAX).collect()
}
