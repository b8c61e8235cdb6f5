//! `cddu completions`.

use crate::french;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, shell: clap_complete::Shell) -> Outcome {
    // Into memory first: the generator panics on an output that does not take its text.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut french::command(), "cddu", &mut script);
    context.write(|out| out.write_all(&script));
    Ok(Status::Done)
}
