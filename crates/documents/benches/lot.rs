//! A batch of payslip PDFs on one core: time of one document, and of the HTML page.

#![allow(missing_docs)]

#[path = "../tests/commun/mod.rs"]
mod commun;

use std::hint::black_box;

use cddu_documents::bulletin::{self, Options};
use commun::Contract;
use criterion::{Criterion, criterion_group, criterion_main};

fn batch(c: &mut Criterion) {
    let slip = commun::payslip(&[Contract::technician("C1")]);
    let several: Vec<Contract> = (1..=15).map(|i| Contract::technician(&format!("C{i}"))).collect();
    let several = commun::payslip(&several);
    let mut foreign = slip.clone();
    foreign.salarie.nom = "ŁUKASIŃSKI".to_owned();
    let plain = Options { annexe: false, ..Options::default() };
    let full = Options::default();
    c.bench_function("bulletin pdf", |b| b.iter(|| bulletin::pdf(black_box(&slip), &plain)));
    c.bench_function("bulletin pdf, annexe", |b| b.iter(|| bulletin::pdf(black_box(&slip), &full)));
    c.bench_function("bulletin pdf, 15 contrats", |b| b.iter(|| bulletin::pdf(black_box(&several), &plain)));
    c.bench_function("bulletin pdf, autres lettres", |b| {
        b.iter(|| bulletin::pdf(black_box(&foreign), &plain));
    });
    c.bench_function("bulletin html, annexe", |b| b.iter(|| bulletin::html(black_box(&slip), &full)));
}

criterion_group!(benches, batch);
criterion_main!(benches);
