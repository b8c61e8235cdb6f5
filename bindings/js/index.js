// cddu dans une page ou dans Node : les mêmes octets que la ligne de commande.

/** Une demande refusée. `diagnostics` : code, gravite, champ, message et aide de chaque erreur. */
export class CdduError extends Error {
  constructor(answer) {
    const [first] = answer.erreurs ?? [];
    const more = (answer.erreurs ?? []).length - 1;
    const place = first?.champ ? ` (${first.champ})` : "";
    super(`[${first?.code ?? "?"}] ${first?.message ?? ""}${place}${more > 0 ? `, et ${more} de plus` : ""}`);
    this.name = "CdduError";
    this.diagnostics = answer.erreurs ?? [];
    this.reference = answer.reference ?? null;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Ce que JSON tairait : NaN y devient null, une fonction disparaît.
function plain(key, value) {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`${key} : ${value} n'est pas un nombre de paie`);
  }
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(`${key} : ${typeof value} ne s'écrit pas dans une demande`);
  }
  return value;
}

function text(request) {
  if (typeof request === "string") {
    // L'encodage en UTF-8 la remplacerait sans le dire.
    if (/\p{Surrogate}/u.test(request)) throw new TypeError("la demande contient une moitié de caractère");
    return request;
  }
  const json = JSON.stringify(request, plain);
  if (json === undefined) throw new TypeError("la demande ne s'écrit pas en JSON");
  return json;
}

/** Un jeu de barèmes et ce qui se calcule avec. */
class Engine {
  #module;
  #tables;
  #exports;

  constructor(module, tables) {
    this.#module = module;
    this.#tables = tables;
  }

  async open() {
    const { exports } = await WebAssembly.instantiate(this.#module, {});
    this.#exports = exports;
    for (const [name, table] of Object.entries(this.#tables)) {
      exports.table(this.#put(name, encoder.encode(table)));
    }
    if (exports.open() !== 0) throw new CdduError(JSON.parse(this.#reply()));
    return this;
  }

  #put(name, body) {
    const head = encoder.encode(name);
    const at = this.#exports.place(head.length + body.length);
    const memory = new Uint8Array(this.#exports.memory.buffer, at, head.length + body.length);
    memory.set(head);
    memory.set(body, head.length);
    return head.length;
  }

  #reply() {
    const at = this.#exports.reply();
    return decoder.decode(new Uint8Array(this.#exports.memory.buffer, at, this.#exports.reply_length()));
  }

  #run(name, request) {
    if (!this.#exports) throw new Error("cddu : une faute interne a fermé ce moteur, en charger un autre");
    const body = request instanceof Uint8Array ? request : encoder.encode(text(request));
    try {
      const status = this.#exports.call(this.#put(name, body));
      return [status, this.#reply()];
    } catch (error) {
      // Un arrêt du programme laisse sa mémoire dans un état inconnu.
      if (error instanceof WebAssembly.RuntimeError) {
        this.#exports = undefined;
        throw new Error("cddu : faute interne du programme", { cause: error });
      }
      throw error;
    }
  }

  #answer(name, request) {
    const [status, json] = this.#run(name, request);
    const answer = JSON.parse(json);
    if (status === 2) throw new CdduError(answer);
    return answer;
  }

  /** La réponse JSON d'un appel, octet pour octet ; erreurs comprises. */
  call(name, request) {
    return this.#run(name, request)[1];
  }
  bulletin(demande) {
    return this.#answer("bulletin", demande);
  }
  note(demande) {
    return this.#answer("note", demande);
  }
  brut(demande) {
    return this.#answer("brut", demande);
  }
  expliquer(demande, { ligne, contrat } = {}) {
    return this.#answer("expliquer", around(demande, { ligne, contrat }));
  }
  simuler(demande, { net, cout, contrat } = {}) {
    return this.#answer("simuler", around(demande, { net, cout, contrat }));
  }
  /** Les anomalies d'un fichier de la norme DSN, donné en octets. */
  dsn(fichier) {
    let contenu = "";
    for (let at = 0; at < fichier.length; at += 8192) {
      contenu += String.fromCharCode(...fichier.subarray(at, at + 8192));
    }
    return this.#answer("dsn.verifier", { contenu });
  }
  schema(nom) {
    return this.#answer("schema", { nom });
  }
}

function around(demande, options) {
  if (typeof demande === "string") {
    const tail = text(options).slice(1);
    return `{"demande":${demande}${tail === "}" ? "" : ","}${tail}`;
  }
  // La référence est celle de l'appel entier.
  const { reference, ...rest } = demande;
  return { demande: rest, ...options, ...(reference === undefined ? {} : { reference }) };
}

async function bytes(source) {
  if (source instanceof URL || typeof source === "string") {
    const url = new URL(source, import.meta.url);
    if (url.protocol === "file:") {
      const { readFile } = await import("node:fs/promises");
      return readFile(url);
    }
    return (await fetch(url)).arrayBuffer();
  }
  return source;
}

/** Charge cddu. `wasm` : où est cddu.wasm, ou ses octets ; `tables` : des fichiers posés sur les barèmes, par nom. */
export async function load({ wasm = new URL("./cddu.wasm", import.meta.url), tables = {} } = {}) {
  const source = await bytes(await wasm);
  const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  return new Engine(module, tables).open();
}
