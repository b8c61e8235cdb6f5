//! What must hold for any file: nothing is lost, nothing breaks, every change is seen.

mod common;

use cddu_dsn::{
    Block, BlockCode, Draft, Finding, Version, compare, read, rewrite, rewrite_stream, verify, verify_stream,
};
use proptest::prelude::*;

/// One of the samples.
fn sample(index: prop::sample::Index) -> (String, Vec<u8>) {
    let all = common::samples();
    all[index.index(all.len())].clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_rewritten_as_they_are(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(&rewrite(&bytes), &bytes);
        let mut out = Vec::new();
        rewrite_stream(bytes.as_slice(), &mut out).unwrap();
        prop_assert_eq!(&out, &bytes);
        let findings = verify(&bytes);
        prop_assert_eq!(verify_stream(bytes.as_slice()).unwrap(), findings);
        prop_assert_eq!(read(&bytes).lines, bytes.split_inclusive(|&b| b == b'\n').count());
    }

    #[test]
    fn mutated_files_are_rewritten_as_they_are(
        index in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..12),
    ) {
        let (_, mut bytes) = sample(index);
        for (at, byte, verb) in edits {
            let at = at.index(bytes.len());
            match verb {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        prop_assert_eq!(&rewrite(&bytes), &bytes);
        let document = read(&bytes);
        prop_assert!(document.lines > 0);
        prop_assert_eq!(verify_stream(bytes.as_slice()).unwrap(), verify(&bytes));
    }

    #[test]
    fn lines_in_disorder_lose_nothing(
        index in any::<prop::sample::Index>(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
    ) {
        let (_, bytes) = sample(index);
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').collect();
        for (from, to) in moves {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len()), line);
        }
        let mixed = lines.concat();
        let document = read(&mixed);
        let held: usize = document
            .messages
            .iter()
            .map(|m| m.envoi.count() + m.total.as_ref().map_or(0, Block::count) + m.foreign.len())
            .sum();
        prop_assert_eq!(held + document.envelopes.len() + document.others.len(), lines.len());
    }

    #[test]
    fn a_changed_digit_is_seen(index in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), digit in b'0'..=b'9') {
        let (name, bytes) = sample(index);
        let digits: Vec<usize> = (0..bytes.len()).filter(|&i| bytes[i].is_ascii_digit()).collect();
        let at = digits[at.index(digits.len())];
        prop_assume!(bytes[at] != digit);
        let mut changed = bytes.clone();
        changed[at] = digit;
        let seen = !verify(&changed).is_empty() || !compare(&bytes, &changed).is_empty();
        prop_assert!(seen, "{} octet {}", name, at);
    }

    #[test]
    fn a_letter_in_an_amount_is_refused(index in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), letter in b'A'..=b'Z') {
        let (name, bytes) = sample(index);
        let text: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').collect();
        let amounts: Vec<usize> = (0..text.len())
            .filter(|&i| {
                let value = &text[i][16..text[i].len() - 2];
                value.len() > 3 && value[value.len() - 3] == b'.' && value.iter().filter(|b| !b.is_ascii_digit()).count() == 1
            })
            .collect();
        prop_assume!(!amounts.is_empty());
        let line = amounts[at.index(amounts.len())];
        let start: usize = text[..line].iter().map(|l| l.len()).sum();
        let mut changed = bytes.clone();
        changed[start + 16] = letter;
        prop_assert!(verify(&changed).iter().any(Finding::refuse), "{} ligne {}", name, line + 1);
    }

    #[test]
    fn what_the_writer_accepts_the_validator_accepts(name in "[ -~À-ÿ]{0,90}", amount in "-?[0-9]{0,8}[.,]?[0-9]{0,3}") {
        let (_, bytes) = common::samples().swap_remove(2);
        let message = read(&bytes).messages.swap_remove(0);
        let mut draft = Draft::new(message.version.unwrap_or(Version::P26V01));
        draft.envoi = message.envoi;
        set(&mut draft.envoi, BlockCode::of("S21.G00.30"), 2, &name);
        set(&mut draft.envoi, BlockCode::of("S21.G00.50"), 2, &amount);
        match draft.render() {
            Ok(rendered) => {
                prop_assert!(verify(&rendered.bytes).iter().all(|f| !f.refuse()));
                let again = read(&rendered.bytes);
                prop_assert_eq!(rewrite(&rendered.bytes), rendered.bytes);
                let names: Vec<String> = again.declarations().flat_map(|d| d.individus()).filter_map(|i| i.get(2).map(String::from)).collect();
                prop_assert_eq!(names, vec![name]);
            }
            Err(refused) => prop_assert!(refused.findings.iter().any(Finding::refuse)),
        }
    }
}

/// Changes a rubrique of every block of code `code`.
fn set(block: &mut Block, code: BlockCode, number: u32, value: &str) {
    if block.code == code {
        for field in block.fields.iter_mut().filter(|f| f.code.number() == number) {
            field.value = value.to_string();
        }
    }
    for child in &mut block.children {
        set(child, code, number, value);
    }
}
