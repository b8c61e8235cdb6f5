//! Aligned text, 100 columns wide.

use crate::output::{Context, Style};

/// Width of every page.
pub const WIDTH: usize = 100;

/// A horizontal rule.
pub fn rule(context: &Context) -> String {
    format!("{}\n", context.paint(Style::Dim, &"─".repeat(WIDTH)))
}

/// A text cut or padded to a width, counted in characters.
pub fn fit(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count > width {
        let mut cut: String = text.chars().take(width.saturating_sub(1)).collect();
        cut.push('…');
        cut
    } else {
        format!("{text}{}", " ".repeat(width - count))
    }
}

/// A text pushed to the right of a width.
pub fn right(text: &str, width: usize) -> String {
    let count = text.chars().count();
    format!("{}{text}", " ".repeat(width.saturating_sub(count)))
}

/// A row: cells and widths; a negative width pushes to the right.
pub fn columns(cells: &[(&str, i32)]) -> String {
    let mut out = String::new();
    for (i, (text, width)) in cells.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let size = width.unsigned_abs() as usize;
        out.push_str(&if *width < 0 { right(text, size) } else { fit(text, size) });
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A name and what it is; on two lines when one of them is long: a path that is cut cannot be opened.
pub fn entry(name: &str, what: &str) -> String {
    const NAME: usize = 58;
    let room = WIDTH - NAME - 1;
    if name.chars().count() <= NAME && what.chars().count() <= room {
        return format!("{} {what}\n", fit(name, NAME));
    }
    format!("{name}\n{}", wrap(&format!("      {what}"), 6))
}

/// A text on the left and another on the right of the page.
pub fn both_ends(left: &str, other: &str) -> String {
    let room = WIDTH.saturating_sub(other.chars().count() + 1);
    format!("{} {other}\n", fit(left, room))
}

/// Words folded at the width of the page, with an indent after the first line.
pub fn wrap(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let start = text.len() - text.trim_start().len();
    let mut line = text[..start].to_owned();
    for word in text.trim_start().split(' ') {
        if !line.trim_start().is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = " ".repeat(indent);
            line.push_str(word);
        } else {
            if !line.trim_start().is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    out + &line + "\n"
}
