//! What commands print: results on the standard output, diagnostics on the other, and the exit status.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use cddu_rates::{Diagnostic, Gravite};
use serde_json::Value;

use crate::regroupe::regrouped;
use crate::render::{WIDTH, phrase, remedy};

/// How to print.
pub struct Context {
    /// Machine output only on the standard output.
    pub json: bool,
    /// Columns of the page: those of the terminal, within reason; fixed when the output is a file or a pipe.
    pub width: usize,
    /// Diagnostics show the numbers of people and of accounts whole.
    pub show_data: bool,
    color_out: bool,
    color_err: bool,
    /// What kept the standard output from taking the result.
    lost: RefCell<Option<io::Error>>,
}

/// The end of a command: done, or done with anomalies; `Err` is an unusable call or input.
pub type Outcome = Result<Status, Vec<Diagnostic>>;

/// How a usable call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Exit status 0.
    Done,
    /// Exit status 1.
    Anomalies,
    /// Exit status 2, the refusal being written already.
    Refused,
}

impl Status {
    /// Anomalies when the condition holds.
    pub const fn anomalies_if(condition: bool) -> Self {
        if condition { Self::Anomalies } else { Self::Done }
    }
}

/// A style of the terminal.
#[derive(Clone, Copy)]
pub enum Style {
    Bold,
    Dim,
    Red,
    Yellow,
    Blue,
    Green,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "1;31",
            Self::Yellow => "33",
            Self::Blue => "34",
            Self::Green => "32",
        }
    }
}

impl Context {
    pub fn new(json: bool, show_data: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self {
            json,
            show_data,
            width: width(),
            color_out: wanted && std::io::stdout().is_terminal(),
            color_err: wanted && std::io::stderr().is_terminal(),
            lost: RefCell::new(None),
        }
    }

    /// A text of the standard output, styled on a terminal.
    pub fn paint(&self, style: Style, text: &str) -> String {
        painted(self.color_out, style, text)
    }

    /// Diagnostics as they are shown: numbers of people and of accounts masked, unless asked.
    pub fn shown(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        if self.show_data { diagnostics.to_vec() } else { crate::masque::masked(diagnostics) }
    }

    /// Diagnostics, on the standard error.
    pub fn report(&self, diagnostics: &[Diagnostic]) {
        let mut err = std::io::stderr().lock();
        for mut diagnostic in self.shown(diagnostics) {
            diagnostic.message = phrase(&diagnostic.message);
            diagnostic.aide = diagnostic.aide.as_deref().map(remedy);
            let (kind, style) = match diagnostic.gravite {
                Gravite::Bloquant | Gravite::Majeur => ("erreur", Style::Red),
                Gravite::Mineur => ("avertissement", Style::Yellow),
                Gravite::Info => ("information", Style::Blue),
            };
            let text = visible(&diagnostic.to_string(), false).into_owned();
            let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
            let head = first.split_once(" [").map_or(first, |(_, tail)| tail);
            let head = format!("{kind} [{}", head.split_once(']').map_or("", |(code, _)| code));
            let _ = writeln!(
                err,
                "{}{}",
                painted(self.color_err, style, &format!("{head}]")),
                painted(self.color_err, Style::Bold, &format!(" {}", visible(&diagnostic.message, false)))
            );
            if !rest.is_empty() {
                let _ = writeln!(err, "{rest}");
            }
        }
    }

    /// An answer as JSON, on the standard output: an object begins with the number of the contract.
    pub fn print_json(&self, value: &impl serde::Serialize) {
        self.write(|out| {
            serde_json::to_writer_pretty(&mut *out, &numbered(serde_json::to_value(value)?))?;
            writeln!(out)
        });
    }

    /// Text on the standard output, for people: what a name holds is shown and moves no cursor.
    pub fn print(&self, text: &str) {
        self.write(|out| out.write_all(visible(text, self.color_out).as_bytes()));
    }

    /// Writes on the standard output. A reader that went away (`| head`) is not an error; anything else is told when
    /// the command ends, with exit status 2: a result that is not there is not done.
    pub fn write(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let written = write(&mut out).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.lost.borrow_mut().get_or_insert(error);
        }
    }
}

