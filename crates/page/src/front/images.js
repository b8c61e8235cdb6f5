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

/** Horizontal bars: [label, amount as text]. */
export function bars(title, rows) {
  const most = Math.max(1, ...rows.map(([, v]) => Math.abs(Number(v))));
  const height = 26;
  const drawing = svg("svg", {
    viewBox: `0 0 560 ${rows.length * height + 6}`,
    role: "img",
    "aria-label": title + " : " + rows.map(([n, v]) => `${n} ${euros(v)}`).join(" ; "),
  });
  rows.forEach(([name, value], rank) => {
    const y = rank * height + 4;
    const length = Math.max(1, (Math.abs(Number(value)) / most) * 290);
    drawing.append(
      svg("text", { x: 150, y: y + 15, "text-anchor": "end", "font-size": 13, fill: "#1b1f24" }, name.length > 24 ? name.slice(0, 23) + "…" : name),
      svg("rect", { x: 158, y, width: length, height: 20, rx: 3, fill: COLOURS[rank % COLOURS.length] }),
      svg("text", { x: 164 + length, y: y + 15, "font-size": 13, fill: "#1b1f24" }, euros(value)),
    );
  });
  return el("figure", { class: "figure" }, el("figcaption", { class: "doux" }, title), drawing);
}

/** What was spent against what is foreseen: [label, foreseen, spent]. The mark is what is foreseen; what is above it is red. */
export function against(title, rows) {
  const most = Math.max(1, ...rows.flatMap(([, foreseen, spent]) => [Number(foreseen), Number(spent)]));
  const height = 26;
  const drawing = svg("svg", {
    viewBox: `0 0 620 ${rows.length * height + 6}`,
    role: "img",
    "aria-label": title + " : " + rows.map(([n, foreseen, spent]) => `${n}, ${euros(spent)} sur ${euros(foreseen)}`).join(" ; "),
  });
  const size = (value) => (Math.max(0, Number(value)) / most) * 260;
  rows.forEach(([name, foreseen, spent], rank) => {
    const y = rank * height + 4;
    const [mark, length] = [size(foreseen), Math.max(1, size(spent))];
    drawing.append(
      svg("text", { x: 150, y: y + 15, "text-anchor": "end", "font-size": 13, fill: "#1b1f24" }, name.length > 24 ? name.slice(0, 23) + "…" : name),
      svg("rect", { x: 158, y, width: mark, height: 20, rx: 3, fill: "#e3e8ed" }),
      svg("rect", { x: 158, y: y + 3, width: Math.min(length, mark), height: 14, rx: 2, fill: "#1d4f91" }),
      svg("rect", { x: 158 + Math.min(length, mark), y: y + 3, width: Math.max(0, length - mark), height: 14, rx: 2, fill: "#a3261d" }),
      svg("text", { x: 164 + Math.max(length, mark), y: y + 15, "font-size": 13, fill: "#1b1f24" }, `${euros(spent)} sur ${euros(foreseen)}`),
    );
  });
  return el("figure", { class: "figure" }, el("figcaption", { class: "doux" }, title), drawing);
}

/** From what the employer pays to what the person receives: [label, amount, "plus" | "moins" | "total"]. */
export function flow(title, steps) {
  const most = Math.max(1, ...steps.map((s) => Number(s[1])));
  const height = 30;
  const drawing = svg("svg", {
    viewBox: `0 0 620 ${steps.length * height + 8}`,
    role: "img",
    "aria-label": title + " : " + steps.map(([n, v, k]) => `${k === "moins" ? "moins " : ""}${n} ${euros(v)}`).join(" ; "),
  });
  let at = 0;
  steps.forEach(([name, value, kind], rank) => {
    const size = Number(value);
    const from = kind === "total" ? 0 : kind === "moins" ? at - size : at;
    at = kind === "total" ? size : kind === "moins" ? at - size : at + size;
    const scale = (v) => 190 + (v / most) * 290;
    const y = rank * height + 4;
    drawing.append(
      svg("text", { x: 180, y: y + 16, "text-anchor": "end", "font-size": 13, fill: "#1b1f24" }, name),
      svg("rect", {
        x: scale(Math.max(0, from)),
        y,
        width: Math.max(1, (size / most) * 290),
        height: 22,
        rx: 3,
        fill: kind === "total" ? "#1d4f91" : kind === "moins" ? "#a3261d" : "#2f7d5b",
      }),
      svg(
        "text",
        { x: 490, y: y + 16, "font-size": 13, fill: "#1b1f24" },
        (kind === "moins" ? "\u2212 " : kind === "plus" ? "+ " : "") + euros(value),
      ),
    );
  });
  return el("figure", { class: "figure" }, el("figcaption", { class: "doux" }, title), drawing);
}
