//! Target of cargo-fuzz: `feuilles`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("feuilles").unwrap().read)(bytes);
});
