//! The text of one member of a JSON document, as it was hashed.

/// The value of a member of the document's outermost object, without the white space between tokens; `None` when the
/// member is not there. The document is JSON that was parsed already.
pub(crate) fn member(text: &str, name: &str) -> Option<String> {
    let mut out = String::new();
    let (mut depth, mut in_text, mut escaped) = (0_u32, false, false);
    // Where the last string of the outermost object began and ended: a key, when a colon follows.
    let (mut start, mut key) = (0, "");
    let mut wanted = false;
    for (at, c) in text.char_indices() {
        if in_text {
            if wanted {
                out.push(c);
            }
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    in_text = false;
                    if depth == 1 {
                        key = &text[start + 1..at];
                    }
                }
                _ => {}
            }
            continue;
        }
        match c {
            c if c.is_ascii_whitespace() => continue,
            '"' => {
                in_text = true;
                start = at;
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => {
                wanted = key == name;
                continue;
            }
            _ => {}
        }
        if depth == 0 || (depth == 1 && c == ',') {
            if wanted {
                return Some(out);
            }
        } else if wanted {
            out.push(c);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_comes_out_as_it_was_hashed() {
        let text = r#"{
  "version": 1, "x": "entree",
  "entree": { "a": [1.50, "d, \" } é"], "entree": {} , "vide": [ ] },
  "fin": null
}"#;
        let cases = [
            ("entree", Some(r#"{"a":[1.50,"d, \" } é"],"entree":{},"vide":[]}"#)),
            ("version", Some("1")),
            ("x", Some(r#""entree""#)),
            ("fin", Some("null")),
            ("a", None),
        ];
        for (name, expected) in cases {
            assert_eq!(member(text, name).as_deref(), expected, "{name}");
        }
    }
}
