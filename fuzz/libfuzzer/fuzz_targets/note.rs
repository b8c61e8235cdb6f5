//! Target of cargo-fuzz: `note`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("note").unwrap().read)(bytes);
});
