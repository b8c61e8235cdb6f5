// Pictures, drawn from the figures of the program. Each has its table beside it, so that nothing is said by a picture
// alone.
import { el, euros } from "./outils.js";

const SPACE = "http://www.w3.org/2000/svg";

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const COLOURS = ["#1d4f91", "#2f7d5b", "#a35a00", "#7a3b8f", "#946b00", "#3a7a94", "#9c3d54", "#5a6673"];

/** Names left of the bars, or over them where there is no room beside. */
const WIDE = { width: 620, row: 28, label: { x: 170, y: 15, "text-anchor": "end" }, from: 178, length: 270, bar: 0, beside: true };
const NARROW = { width: 350, row: 44, label: { x: 0, y: 13 }, from: 0, length: 350, bar: 18, beside: false };

/** Horizontal bars: a row is its name, what is written of it, and bars [from, to, colour, margin] on the scale of the largest. */
function chart(title, rows, most) {
  const page = matchMedia("(max-width: 600px)").matches ? NARROW : WIDE;
  const text = (attributes, words) => svg("text", { "font-size": 13, fill: "#1b1f24", ...attributes }, words);
  const drawing = svg("svg", {
    viewBox: `0 0 ${page.width} ${rows.length * page.row + 6}`,
    role: "img",
    "aria-label": title + " : " + rows.map(({ name, said }) => `${name} ${said}`).join(" ; "),
  });
  const scale = (value) => page.from + (Math.max(0, value) / most) * page.length;
  rows.forEach(({ name, said, bars: list }, rank) => {
    const top = rank * page.row + 4;
    const end = Math.max(...list.map(([, to]) => scale(to)));
    const short = name.length > 24 ? name.slice(0, 23) + "…" : name;
    drawing.append(
      text({ ...page.label, y: top + page.label.y }, page.beside ? short : `${name} : ${said}`),
      ...list.map(([from, to, fill, margin = 0]) =>
        svg("rect", { x: scale(from), y: top + page.bar + margin, width: Math.max(1, scale(to) - scale(from)), height: 20 - 2 * margin, rx: 3, fill }),
      ),
      ...(page.beside ? [text({ x: end + 6, y: top + 15 }, said)] : []),
    );
  });
  return el("figure", { class: "figure" }, el("figcaption", { class: "doux" }, title), drawing);
}

/** Horizontal bars: [label, amount as text]. */
export function bars(title, rows) {
  const size = (value) => Math.abs(Number(value));
  return chart(
    title,
    rows.map(([name, value], rank) => ({ name, said: euros(value), bars: [[0, size(value), COLOURS[rank % COLOURS.length]]] })),
    Math.max(1, ...rows.map(([, v]) => size(v))),
  );
}

/** What was spent against what is foreseen: [label, foreseen, spent]. What is above it is red. */
export function against(title, rows) {
  const line = ([name, foreseen, spent]) => {
    const [mark, size] = [Number(foreseen), Number(spent)];
    const list = [[0, Math.min(size, mark), "#1d4f91", 3]];
    if (mark > 0) list.unshift([0, mark, "#d5dce4"]);
    if (size > mark) list.push([mark, size, "#a3261d", 3]);
    return { name, said: mark > 0 ? `${euros(spent)} sur ${euros(foreseen)}` : `${euros(spent)}, non prévu`, bars: list };
  };
  return chart(title, rows.map(line), Math.max(1, ...rows.flatMap(([, ...both]) => both.map(Number))));
}

const KINDS = { total: ["", "#1d4f91"], moins: ["\u2212 ", "#a3261d"], plus: ["+ ", "#2f7d5b"] };

/** From what the employer pays to what the person receives: [label, amount, "plus" | "moins" | "total"]. */
export function flow(title, steps) {
  let at = 0;
  const rows = steps.map(([name, value, kind]) => {
    const size = Number(value);
    const from = kind === "total" ? 0 : kind === "moins" ? at - size : at;
    at = kind === "total" ? size : kind === "moins" ? at - size : at + size;
    const [sign, fill] = KINDS[kind];
    return { name, said: sign + euros(value), bars: [[from, from + size, fill]] };
  });
  return chart(title, rows, Math.max(1, ...steps.map((s) => Number(s[1]))));
}
