//! `cddu completions`.

use crate::french;
use crate::output::{Outcome, Status};

pub fn run(shell: clap_complete::Shell) -> Outcome {
    clap_complete::generate(shell, &mut french::command(), "cddu", &mut std::io::stdout());
    Ok(Status::Done)
}
