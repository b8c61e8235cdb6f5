// Le logiciel d'un éditeur, typé : `tsc --strict` le relit.
import { CdduError, load, type demandes, type reponses } from "cddu";

const demande: demandes.DemandeBulletin = {
  reference: "A12",
  date_paiement: "2026-10-09",
  employeur: { idcc: "3097", effectif: 8, taux_at: "1.07" },
  salarie: { matricule: "T01", nom: "EXEMPLE", prenom: "Camille" },
  contrats: [
    {
      contrat: "C1",
      categorie: "technicien",
      cadre: false,
      fonction: "Scripte",
      debut: "2026-10-05",
      fin: "2026-10-09",
      jours: 5,
      heures: "39",
      brut: "1500.00",
    },
  ],
};

const cddu = await load();
const bulletin: reponses.Bulletin = cddu.bulletin(demande);
const net: string = bulletin.totaux.net_paye;
// @ts-expect-error une catégorie qui n'existe pas
const faux: demandes.Contrat = { ...demande.contrats[0], categorie: "acteur" };
try {
  cddu.bulletin({ ...demande, contrats: [faux] });
} catch (error) {
  if (error instanceof CdduError) console.log(error.diagnostics[0]?.champ, net);
}
