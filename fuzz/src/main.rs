//! `cargo run -p cddu-fuzz -- TARGET EXECUTIONS [SEED]`: hunts a panic in one reader, or in all of them (`tout`).

use std::process::ExitCode;

use cddu_fuzz::{TARGETS, Target, hunt, target};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |rank: usize, default| arguments.get(rank).map_or(Some(default), |text| text.parse().ok());
    let name = arguments.first().map_or("tout", String::as_str);
    let chosen: Vec<&Target> =
        if name == "tout" { TARGETS.iter().collect() } else { target(name).into_iter().collect() };
    let (Some(executions), Some(seed), false) = (number(1, 1000), number(2, 0), chosen.is_empty()) else {
        let names: Vec<&str> = TARGETS.iter().map(|t| t.name).collect();
        eprintln!("cddu-fuzz CIBLE EXECUTIONS [GRAINE] ; cibles : tout, {}", names.join(", "));
        return ExitCode::from(2);
    };
    let mut found = false;
    for target in chosen {
        match hunt(target, executions, seed) {
            None => println!("{} : {executions} lectures, aucune panique", target.name),
            Some(crash) => {
                let path = std::env::temp_dir().join(format!("cddu-fuzz-{}-{}", target.name, crash.seed));
                let kept = std::fs::write(&path, &crash.bytes);
                println!(
                    "{} : panique, graine {}, fichier {} ({kept:?})",
                    target.name,
                    crash.seed,
                    path.display()
                );
                found = true;
            }
        }
    }
    ExitCode::from(u8::from(found))
}
