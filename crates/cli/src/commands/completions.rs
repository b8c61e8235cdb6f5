//! `cddu completions`.

use clap::CommandFactory as _;

use crate::args::Cli;
use crate::output::{Outcome, Status};

pub fn run(shell: clap_complete::Shell) -> Outcome {
    clap_complete::generate(shell, &mut Cli::command(), "cddu", &mut std::io::stdout());
    Ok(Status::Done)
}
