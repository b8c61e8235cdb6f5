//! A batch of payslip PDFs on one core: processor time per document, size, and the memory of the process along the way.
//!
//! `cargo run --release -p cddu-documents --example lot -- 10000 [--sans-annexe]`

#[path = "../tests/commun/mod.rs"]
mod commun;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use cddu_documents::bulletin::{self, Options};
use commun::Contract;

/// A number of `/proc/self/status`, in kB.
fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(key));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Time of the processor used by the process, user and system, in hundredths of a second.
fn processor() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    [11, 12].iter().filter_map(|i| fields.get(*i)?.parse::<u64>().ok()).sum()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let options = Options { annexe: arguments.next().is_none(), ..Options::default() };
    let model = commun::payslip(&[Contract::technician("C1")]);
    let mut bytes = 0;
    let mut prints = BTreeSet::new();
    let start = processor();
    for i in 0..count {
        let mut slip = model.clone();
        slip.numero = Some(format!("2026-10-{i:05}"));
        slip.salarie.matricule = format!("T{i:05}");
        slip.salarie.nom = format!("EXEMPLE {}", char::from(b'A' + u8::try_from(i % 26).unwrap_or(0)));
        let pdf = bulletin::pdf(&slip, &options).expect("a payslip that adds up");
        bytes += pdf.len() as u64;
        let mut hasher = DefaultHasher::new();
        pdf.hash(&mut hasher);
        prints.insert(hasher.finish());
        if (i + 1).is_power_of_two() || (i + 1) % 2_500 == 0 {
            println!(
                "{:>6} documents : {:>6} ko résidents, {:>6} ko au plus",
                i + 1,
                status("VmRSS:"),
                status("VmHWM:")
            );
        }
    }
    let spent = processor() - start;
    println!(
        "{count} documents différents : {} ; {} ms de processeur, {} µs par document, {} octets en moyenne",
        prints.len() as u64 == count,
        spent * 10,
        spent * 10_000 / count.max(1),
        bytes / count.max(1)
    );
}
