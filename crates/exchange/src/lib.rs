//! Foreign formats as pure codecs.
