//! Target of cargo-fuzz: `dsn`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("dsn").unwrap().read)(bytes);
});
