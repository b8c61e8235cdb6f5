//! Target of cargo-fuzz: `brut`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("brut").unwrap().read)(bytes);
});
