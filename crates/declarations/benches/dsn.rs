//! DSN of a month of 400 contracts: written, checked by the validator, compared with its payslips. The limit is 200 ms;
//! what was measured is in CONTRIBUTING.md.
#![allow(missing_docs, reason = "criterion macros")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;

use cddu_declarations::dsn::{self, Options};
use cddu_declarations::{Mode, Tables};
use cddu_payslip::Payslip;
use cddu_rates::{Month, Rates};
use criterion::{Criterion, criterion_group, criterion_main};

fn month() -> Vec<Payslip> {
    (0..400)
        .map(|n| {
            let (name, number) = (format!("CT-{n:04}"), format!("BP-{n:04}"));
            let spec = if n % 3 == 0 {
                common::artiste(&name, "2026-10-12", "2026-10-14", 3, 3, "1350.00")
            } else {
                common::technicien(&name, "2026-10-05", "2026-10-09", 5, 46, "1735.54")
            };
            common::payslip(&number, n, "2026-10-16", &[spec])
        })
        .collect()
}

fn bench(c: &mut Criterion) {
    let (slips, production) = (month(), common::production());
    let tables = Tables::load(&Rates::embedded()).expect("tables");
    let october = Month::parse("2026-10").expect("month");
    let options = Options {
        mode: Mode::Essai,
        constitue_le: common::day("2026-11-05"),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    };
    c.bench_function("dsn de 400 contrats", |b| {
        b.iter(|| {
            dsn::build(black_box(&production), &tables, black_box(&slips), october, &options).expect("dsn")
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = bench
}
criterion_main!(benches);
