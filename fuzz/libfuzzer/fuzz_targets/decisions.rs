//! Target of cargo-fuzz: `decisions`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("decisions").unwrap().read)(bytes);
});
