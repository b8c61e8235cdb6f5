//! The samples of `dsn-samples/`: valid, read and written without change.

mod common;

use cddu_dsn::{Draft, Finding, Version, rewrite, verify};

#[test]
fn every_sample_is_valid() {
    let samples = common::samples();
    assert!(samples.len() >= 10);
    for (name, bytes) in samples {
        let findings: Vec<Finding> = verify(&bytes);
        assert!(findings.is_empty(), "{name}: {findings:#?}");
    }
}

#[test]
fn every_sample_is_rewritten_byte_for_byte() {
    for (name, bytes) in common::samples() {
        assert_eq!(rewrite(&bytes), bytes, "{name}");
    }
}

#[test]
fn every_sample_is_rendered_from_its_tree() {
    for (name, bytes) in common::samples() {
        let document = cddu_dsn::read(&bytes);
        let [message] = document.messages.as_slice() else { panic!("{name}") };
        let mut draft = Draft::new(message.version.unwrap_or(Version::P26V01));
        draft.envoi = message.envoi.clone();
        let rendered = draft.render().unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
        assert_eq!(rendered.bytes, bytes, "{name}");
    }
}

#[test]
fn every_sample_has_its_comment() {
    for (name, _) in common::samples() {
        let comment = common::folder().join(&name).with_extension("md");
        assert!(comment.exists(), "{}", comment.display());
    }
}
