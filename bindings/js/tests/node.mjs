// Le paquet dans Node : mêmes octets que les cas publiés, erreurs, mémoire, taille. node.mjs LIMITE_EN_KO [--long]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { CdduError, load } from "../index.js";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf-8");

const size = gzipSync(readFileSync(new URL("../cddu.wasm", import.meta.url)), { level: 9 }).length;
const limit = Number(process.argv[2]);
console.log(`cddu.wasm : ${Math.round(size / 1024)} Ko compressés, ${limit} au plus`);
assert.ok(size < limit * 1024, "le module a grossi");

const cddu = await load();
let seen = 0;
for (const { appel, cas } of JSON.parse(read("schemas/v1/cases/index.json"))) {
  const stem = `schemas/v1/cases/${appel}/${cas}`;
  assert.equal(cddu.call(appel, read(`${stem}.demande.json`)) + "\n", read(`${stem}.reponse.json`), cas);
  seen += 1;
}
assert.ok(seen >= 29);

const demande = JSON.parse(read("examples/formation/technicien-2026.json"));
assert.equal(cddu.bulletin(demande).version_interface, 1);
assert.equal(cddu.bulletin(demande).totaux.net_paye, cddu.bulletin(JSON.stringify(demande)).totaux.net_paye);
assert.ok(cddu.expliquer(demande, { ligne: "VIEIL_PLAF" }).length > 0);
const found = cddu.simuler({ ...demande, reference: "A7" }, { net: "600.00" });
assert.deepEqual(found, cddu.simuler(JSON.stringify(demande), { net: "600.00" }));
assert.ok(cddu.dsn(new Uint8Array([..."S10.G00.00.001,'cddu'\r\n"].map((c) => c.charCodeAt(0)))).length > 0);
assert.equal(cddu.schema("bulletin").$id, "urn:cddu:v1:bulletin");

const refused = (request, code, champ) => {
  try {
    cddu.bulletin(request);
  } catch (error) {
    assert.ok(error instanceof CdduError, String(error));
    assert.equal(error.diagnostics[0].code, code);
    if (champ) assert.equal(error.diagnostics[0].champ, champ);
    return;
  }
  assert.fail(`accepté : ${String(request).slice(0, 40)}`);
};
const brut = (value) => ({ ...demande, contrats: [{ ...demande.contrats[0], brut: value }] });
refused("NaN", "JSON-001");
refused("", "JSON-001");
refused("[]", "JSON-002");
refused("\u0000", "JSON-001");
refused("[".repeat(100_000), "JSON-002");
refused(brut(0.1 + 0.2), "JSON-002", "contrats[0].brut");
refused(brut(1e21), "JSON-002", "contrats[0].brut");
refused(brut(true), "JSON-002", "contrats[0].brut");
refused({ ...demande, date_paiement: new Date(0) }, "JSON-002", "date_paiement");
assert.match(cddu.call("bulletin", new Uint8Array([0x7b, 0xff])), /KIT-003/);
assert.match(cddu.call("bult\udfffn", {}), /KIT-001/);
assert.match(cddu.call("bulletin", new Uint8Array(17 << 20)), /KIT-002/);
// Un objet qui se contient ne s'écrit pas en JSON.
const round = { ...demande };
round.salarie = round;
assert.throws(() => cddu.bulletin(round), TypeError);
// NaN et une fonction disparaîtraient du JSON, et avec eux ce qui était demandé.
for (const wrong of [NaN, Infinity, () => 1, Symbol("x")]) assert.throws(() => cddu.bulletin(brut(wrong)), TypeError);
assert.throws(() => cddu.bulletin(undefined), TypeError);
assert.throws(() => cddu.bulletin('{"numero":"\ud800"}'), TypeError);
refused({ ...demande, numero: "\ud800" }, "JSON-001");

const plafonds = read("rates/parametres/plafonds.toml").replace('"4005"', '"4100"');
const own = await load({ tables: { "parametres/plafonds.toml": plafonds } });
assert.notEqual(own.bulletin(demande).empreinte_baremes, cddu.bulletin(demande).empreinte_baremes);
await assert.rejects(load({ tables: { "parametres/plafonds.toml": "x" } }), CdduError);

const memory = () => process.memoryUsage().rss;
const times = process.argv.includes("--long") ? 100_000 : 5_000;
const request = JSON.stringify(demande);
for (let i = 0; i < 1000; i++) cddu.call("bulletin", request);
const before = memory();
const begin = performance.now();
for (let i = 0; i < times; i++) cddu.call("bulletin", request);
const each = ((performance.now() - begin) / times) * 1000;
const grown = (memory() - before) >> 20;
console.log(`${seen} cas ; ${times} bulletins, ${Math.round(each)} µs chacun, ${grown} Mo de plus`);
assert.ok(grown < 60, "la mémoire grandit");
