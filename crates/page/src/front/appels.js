// The calls of the page to its program, with the token.
import { Refus } from "./outils.js";

let token = null;

/** The token comes in the address once, and stays in this tab. */
export function readToken() {
  const given = /(?:^#|&)jeton=([^&]+)/.exec(location.hash);
  if (given) {
    sessionStorage.setItem("cddu-jeton", decodeURIComponent(given[1]));
    history.replaceState(null, "", location.pathname + "#/semaine");
  }
  token = sessionStorage.getItem("cddu-jeton");
  return token !== null;
}

async function ask(method, path, body, kind) {
  let response;
  try {
    response = await fetch(path, {
      method,
      body,
      headers: { Authorization: "Bearer " + token, ...(kind ? { "Content-Type": kind } : {}) },
    });
  } catch {
    throw new Refus(0, [
      {
        code: "PAGE",
        message: "le programme ne répond plus",
        aide: "relancer « cddu ouvrir » dans le terminal, puis ouvrir l'adresse qu'il écrit ; rien n'est perdu",
      },
    ]);
  }
  if (!response.ok) {
    let errors = [];
    try {
      errors = (await response.json()).erreurs ?? [];
    } catch {
      // A body that is not JSON says nothing more than the status.
    }
    if (response.status === 401) {
      errors = [
        {
          code: "HTTP-006",
          message: "cette page n'a pas le jeton de ce dossier",
          aide: "ouvrir l'adresse entière que « cddu ouvrir » a écrite dans le terminal",
        },
      ];
    }
    throw new Refus(response.status, errors);
  }
  return response;
}

export const get = async (path) => (await ask("GET", path)).json();
export const getText = async (path) => (await ask("GET", path)).text();
export const getBlob = async (path) => (await ask("GET", path)).blob();
export const post = async (path, value) =>
  (await ask("POST", path, JSON.stringify(value), "application/json")).json();
export const postFile = async (path, file) => (await ask("POST", path, file, "application/octet-stream")).json();
