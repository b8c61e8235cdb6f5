//! Blocks other than tables.

use super::{Flow, MARGIN, Role, Style, ink};
use crate::fonts::{Face, Length};
use crate::model::{Card, Document, Fact, Figure, Signature};

/// Space after a block.
const GAP: Length = 700;
/// Space between two things side by side.
const GUTTER: Length = 900;
/// Padding of a card.
const PAD: Length = 550;

impl Flow<'_> {
    /// Title on the left, labelled values on the right.
    pub(super) fn title(&mut self, document: &Document) {
        let top = self.y;
        let title = Style::new(Face::Bold, 1_650, ink::ACCENT);
        let subtitle = Style::new(Face::Regular, 850, ink::SOFT);
        let group = self.node(Role::Group, None);
        let right_width = if document.marks.is_empty() { 0 } else { self.width() * 2 / 5 };
        let left_width = self.width() - right_width - GUTTER;
        let mut left = top;
        let node = self.node(Role::Title(document.title.clone()), Some(group));
        for line in self.wrap(title, &document.title, left_width) {
            self.write(MARGIN, left, title, &line, Some(node));
            left += title.leading();
        }
        if !document.subtitle.is_empty() {
            let node = self.node(Role::Paragraph, Some(group));
            for line in self.wrap(subtitle, &document.subtitle, left_width) {
                self.write(MARGIN, left, subtitle, &line, Some(node));
                left += subtitle.leading();
            }
        }
        let x = MARGIN + self.width() - right_width;
        let right = self.facts(&document.marks, x, top + 250, right_width, Some(group), true);
        self.y = left.max(right) + 500;
        let (y, width) = (self.y, self.width());
        self.rect(MARGIN, y - 250, width, 120, ink::ACCENT);
        self.y += 500;
    }

    /// Labelled values, one under the other. Returns the position under them.
    fn facts(
        &mut self,
        facts: &[Fact],
        x: Length,
        top: Length,
        width: Length,
        parent: Option<usize>,
        right: bool,
    ) -> Length {
        let label = Style::new(Face::Regular, 740, ink::SOFT);
        let value = Style::new(if right { Face::Bold } else { Face::Regular }, 780, ink::TEXT);
        let widest = facts.iter().map(|f| self.faces.get(label.face).width(&f.label, label.size)).max();
        let label_width = widest.unwrap_or(0).min(width * 9 / 20) + 500;
        let mut y = top;
        for fact in facts {
            let node = self.node(Role::Paragraph, parent);
            let labels = self.wrap(label, &fact.label, label_width - 500);
            let values = self.wrap(value, &fact.value, width - label_width);
            for (i, line) in labels.iter().enumerate() {
                let line = if i + 1 == labels.len() { format!("{line} ") } else { line.clone() };
                self.write(
                    x,
                    y + Length::try_from(i).unwrap_or(0) * label.leading(),
                    label,
                    &line,
                    Some(node),
                );
            }
            let mut at = y;
            for line in &values {
                if right {
                    self.write_right((x + label_width, x + width), at, value, line, Some(node));
                } else {
                    self.write(x + label_width, at, value, line, Some(node));
                }
                at += value.leading();
            }
            y = at.max(y + Length::try_from(labels.len()).unwrap_or(1) * label.leading());
        }
        y
    }

    /// Height of labelled values.
    fn facts_height(&self, facts: &[Fact], width: Length) -> Length {
        let label = Style::new(Face::Regular, 740, ink::SOFT);
        let value = Style::new(Face::Regular, 780, ink::TEXT);
        let widest = facts.iter().map(|f| self.faces.get(label.face).width(&f.label, label.size)).max();
        let label_width = widest.unwrap_or(0).min(width * 9 / 20) + 500;
        facts
            .iter()
            .map(|f| {
                let values = self.wrap(value, &f.value, width - label_width).len();
                let labels = self.wrap(label, &f.label, label_width - 500).len();
                (Length::try_from(values).unwrap_or(1) * value.leading())
                    .max(Length::try_from(labels).unwrap_or(1) * label.leading())
            })
            .sum()
    }

    /// Cards side by side, of one height.
    pub(super) fn cards(&mut self, cards: &[Card]) {
        let count = Length::try_from(cards.len()).unwrap_or(1).max(1);
        let width = (self.width() - GUTTER * (count - 1)) / count;
        let title = Style::new(Face::Bold, 680, ink::ACCENT);
        let first = Style::new(Face::Bold, 920, ink::TEXT);
        let other = Style::new(Face::Regular, 780, ink::TEXT);
        let inner = width - 2 * PAD;
        let style = |i: usize| if i == 0 { first } else { other };
        let height = |flow: &Self, card: &Card| {
            let lines: Length = card
                .lines
                .iter()
                .enumerate()
                .map(|(i, line)| {
                    let count = flow.wrap(style(i), line, inner).len();
                    Length::try_from(count).unwrap_or(1) * style(i).leading()
                })
                .sum();
            let facts = flow.facts_height(&card.facts, inner);
            let between = if card.lines.is_empty() || card.facts.is_empty() { 0 } else { 250 };
            PAD + title.leading() + 300 + lines + between + facts + PAD
        };
        let tallest = cards.iter().map(|card| height(self, card)).max().unwrap_or(0);
        self.ensure(tallest);
        let top = self.y;
        for (i, card) in cards.iter().enumerate() {
            let x = MARGIN + Length::try_from(i).unwrap_or(0) * (width + GUTTER);
            self.rect(x, top, width, tallest, ink::PALE);
            self.rect(x, top, 180, tallest, ink::ACCENT);
            let group = self.node(Role::Group, None);
            let mut y = top + PAD;
            let node = self.node(Role::Paragraph, Some(group));
            let fitted = self.fitted(title, &card.title, inner);
            self.write(x + PAD, y, fitted, &card.title, Some(node));
            y += title.leading() + 300;
            for (n, line) in card.lines.iter().enumerate() {
                let node = self.node(Role::Paragraph, Some(group));
                for part in self.wrap(style(n), line, inner) {
                    self.write(x + PAD, y, style(n), &part, Some(node));
                    y += style(n).leading();
                }
            }
            if !card.lines.is_empty() {
                y += 250;
            }
            self.facts(&card.facts, x + PAD, y, inner, Some(group), false);
        }
        self.y = top + tallest + self.between(GAP);
    }

    pub(super) fn heading(&mut self, text: &str) {
        let style = Style::new(Face::Bold, 1_000, ink::ACCENT);
        let lines = self.wrap(style, text, self.width());
        // A heading alone at the foot of a page says nothing: room for a few rows is asked for.
        self.ensure(Length::try_from(lines.len()).unwrap_or(1) * style.leading() + 4_000);
        let node = self.node(Role::Heading(text.to_owned()), None);
        for line in lines {
            let y = self.y;
            self.write(MARGIN, y, style, &line, Some(node));
            self.y += style.leading();
        }
        self.y += 250;
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        let style = Style::new(Face::Regular, 950, ink::TEXT);
        let node = self.node(Role::Paragraph, None);
        for line in self.wrap(style, text, self.width()) {
            self.ensure(style.leading() * 115 / 100);
            let y = self.y;
            self.write(MARGIN, y, style, &line, Some(node));
            self.y += style.leading() * 115 / 100;
        }
        self.y += self.between(600);
    }

    /// Amounts in boxes; the main one on a dark ground.
    pub(super) fn figures(&mut self, figures: &[Figure]) {
        let count = Length::try_from(figures.len()).unwrap_or(1).max(1);
        let width = (self.width() - GUTTER * (count - 1)) / count;
        let label = Style::new(Face::Bold, 700, ink::ACCENT);
        let value = Style::new(Face::Bold, 1_350, ink::ACCENT);
        let lines = |flow: &Self, f: &Figure| flow.wrap(label, &f.label, width - 2 * PAD);
        let most = figures.iter().map(|f| lines(self, f).len()).max().unwrap_or(1);
        let label_height = Length::try_from(most).unwrap_or(1) * label.leading();
        let height = 2 * PAD - 100 + label_height + value.leading();
        self.ensure(height);
        let top = self.y;
        for (i, figure) in figures.iter().enumerate() {
            let x = MARGIN + Length::try_from(i).unwrap_or(0) * (width + GUTTER);
            let color = if figure.main {
                self.rect(x, top, width, height, ink::ACCENT);
                ink::PAPER
            } else {
                self.rect(x, top, width, height, ink::BAND);
                self.frame((x, top, width, height), 80, ink::ACCENT);
                ink::ACCENT
            };
            let node = self.node(Role::Paragraph, None);
            let mut y = top + PAD - 100;
            for line in lines(self, figure) {
                self.write(x + PAD, y, Style { color, ..label }, &line, Some(node));
                y += label.leading();
            }
            let at = top + PAD - 100 + label_height;
            let style = Style { color, ..value };
            self.write_right((x + PAD, x + width - PAD), at, style, &figure.value, Some(node));
        }
        self.y = top + height + self.between(GAP);
    }

    pub(super) fn notice(&mut self, text: &str) {
        let style = Style::new(Face::Regular, 740, ink::TEXT);
        let lines = self.wrap(style, text, self.width() - 2 * PAD);
        let height = Length::try_from(lines.len()).unwrap_or(1) * style.leading() + 700;
        self.ensure(height);
        let (top, width) = (self.y, self.width());
        self.rect(MARGIN, top, width, height, ink::ALERT);
        self.rect(MARGIN, top, 180, height, ink::ALERT_BAR);
        let node = self.node(Role::Paragraph, None);
        let mut y = top + 350;
        for line in lines {
            self.write(MARGIN + PAD, y, style, &line, Some(node));
            y += style.leading();
        }
        self.y = top + height + self.between(GAP);
    }

    pub(super) fn lead(&mut self, text: &str) {
        self.sentence(text, Style::new(Face::Bold, 760, ink::TEXT));
    }

    pub(super) fn mentions(&mut self, mentions: &[String]) {
        for mention in mentions {
            self.sentence(mention, Style::new(Face::Regular, 680, ink::SOFT));
        }
        self.y += self.between(300);
    }

    fn sentence(&mut self, text: &str, style: Style) {
        let lines = self.wrap(style, text, self.width());
        self.ensure(Length::try_from(lines.len()).unwrap_or(1) * style.leading());
        let node = self.node(Role::Paragraph, None);
        for line in lines {
            let y = self.y;
            self.write(MARGIN, y, style, &line, Some(node));
            self.y += style.leading();
        }
        self.y += 120;
    }

    pub(super) fn signatures(&mut self, signatures: &[Signature]) {
        // One signature alone stands on the right.
        let count = Length::try_from(signatures.len()).unwrap_or(1).max(2);
        let first = count - Length::try_from(signatures.len()).unwrap_or(count);
        let width = (self.width() - GUTTER * (count - 1)) / count;
        let who = Style::new(Face::Bold, 850, ink::TEXT);
        let line_style = Style::new(Face::Regular, 820, ink::TEXT);
        let height_of = |flow: &Self, s: &Signature| {
            let lines: usize = s.lines.iter().map(|l| flow.wrap(line_style, l, width - 2 * PAD).len()).sum();
            Length::try_from(lines).unwrap_or(0) * line_style.leading()
        };
        let lines_height = signatures.iter().map(|s| height_of(self, s)).max().unwrap_or(0);
        let height = 2 * PAD + who.leading() + lines_height + 5_000;
        self.ensure(height);
        let top = self.y;
        for (i, signature) in signatures.iter().enumerate() {
            let x = MARGIN + (first + Length::try_from(i).unwrap_or(0)) * (width + GUTTER);
            self.frame((x, top, width, height), 50, ink::RULE);
            let group = self.node(Role::Group, None);
            let node = self.node(Role::Paragraph, Some(group));
            let fitted = self.fitted(who, &signature.who, width - 2 * PAD);
            self.write(x + PAD, top + PAD, fitted, &signature.who, Some(node));
            let mut y = top + PAD + who.leading();
            for line in &signature.lines {
                let node = self.node(Role::Paragraph, Some(group));
                for part in self.wrap(line_style, line, width - 2 * PAD) {
                    self.write(x + PAD, y, line_style, &part, Some(node));
                    y += line_style.leading();
                }
            }
        }
        self.y = top + height + self.between(GAP);
    }
}
