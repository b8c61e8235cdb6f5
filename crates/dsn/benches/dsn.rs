//! Reading, checking and writing a monthly declaration of 400 contracts, and a large file.

use std::hint::black_box;

use cddu_dsn::{Draft, Version, read, rewrite, verify};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const SAMPLE: &[u8] = include_bytes!("../../../dsn-samples/mensuelle_artiste.dsn");

/// The sample with `count` individuals.
fn production(count: usize) -> Draft {
    let message = read(SAMPLE).messages.swap_remove(0);
    let mut draft = Draft::new(Version::P25V01);
    draft.envoi = message.envoi;
    let individual = cddu_dsn::BlockCode::of("S21.G00.30");
    let establishment = draft
        .envoi
        .children
        .iter_mut()
        .find(|b| b.code == cddu_dsn::BlockCode::of("S20.G00.05"))
        .and_then(|d| d.children.iter_mut().find(|b| b.code == cddu_dsn::BlockCode::of("S21.G00.06")))
        .and_then(|c| c.children.first_mut())
        .expect("establishment");
    let model = establishment.children.iter().find(|b| b.code == individual).cloned().expect("individual");
    establishment.children.retain(|b| b.code != individual);
    for i in 0..count {
        let mut person = model.clone();
        person.fields[0].value = format!("290037599{:04}", 1 + i % 998 + i / 998 * 1000);
        establishment.children.push(person);
    }
    draft
}

fn throughput(c: &mut Criterion) {
    let draft = production(400);
    c.bench_function("write 400 contracts, checked", |b| b.iter(|| black_box(&draft).render().is_ok()));
    let bytes = draft.render().map(|r| r.bytes).unwrap_or_default();
    let mut group = c.benchmark_group("400 contracts");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read", |b| b.iter(|| read(black_box(&bytes))));
    group.bench_function("rewrite", |b| b.iter(|| rewrite(black_box(&bytes))));
    group.bench_function("verify", |b| b.iter(|| verify(black_box(&bytes))));
    group.finish();
}

criterion_group!(benches, throughput);
criterion_main!(benches);
