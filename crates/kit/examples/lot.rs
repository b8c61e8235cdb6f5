//! Answers every line of a file of payslip requests, on one core, and counts what came out: the program that the
//! measures of `benches/README.md` run.
//!
//! `cargo run --release -p cddu-kit --example lot -- demandes.jsonl [reponse|lignes|totaux|bulletin|trace] [tours]`

use cddu_kit::{BulletinInput, Call, Engine};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, rest @ ..] = args.as_slice() else { return Err("un fichier de demandes est attendu".into()) };
    let what = rest.first().map_or("reponse", String::as_str);
    let turns: u32 = rest.get(1).map_or(Ok(1), |n| n.parse())?;
    let text = std::fs::read_to_string(file)?;
    let engine = Engine::embedded();
    let inputs: Vec<BulletinInput> = match what {
        "reponse" | "lignes" | "totaux" => Vec::new(),
        _ => text
            .lines()
            .map(|l| Ok(cddu_kit::read::<BulletinInput>(l)?.input))
            .collect::<Result<_, cddu_kit::Diagnostics>>()?,
    };
    let (mut done, mut sum) = (0_u64, 0_usize);
    for _ in 0..turns {
        match what {
            "reponse" | "lignes" | "totaux" => {
                let call = match what {
                    "lignes" => Call::BulletinLignes,
                    "totaux" => Call::BulletinTotaux,
                    _ => Call::Bulletin,
                };
                for line in text.lines() {
                    let reply = engine.answer(call, line.as_bytes());
                    done += u64::from(reply.is_done());
                    sum += reply.json.len();
                }
            }
            "bulletin" => {
                for input in &inputs {
                    done += u64::from(engine.bulletin_only(input).is_ok());
                }
            }
            "trace" => {
                for input in &inputs {
                    let computed = engine.bulletin(input);
                    done += u64::from(computed.is_ok());
                    sum += computed.map_or(0, |c| c.trace.nodes().len());
                }
            }
            other => return Err(format!("{other} : reponse, lignes, totaux, bulletin ou trace").into()),
        }
    }
    println!("{done} bulletins, {sum}");
    Ok(())
}
