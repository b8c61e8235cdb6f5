// Le paquet dans une page : un navigateur sans écran rejoue les cas publiés. navigateur.mjs NAVIGATEUR
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../../../", import.meta.url);
const page = `<!doctype html><meta charset="utf-8"><title>cddu</title><script type="module">
import { CdduError, load } from "/bindings/js/index.js";
const say = (text) => fetch("/fin", { method: "POST", body: text });
try {
  const cddu = await load();
  const read = async (path) => (await fetch(path)).text();
  let seen = 0;
  for (const { appel, cas } of JSON.parse(await read("/schemas/v1/cases/index.json"))) {
    const stem = "/schemas/v1/cases/" + appel + "/" + cas;
    const got = cddu.call(appel, await read(stem + ".demande.json")) + "\\n";
    if (got !== (await read(stem + ".reponse.json"))) throw new Error(appel + " " + cas + " : réponse différente");
    seen += 1;
  }
  try { cddu.bulletin("{"); throw new Error("accepté"); } catch (error) { if (!(error instanceof CdduError)) throw error; }
  await say("fait " + seen);
} catch (error) { await say(String(error)); }
</script>`;
const types = { js: "text/javascript", json: "application/json", wasm: "application/wasm" };

const said = await new Promise((resolve) => {
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      let text = "";
      request.on("data", (piece) => (text += piece));
      request.on("end", () => {
        response.end();
        finish(text);
      });
    } else if (request.url === "/") {
      response.setHeader("content-type", "text/html").end(page);
    } else {
      try {
        response.setHeader("content-type", types[request.url.split(".").pop()] ?? "text/plain");
        response.end(readFileSync(new URL(`.${request.url}`, root)));
      } catch {
        response.writeHead(404).end();
      }
    }
  });
  const profile = mkdtempSync(join(tmpdir(), "cddu-"));
  let browser;
  const finish = (text) => {
    clearTimeout(late);
    browser?.once("close", () => {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      resolve(text);
    });
    browser?.kill();
    server.closeAllConnections();
    server.close();
  };
  const late = setTimeout(() => finish("le navigateur n'a rien dit en deux minutes"), 120_000);
  server.listen(0, "127.0.0.1", () => {
    const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
    const address = `http://127.0.0.1:${server.address().port}/`;
    browser = spawn(process.argv[2], [...options, `--user-data-dir=${profile}`, address], { stdio: "ignore" });
  });
});
console.log(`navigateur : ${said}`);
process.exit(/^fait \d+$/.test(said) && Number(said.slice(5)) >= 29 ? 0 : 1);