/// An answer with the number of the contract in it, first, when it is an object. The calls of the kit have put it already.
fn numbered(mut answer: Value) -> Value {
    if let Value::Object(keys) = &mut answer
        && !keys.contains_key(NUMBER)
    {
        keys.shift_insert(0, NUMBER.to_owned(), cddu_kit::CONTRACT.into());
    }
    answer
}

/// The key of the number of the contract.
const NUMBER: &str = "version_interface";

/// A text whose control characters are seen instead of obeyed by the terminal: the escapes that a name brings, the signs
/// that turn the direction of writing. Ends of line and tabs stay, and so do our own styles (`styled`).
fn visible(text: &str, styled: bool) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    for (at, c) in text.char_indices() {
        let end_of_line = c == '\r' && text[at + 1..].starts_with('\n');
        let ours = c == '\x1b' && styled && STYLES.iter().any(|code| text[at + 1..].starts_with(code));
        let shown = match c {
            '\n' | '\t' => continue,
            _ if end_of_line || ours => continue,
            '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\x7f'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            _ => continue,
        };
        out.push_str(&text[kept..at]);
        out.push(shown);
        kept = at + c.len_utf8();
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// What follows the escape in the styles of [`painted`].
const STYLES: [&str; 7] = ["[0m", "[1m", "[2m", "[1;31m", "[33m", "[34m", "[32m"];

/// The standard output does not take the result.
pub fn lost_output(error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        "CLI-014",
        format!("la sortie standard ne s'écrit pas : {}", cddu_rates::io_cause(error)),
    )
    .hint("faire de la place ou rediriger ailleurs, puis relancer : ce qui a été imprimé est incomplet")
}

/// The width of the terminal, between what a formula needs and what an eye follows.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    terminal.map_or(WIDTH, |(terminal_size::Width(columns), _)| usize::from(columns).clamp(60, 140))
}

fn painted(on: bool, style: Style, text: &str) -> String {
    if on { format!("\x1b[{}m{text}\x1b[0m", style.code()) } else { text.to_owned() }
}

/// A text printed by a call that has no other result: exit status 0 when the standard output took it.
pub fn alone(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> ExitCode {
    let context = Context::new(false, false);
    context.write(write);
    exit(&context, Ok(Status::Done))
}

/// Ends the program.
pub fn exit(context: &Context, outcome: Outcome) -> ExitCode {
    let code = match outcome {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Anomalies) => ExitCode::from(1),
        Ok(Status::Refused) => ExitCode::from(2),
        Err(diagnostics) => {
            let told = regrouped(&diagnostics);
            context.report(&told);
            if context.json {
                context.print_json(&cddu_kit::error_json(&context.shown(&told)));
            }
            ExitCode::from(2)
        }
    };
    match context.lost.take() {
        Some(error) => {
            context.report(&[lost_output(&error)]);
            ExitCode::from(2)
        }
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_begins_with_the_number_of_the_contract() {
        for (answer, printed) in [
            (r#"{"z":1.10,"a":{"b":2}}"#, r#"{"version_interface":1,"z":1.10,"a":{"b":2}}"#),
            (r#"{"version_interface":1,"a":2}"#, r#"{"version_interface":1,"a":2}"#),
            (r#"[{"a":1}]"#, r#"[{"a":1}]"#),
            ("{}", r#"{"version_interface":1}"#),
        ] {
            assert_eq!(numbered(serde_json::from_str(answer).unwrap()).to_string(), printed);
        }
    }

    #[test]
    fn what_a_name_holds_is_seen_and_not_obeyed() {
        for (text, shown) in [
            ("Zoë\tLe Goff\nA\r\n", "Zoë\tLe Goff\nA\r\n"),
            ("A\x1b[31mB", "A␛[31mB"),
            ("A\x07\rB", "A␇␍B"),
            ("A\u{202e}B\u{9b}", "A\u{fffd}B\u{fffd}"),
        ] {
            assert_eq!(visible(text, false), shown);
        }
        let ours = [Style::Bold, Style::Dim, Style::Red, Style::Yellow, Style::Blue, Style::Green];
        let text: String = ours.into_iter().map(|style| painted(true, style, "x")).collect();
        assert_eq!(visible(&text, true), text);
        assert!(!visible(&text, false).contains('\x1b'));
    }
}
