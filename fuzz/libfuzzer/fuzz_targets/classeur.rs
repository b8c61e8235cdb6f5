//! Target of cargo-fuzz: `classeur`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("classeur").unwrap().read)(bytes);
});
