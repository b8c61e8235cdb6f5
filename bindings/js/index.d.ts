import type { DemandeBrut, DemandeBulletin, DemandeNote } from "./demandes.js";
import type { AnomaliesDsn, Brut, Bulletin, Diagnostic, Explication, Note, Simulation } from "./reponses.js";

export type * as demandes from "./demandes.js";
export type * as reponses from "./reponses.js";

/** Une demande refusée. */
export declare class CdduError extends Error {
  readonly diagnostics: Diagnostic[];
  readonly reference: string | null;
}

/** Un jeu de barèmes et ce qui se calcule avec. */
export interface Engine {
  /** La réponse JSON d'un appel, octet pour octet celle de la ligne de commande ; erreurs comprises. */
  call(name: string, request: string | Uint8Array | object): string;
  bulletin(demande: string | DemandeBulletin): Bulletin;
  note(demande: string | DemandeNote): Note;
  brut(demande: string | DemandeBrut): Brut;
  expliquer(
    demande: string | DemandeBulletin | DemandeNote,
    options?: { ligne?: string; contrat?: string },
  ): Explication;
  simuler(
    demande: string | DemandeBulletin,
    options?: { net?: string | number; cout?: string | number; contrat?: string },
  ): Simulation;
  /** Les anomalies d'un fichier de la norme DSN, donné en octets. */
  dsn(fichier: Uint8Array): AnomaliesDsn;
  /** Un schéma du contrat (JSON Schema 2020-12). */
  schema(nom: string): Record<string, unknown>;
}

export interface Options {
  /** Où est cddu.wasm, ou ses octets ; sans cette option, à côté de ce fichier. */
  wasm?: string | URL | ArrayBuffer | Uint8Array | WebAssembly.Module | Promise<ArrayBuffer | Uint8Array>;
  /** Des fichiers posés sur les barèmes du programme : nom (« parametres/plafonds.toml ») et texte. */
  tables?: Record<string, string>;
}

export declare function load(options?: Options): Promise<Engine>;
