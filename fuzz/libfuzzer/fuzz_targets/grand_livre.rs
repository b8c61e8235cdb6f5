//! Target of cargo-fuzz: `grand-livre`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("grand-livre").unwrap().read)(bytes);
});
