//! Two lists of lines side by side: where they differ, as runs of lines, whatever is put in or taken out before.

use std::ops::Range;

/// A run of lines that differ: those written, in the place of those expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Ranks in what is written, from 0.
    pub ecrit: Range<usize>,
    /// Ranks in what is expected, from 0.
    pub attendu: Range<usize>,
}

/// Cells of the table of common lines beyond which the rest of the two lists is one run.
const CELLULES: usize = 16_000_000;

/// The runs of lines that differ, in order, with the longest common list of lines kept.
pub(crate) fn ecarts(ecrit: &[String], attendu: &[String]) -> Vec<Difference> {
    let same = ecrit.iter().zip(attendu).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&ecrit[same..], &attendu[same..]);
    let end = rest.iter().rev().zip(wanted.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&rest[..rest.len() - end], &wanted[..wanted.len() - end]);
    let (n, m) = (rest.len(), wanted.len());
    if n == 0 && m == 0 {
        return Vec::new();
    }
    if n == 0 || m == 0 || n.saturating_mul(m) > CELLULES {
        return vec![Difference { ecrit: same..same + n, attendu: same..same + m }];
    }
    // Length of the longest common list from each pair of ranks on.
    let mut common = vec![vec![0_u32; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] = if rest[i] == wanted[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out: Vec<Difference> = Vec::new();
    while i < n || j < m {
        let (from, to) = (i, j);
        while i < n && j < m && rest[i] != wanted[j] || i < n && j == m || i == n && j < m {
            if j == m || i < n && common[i + 1][j] >= common[i][j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        if (from, to) != (i, j) {
            split(same + from..same + i, same + to..same + j, &mut out);
        }
        while i < n && j < m && rest[i] == wanted[j] {
            i += 1;
            j += 1;
        }
    }
    out
}

/// As many lines on both sides are lines changed, one by one.
fn split(ecrit: Range<usize>, attendu: Range<usize>, out: &mut Vec<Difference>) {
    if ecrit.len() == attendu.len() {
        out.extend(ecrit.zip(attendu).map(|(a, b)| Difference { ecrit: a..a + 1, attendu: b..b + 1 }));
    } else {
        out.push(Difference { ecrit, attendu });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_or_taken_out_does_not_move_the_rest() {
        let list = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        for (ecrit, attendu, expected) in [
            ("abcd", "abcd", vec![]),
            ("acd", "abcd", vec![(1..1, 1..2)]),
            ("abxcd", "abcd", vec![(2..3, 2..2)]),
            ("axcd", "abcd", vec![(1..2, 1..2)]),
            ("axyd", "abcd", vec![(1..2, 1..2), (2..3, 2..3)]),
            ("bcde", "abcd", vec![(0..0, 0..1), (3..4, 4..4)]),
            ("", "ab", vec![(0..0, 0..2)]),
            ("axyzd", "abd", vec![(1..4, 1..2)]),
        ] {
            let found: Vec<_> =
                ecarts(&list(ecrit), &list(attendu)).into_iter().map(|d| (d.ecrit, d.attendu)).collect();
            assert_eq!(found, expected, "{ecrit} {attendu}");
        }
    }
}
