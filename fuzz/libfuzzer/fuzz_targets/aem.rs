//! Target of cargo-fuzz: `aem`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("aem").unwrap().read)(bytes);
});
