//! The command line: names, help texts and examples.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

/// Paie et déclarations des CDDU du cinéma et de l'audiovisuel.
#[derive(Parser)]
#[command(
    name = "cddu",
    version,
    about,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    propagate_version = false,
    after_help = "Exemples :
  cddu paie examples/tournage --periode 2026-W46     la paie d'une semaine de tournage
  cddu bulletin demande.json                         un bulletin, JSON vers texte
  cddu minima cadreur                                le minimum d'une fonction et sa source
  cddu init ma-production                            un dossier prêt à remplir

Codes de sortie : 0 tout est fait, 1 anomalies ou lignes écartées, 2 appel ou entrée inutilisable.
Aide au calcul : les bulletins se vérifient avant d'être remis (voir README)."
)]
pub struct Cli {
    /// Tables à employer à la place de celles du programme (voir « baremes exporter »).
    #[arg(long, global = true, value_name = "DOSSIER")]
    pub baremes: Option<PathBuf>,
    /// N'écrit que du JSON sur la sortie standard.
    #[arg(long, global = true)]
    pub json: bool,
    /// Montre en entier les numéros de sécurité sociale et les IBAN dans les messages.
    #[arg(long, global = true)]
    pub montrer_donnees: bool,
    /// Qui lance la commande, pour le journal du dossier.
    #[arg(long, global = true, value_name = "NOM")]
    pub par: Option<String>,
    /// Affiche cette aide.
    #[arg(short = 'h', long = "aide", alias = "help", global = true, action = clap::ArgAction::Help)]
    pub aide: Option<bool>,
    /// Affiche la version.
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    pub version: Option<bool>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Paie une période d'un dossier de production : bulletins, déclarations, écritures, contrôles.
    #[command(after_help = "Exemples :
  cddu paie examples/tournage --periode 2026-W46
  cddu paie ma-production --periode 2026-11 --paiement 2026-12-05
  cddu paie ma-production --periode 2026-11-30/2026-12-04 --essai

Les bulletins sont figés dans DOSSIER/bulletins : relancer la commande ne change rien, et un bulletin dont les
données ont changé est refusé tant que --rectifier n'en demande pas un nouveau.
Les documents de la période vont dans DOSSIER/sorties/PERIODE, les déclarations du mois de paiement dans
DOSSIER/sorties/declarations/MOIS.")]
    Paie(PaieArgs),
    /// Calcule un bulletin : JSON vers JSON ou texte.
    #[command(after_help = "Exemples :
  cddu bulletin demande.json
  cddu bulletin - --json < demande.json
  cddu bulletin - --jsonl < mille-demandes.jsonl > mille-reponses.jsonl
  cddu bulletin - --jsonl --champs totaux < mille-demandes.jsonl > totaux.jsonl
  cddu bulletin mille-demandes.csv --csv > totaux.csv
  cddu bulletin demande.json --pdf bulletin.pdf --html bulletin.html
  cddu bulletin - --pdf - < demande.json > bulletin.pdf

Le document d'entrée est décrit par « cddu schema bulletin ». Dans un CSV, chaque colonne porte le chemin d'un champ de ce
document (employeur.idcc, contrats[0].brut) et chaque ligne est une demande.")]
    Bulletin(BulletinArgs),
    /// Calcule une note de droits d'auteur.
    #[command(after_help = "Exemples :
  cddu note note.json
  cddu note - --jsonl < notes.jsonl
  cddu note note.json --pdf note.pdf --html note.html --explique

Le document imprimé porte la note et, quand il y a précompte, le certificat de précompte.

Le document d'entrée est décrit par « cddu schema note ».")]
    Note(PapierArgs),
    /// Paie les notes de droits d'auteur d'un dossier, sans les salaires.
    #[command(after_help = "Exemple :
  cddu notes ma-production --periode 2026-11

Les notes sont figées dans DOSSIER/notes ; leurs PDF et leurs pages HTML, avec le certificat de précompte, vont dans
DOSSIER/sorties/PERIODE/notes.")]
    Notes(NotesArgs),
    /// Des heures au brut : applique la convention collective.
    #[command(after_help = "Exemples :
  cddu brut semaine.json
  cddu brut - --jsonl < semaines.jsonl

Le document d'entrée est décrit par « cddu schema brut ».")]
    Brut(JsonArgs),
    /// Explique chaque montant d'un bulletin : formule, nombres, règle, table, source.
    #[command(after_help = "Exemples :
  cddu expliquer demande.json
  cddu expliquer demande.json --ligne RGDU
  cddu expliquer demande.json --ligne \"net à payer\"
  cddu expliquer demande.json --tout --markdown > explication.md
  cddu expliquer ma-production/bulletins/2026/2026-W46/2026-W46-T01.json --ligne net_paye")]
    Expliquer(ExpliquerArgs),
    /// Coût d'un engagement, ou bulletin résolu depuis un net ou un coût voulu.
    #[command(after_help = "Exemples :
  cddu simuler demande.json
  cddu simuler demande.json --net 1200.00
  cddu simuler demande.json --cout 2500.00")]
    Simuler(SimulerArgs),
    /// Cherche le salaire minimum d'une fonction, son historique et sa source.
    #[command(after_help = "Exemples :
  cddu minima cadreur
  cddu minima \"chef operateur\" --idcc 3097 --date 2026-11-16")]
    Minima(MinimaArgs),
    /// Consulte et vérifie les tables.
    #[command(subcommand)]
    Baremes(BaremesCommand),
    /// Imprime le schéma JSON d'un document ou les colonnes d'un CSV.
    #[command(after_help = "Exemples :
  cddu schema                 la liste
  cddu schema bulletin        ce que « cddu bulletin » lit
  cddu schema contrats.csv    les colonnes de contrats.csv
  cddu schema elements        les codes des éléments de paie")]
    Schema {
        /// Nom du document ; sans nom, la liste.
        nom: Option<String>,
    },
    /// Crée un dossier de production commenté, prêt à remplir.
    #[command(after_help = "Exemples :
  cddu init ma-production
  cddu init mon-telefilm --type tv
  cddu init ma-production --classeur     un seul classeur dossier.xlsx, une feuille par fichier

Les fichiers ont des lignes d'exemple, qui commencent par # et ne sont pas lues. fonctions-a-choisir.csv donne les noms que la
convention emploie, avec leurs codes.")]
    Init {
        /// Dossier à créer.
        dossier: PathBuf,
        /// Écrit dossier.xlsx, avec des listes et des commentaires, à la place des CSV.
        #[arg(long)]
        classeur: bool,
        /// Modèle : film (convention 3097), tv (2642) ou pub (3097, film publicitaire).
        #[arg(long, value_name = "TYPE", default_value = "film")]
        r#type: ModeleArg,
    },
    /// Dit d'un coup tout ce qui ne va pas dans un dossier, sans rien figer ni toucher aux fichiers.
    #[command(after_help = "Exemples :
  cddu verifier ma-production
  cddu verifier ma-production --periode 2026-W46

Sans --periode, toutes les semaines qui ont des heures à payer. Des copies des fichiers avec une colonne de remarques vont
dans DOSSIER/a-corriger ; une copie corrigée peut remplacer l'original, cette colonne n'est pas lue.")]
    Verifier(VerifierArgs),
    /// Défait des bulletins figés qui n'ont pas été remis.
    #[command(after_help = "Exemples :
  cddu defaire ma-production --periode 2026-W46
  cddu defaire ma-production --periode 2026-W46 --personne T02
  cddu defaire ma-production --periode 2026-W49 --bulletin 2026-W46-T02-C1

Les bulletins défaits restent lisibles dans DOSSIER/defaits. Un bulletin remis, viré, intégré en comptabilité ou compté par
un bulletin suivant ne se défait pas : il se rectifie (cddu paie --rectifier).")]
    Defaire(DefaireArgs),
    /// Note que des bulletins ont été vérifiés avant d'être payés : le jour, par qui.
    #[command(after_help = "Exemples :
  cddu viser ma-production --periode 2026-W46 --personne T02 --personne T03 --par Camille
  cddu viser ma-production --periode 2026-W46 --personne T02 --retirer

Un visa vaut pour ce qui a été vu : un bulletin que d'autres heures, d'autres barèmes ou un autre montant changent est à
vérifier de nouveau. Les visas vont dans DOSSIER/visas ; « cddu ouvrir » les montre et les donne. Aucun montant n'en dépend.")]
    Viser(ViserArgs),
    /// Note qu'un document a été envoyé (DSN, AEM, DPAE, virements) : les commandes suivantes en tiennent compte.
    #[command(after_help = "Exemples :
  cddu deposer ma-production/sorties/declarations/2026-11/dsn-2026-11.dsn --le 2026-12-10
  cddu deposer ma-production/sorties/2026-W46/virements.xml --le 2026-11-19 --par Camille
  cddu deposer ma-production/sorties/2026-W46/virements.xml --le 2026-11-19 --essai
  cddu deposer ma-production

Une copie de ce qui a été envoyé est gardée dans DOSSIER/depots. Après un envoi : une DSN n'est plus réécrite mais remplacée
(annule et remplace, numéro d'ordre suivant), une AEM est rectifiée, un fichier de virements ne change plus, une DPAE n'est
plus refaite. Avec un dossier : la liste des envois.")]
    Deposer(DeposerArgs),
    /// Prouve ce que le dossier garde : bulletins, manifestes, lots, copies, journal.
    #[command(subcommand)]
    Registre(RegistreCommand),
    /// Lit, vérifie et compare des fichiers DSN.
    #[command(subcommand)]
    Dsn(DsnCommand),
    /// Études de cas pour la formation : les fait, corrige les copies.
    #[command(subcommand)]
    Etude(EtudeCommand),
    /// Rapproche les documents d'un mois de paiement : bulletins, écritures, grand livre, DSN, AEM, virements.
    #[command(after_help = "Exemples :
  cddu rapprocher ma-production --mois 2026-11
  cddu rapprocher ma-production --mois 2026-11 --grand-livre 123456789FEC20261231.txt --html controle.html

Les décisions (écart justifié ou corrigé) se prennent dans DOSSIER/rapprochement.toml et sont gardées d'un passage à
l'autre.")]
    Rapprocher(RapprocherArgs),
    /// Bulletins figés que les données, les tables ou les méthodes d'aujourd'hui changeraient.
    #[command(after_help = "Exemples :
  cddu recalculer ma-production --depuis 2026-11-01
  cddu recalculer ma-production --depuis 2026-11-01 --baremes mes-tables
  cddu recalculer ma-production --depuis 2026-11-01 --methode plafond=jours_payes_30

Rien n'est figé. Chaque bulletin qui change est dit avec sa raison, l'écart de chaque ligne, les totaux par organisme et par
personne. Avec --preparer, les écarts vont dans DOSSIER/sorties/recalcul et les commandes qui corrigent sont données.")]
    Recalculer(RecalculerArgs),
    /// Contrôle les bulletins faits par un autre logiciel : chacun est recalculé d'après sa DSN mensuelle ou un export CSV.
    #[command(after_help = "Exemples :
  cddu auditer dsn-2026-11.dsn
  cddu auditer paie.csv --dictionnaire colonnes.toml
  cddu auditer dsn-2026-11.dsn --html audit.html
  cddu auditer dsn-2026-11.dsn --methode plafond=jours_payes_30

Chaque base, taux et montant est comparé à celui du moteur ; les écarts sont dits avec leur cause, la méthode qui les
expliquerait tous, et leur total par organisme. Le code de sortie vaut 1 dès qu'il y a un écart ou un bulletin que le fichier
ne permet pas de recalculer.")]
    Auditer(AuditerArgs),
    /// Embauches déclarées, à déclarer et en retard ; un message de DPAE par embauche à déclarer.
    #[command(after_help = "Exemples :
  cddu dpae ma-production
  cddu dpae ma-production --contrat C-T01-46 --contrat C-T02-46 --envoyee-le 2026-11-02

L'heure d'embauche vient de la colonne heure_embauche de contrats.csv ; une DPAE faite ailleurs s'écrit dans la
colonne dpae_le. Un contrat commencé sans DPAE est dit, et le code de sortie vaut 1.")]
    Dpae(DpaeArgs),
    /// Relevés par organisme : bases, taux et montants des bulletins payés dans un mois ou une période.
    #[command(after_help = "Exemples :
  cddu releves ma-production --mois 2026-11
  cddu releves ma-production --du 2026-01-01 --au 2026-12-31 --organisme afdas
  cddu releves ma-production --mois 2026-11 --csv releves.csv

Audiens (retraite, prévoyance), Congés Spectacles, Afdas, Thalie Santé, contributions conventionnelles.")]
    Releves(RelevesArgs),
    /// Écritures de paie : proposition, intégration, contrepassation, clôture, états.
    #[command(subcommand)]
    Compta(ComptaCommand),
    /// Échéances de la production : quel organisme, quoi, quand, combien.
    #[command(after_help = "Exemples :
  cddu calendrier ma-production
  cddu calendrier ma-production --du 2026-11-01 --au 2027-02-28 --ical echeances.ics")]
    Calendrier(CalendrierArgs),
    /// Lit et vérifie des fichiers des écritures comptables (FEC).
    #[command(subcommand)]
    Fec(FecCommand),
    /// Écrit les attestations d'un mois de paiement : AEM, certificats de travail, soldes, congés.
    #[command(after_help = "Exemples :
  cddu attestations ma-production --mois 2026-11
  cddu attestations ma-production --mois 2026-11 --contrat C-T01-46 --document certificat --document solde
  cddu attestations ma-production --mois 2026-11 --salarie T01 --pdf --date 2026-11-30

Les AEM sont celles du mois de paiement. Les documents de fin de contrat (certificat de travail, reçu pour solde de
tout compte, certificat de congés spectacles) sont ceux des contrats dont le dernier paiement tombe dans le mois ; ils
portent la date de ce paiement, ou celle de --date. « cddu paie » les écrit aussi, en PDF.
Les fichiers vont dans DOSSIER/sorties/declarations/MOIS/attestations.")]
    Attestations(AttestationArgs),
    /// Écrit les contrats de travail à signer (CDDU), depuis les lignes qui servent à la paie.
    #[command(after_help = "Exemples :
  cddu contrats ma-production
  cddu contrats ma-production --periode 2026-W46 --pdf
  cddu contrats ma-production --personne T05

Chaque ligne de contrats.csv donne un contrat : technicien, artiste, figurant ou réalisateur. Les mentions obligatoires, la
fonction, le minimum et la période d'essai sont contrôlés avant d'écrire ; ce qui manque est nommé, les autres contrats
sont écrits. Les fichiers vont dans DOSSIER/sorties/contrats ; leur nom ne change pas d'une fois à l'autre.")]
    Contrats(ContratArgs),
    /// Écrit les feuilles d'heures à remplir et à signer, et le bordereau de figuration de chaque jour.
    #[command(after_help = "Exemples :
  cddu feuilles ma-production --periode 2026-W46
  cddu feuilles ma-production --periode 2026-W46 --personne T05 --pdf

Une feuille par contrat qui couvre la période, aux jours du contrat, et un CSV des mêmes lignes avec les colonnes de
temps.csv : une fois saisi, ses lignes s'ajoutent à temps.csv. Les figurants ont un bordereau par jour, avec ce que le dossier
sait de leurs heures. Les fichiers vont dans DOSSIER/sorties/feuilles/PERIODE.")]
    Feuilles(FeuilleArgs),
    /// Contrôle et imprime les attestations employeur mensuelles (AEM).
    #[command(subcommand)]
    Aem(AemCommand),
    /// Archive un dossier et les barèmes qui l'ont payé, dans un seul fichier daté, prouvé et chiffré sur demande.
    #[command(after_help = "Exemples :
  cddu archiver ma-production
  cddu archiver ma-production --pour age1... --pour age1... --vers coffre/ma-production-2026.tar.gz.age
  cddu archiver ma-production --phrase-fichier phrase.txt

L'archive dit jusqu'à quand garder chaque pièce. Elle se vérifie et se rouvre sans le dossier : cddu archive verifier,
cddu archive ouvrir. Une paie relancée depuis elle, avec ses barèmes, donne les mêmes octets.")]
    Archiver(ArchiverArgs),
    /// Vérifie et rouvre une archive, fait une paire de clés.
    #[command(subcommand)]
    Archive(ArchiveCommand),
    /// Range les bulletins et attestations d'une période par personne, avec la liste de ce qui est remis.
    #[command(after_help = "Exemples :
  cddu remettre ma-production --periode 2026-W46 --vers remise-W46
  cddu remettre ma-production --periode 2026-W46 --vers remise-W46 --cles cles.csv

Le fichier des clés a deux colonnes, matricule et cle (age1...) : chacun reçoit alors une archive que lui seul ouvre.
remise.csv liste ce qui est remis ; sa colonne remis_le attend le jour.")]
    Remettre(RemettreArgs),
    /// Ouvre une page locale sur un dossier : la semaine, les bulletins expliqués nombre par nombre, le mois.
    #[command(after_help = "Exemples :
  cddu ouvrir ma-production
  cddu ouvrir ma-production --adresse 127.0.0.1:9000 --sans-navigateur

L'adresse écrite porte un jeton tiré au hasard : elle seule donne accès au dossier, et seulement depuis cette machine.
Payer, rectifier, intégrer ou défaire depuis la page lance la commande du même nom, après un aperçu. Rien ne quitte la
machine. Ctrl-C arrête la page ; ce qui est figé l'est, le reste n'est pas commencé.")]
    Ouvrir(OuvrirArgs),
    /// Répond par HTTP : les calculs, des lots, les barèmes, les schémas.
    #[command(after_help = "Exemples :
  cddu servir
  cddu servir --adresse 127.0.0.1:9000 --journal
  cddu servir --adresse 0.0.0.0:8027 --jeton-fichier jeton.txt --nom paie.exemple.fr

  curl -H 'Content-Type: application/json' --data-binary @demande.json ADRESSE/v1/bulletin
  curl -H 'Content-Type: application/x-ndjson' -X POST -T lot.jsonl 'ADRESSE/v1/lots?appel=bulletin'

Les adresses sont décrites par /openapi.json ; /sante dit que le service répond. Rien n'est gardé
d'une demande.

Une adresse que d'autres machines atteignent demande un jeton : celui de --jeton-fichier, ou de la
variable CDDU_JETON. Le service ne chiffre pas : hors de cette machine, le placer derrière un
serveur qui le fait.

Ctrl-C ou SIGTERM l'arrête : les réponses en cours finissent, un lot s'arrête après une ligne
entière.")]
    Servir(ServirArgs),
    /// Écrit le script de complétion d'un interpréteur de commandes.
    #[command(after_help = "Exemple :
  cddu completions bash > ~/.local/share/bash-completion/completions/cddu")]
    Completions {
        /// bash, zsh, fish, elvish ou powershell.
        #[arg(hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
    /// Écrit les pages de manuel, une par commande.
    #[command(after_help = "Exemple :
  cddu manuel ~/.local/share/man/man1
  man cddu-paie")]
    Manuel {
        /// Dossier où écrire les pages ; il est créé s'il manque.
        dossier: PathBuf,
    },
}

impl Command {
    /// The folder that the command changes, with the name under which others see it held.
    pub fn writes_in(&self) -> Option<(&'static str, PathBuf)> {
        let (name, folder): (_, &PathBuf) = match self {
            Self::Verifier(args) if !args.sans_copie => ("cddu verifier", &args.dossier),
            Self::Defaire(args) if !args.essai => ("cddu defaire", &args.dossier),
            Self::Viser(args) => ("cddu viser", &args.dossier),
            Self::Deposer(args) if !args.essai => {
                return Some(("cddu deposer", cddu_dossier::folder_of(&args.document)?));
            }
            Self::Paie(args) if !args.essai && !args.controle => ("cddu paie", &args.dossier),
            Self::Notes(args) if !args.essai => ("cddu notes", &args.dossier),
            Self::Rapprocher(args) => ("cddu rapprocher", &args.dossier),
            Self::Recalculer(args) if args.preparer => ("cddu recalculer", &args.dossier),
            Self::Attestations(args) => ("cddu attestations", &args.dossier),
            Self::Contrats(args) => ("cddu contrats", &args.dossier),
            Self::Feuilles(args) => ("cddu feuilles", &args.dossier),
            Self::Dpae(args) => ("cddu dpae", &args.dossier),
            Self::Compta(ComptaCommand::Integrer { dossier, .. }) => ("cddu compta integrer", dossier),
            Self::Compta(ComptaCommand::Annuler { dossier, .. }) => ("cddu compta annuler", dossier),
            Self::Compta(ComptaCommand::Clore { dossier, .. }) => ("cddu compta clore", dossier),
            Self::Compta(ComptaCommand::Etats { dossier, .. }) => ("cddu compta etats", dossier),
            Self::Aem(AemCommand::Ecrire(args)) => ("cddu aem ecrire", &args.envoi.dossier),
            Self::Dsn(DsnCommand::Ecrire(args)) => ("cddu dsn ecrire", &args.envoi.dossier),
            Self::Dsn(DsnCommand::Arret(args)) => ("cddu dsn arret", &args.envoi.dossier),
            Self::Dsn(DsnCommand::FinContrat(args)) => ("cddu dsn fin-contrat", &args.envoi.dossier),
            _ => return None,
        };
        Some((name, folder.clone()))
    }
}

#[derive(Args)]
pub struct VerifierArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période à vérifier ; sans cette option, toutes les semaines à payer.
    #[arg(long, value_name = "PERIODE")]
    pub periode: Option<String>,
    /// N'écrit pas les copies avec remarques.
    #[arg(long)]
    pub sans_copie: bool,
    /// Montre aussi les informations.
    #[arg(short, long)]
    pub verbeux: bool,
}

#[derive(Args)]
pub struct DefaireArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période, comme pour « cddu paie ».
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Une personne ; sans cette option, toutes.
    #[arg(long, value_name = "MATRICULE")]
    pub personne: Option<String>,
    /// Un bulletin, par son numéro (un rappel : 2026-W46-T02-C1) ; se répète.
    #[arg(long, value_name = "NUMERO")]
    pub bulletin: Vec<String>,
    /// Les fichiers de virements qui paient ces bulletins n'ont pas été envoyés à la banque.
    #[arg(long)]
    pub virements_non_envoyes: bool,
    /// Dit ce qui serait défait, sans rien changer.
    #[arg(long)]
    pub essai: bool,
}

#[derive(Args)]
pub struct ViserArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période, comme pour « cddu paie ».
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Une personne ; se répète. Sans cette option, toutes.
    #[arg(long, value_name = "MATRICULE")]
    pub personne: Vec<String>,
    /// Retire les visas au lieu de les noter.
    #[arg(long)]
    pub retirer: bool,
}

#[derive(Args)]
pub struct DeposerArgs {
    /// Document envoyé, ou dossier de la production pour la liste des envois.
    pub document: PathBuf,
    /// Jour de l'envoi.
    #[arg(long, value_name = "DATE", conflicts_with = "annuler")]
    pub le: Option<NaiveDate>,
    /// Retire le dernier envoi noté de ce document, noté par erreur.
    #[arg(long)]
    pub annuler: bool,
    /// Montre ce qui serait noté ou retiré, sans rien écrire.
    #[arg(long)]
    pub essai: bool,
}

#[derive(Subcommand)]
pub enum RegistreCommand {
    /// Contrôle les empreintes, la chaîne du journal, les lots et leurs copies.
    #[command(after_help = "Exemple :
  cddu registre verifier ma-production")]
    Verifier {
        /// Dossier de la production.
        dossier: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum EtudeCommand {
    /// Fait une étude de cas : le sujet à remettre, le corrigé à garder.
    #[command(after_help = "Exemples :
  cddu etude creer mon-cas --graine 42
  cddu etude creer mon-cas --graine 42 --difficulte difficile
  cddu etude creer mon-cas --graine 7 --population technicien --piege jour-ferie --piege centime

La même graine et les mêmes choix donnent les mêmes fichiers, à l'octet près.
DOSSIER/sujet se remet aux candidats, DOSSIER/corrige se garde.")]
    Creer {
        /// Dossier de l'étude de cas, qui n'existe pas encore.
        dossier: PathBuf,
        /// Nombre d'où le cas est tiré ; sans cette option, la machine en tire un et le dit.
        #[arg(long, value_name = "NOMBRE")]
        graine: Option<u64>,
        /// Personnes sans piège : technicien, artiste, figurant ; sans cette option, un technicien et un artiste.
        #[arg(long, value_name = "POPULATION")]
        population: Vec<String>,
        /// Pièges du cas, quand aucun n'est nommé : facile, moyenne, difficile ; sans cette option, moyenne.
        #[arg(long, value_name = "NIVEAU")]
        difficulte: Option<String>,
        /// Piège à mettre, à répéter ; « cddu etude pieges » en donne la liste.
        #[arg(long, value_name = "PIEGE")]
        piege: Vec<String>,
    },
    /// Liste les pièges, ce que chacun enseigne et les critères qu'il fait travailler.
    Pieges,
    /// Corrige la copie d'un candidat, case par case, et la note par critère.
    #[command(after_help = "Exemple :
  cddu etude corriger copies/camille --corrige mon-cas/corrige

La copie est le dossier sujet dont les trois fichiers « a-remplir » sont remplis.
Code de sortie 1 quand la copie a des fautes.")]
    Corriger {
        /// Dossier du candidat.
        copie: PathBuf,
        /// Dossier corrige du même cas.
        #[arg(long, value_name = "DOSSIER")]
        corrige: PathBuf,
    },
}

#[derive(Args)]
pub struct PaieArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période de travail : 2026-W46, 2026-11 ou 2026-11-09/2026-11-15.
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Jour de paiement ; sans cette option, celui de production.toml.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub paiement: Option<NaiveDate>,
    /// Remplace les bulletins dont les données ont changé par des bulletins rectificatifs.
    #[arg(long)]
    pub rectifier: bool,
    /// Feuille de contrôle avant de figer : qui est nouveau, parti ou changé, nets comparés à la période d'avant.
    #[arg(long, conflicts_with_all = ["reel", "rectifier"])]
    pub controle: bool,
    /// Paie cette personne malgré ses lignes écartées et les erreurs de son bulletin (répétable) ; la décision est gardée.
    #[arg(long, value_name = "MATRICULE")]
    pub payer_malgre: Vec<String>,
    /// Déclarations réelles : aucun code fictif d'essai n'y est admis.
    #[arg(long)]
    pub reel: bool,
    /// Calcule et montre sans rien écrire.
    #[arg(long)]
    pub essai: bool,
    /// Montre aussi les informations et les réserves de chaque bulletin.
    #[arg(short, long)]
    pub verbeux: bool,
}

#[derive(Args)]
pub struct RecalculerArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Premier jour de paiement des bulletins recalculés.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub depuis: NaiveDate,
    /// Méthode à employer à la place de celle du dossier ; l'option se répète.
    #[arg(long, value_name = "CLE=VALEUR")]
    pub methode: Vec<String>,
    /// Écrit les écarts dans le dossier et donne les commandes qui corrigent.
    #[arg(long)]
    pub preparer: bool,
}

#[derive(Args)]
pub struct AuditerArgs {
    /// DSN mensuelle de n'importe quel logiciel, ou export CSV avec --dictionnaire.
    pub fichier: PathBuf,
    /// Dictionnaire des colonnes d'un export CSV (TOML) : quelle colonne est quelle donnée.
    #[arg(long, value_name = "FICHIER")]
    pub dictionnaire: Option<PathBuf>,
    /// Méthode que ce logiciel suit, quand elle est connue ; l'option se répète.
    #[arg(long, value_name = "CLE=VALEUR")]
    pub methode: Vec<String>,
    /// Écrit aussi le rapport en HTML.
    #[arg(long, value_name = "FICHIER")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub struct NotesArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période de paiement : 2026-W46, 2026-11 ou 2026-11-09/2026-11-15.
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Calcule et montre sans rien écrire.
    #[arg(long)]
    pub essai: bool,
    /// Montre aussi les informations.
    #[arg(short, long)]
    pub verbeux: bool,
}

/// One payslip or one note.
#[derive(Args)]
pub struct BulletinArgs {
    #[command(flatten)]
    pub papier: PapierArgs,
    /// Le fichier est un tableau CSV, une demande par ligne ; la réponse aussi.
    #[arg(long, conflicts_with_all = ["jsonl", "pdf", "html", "explique"])]
    pub csv: bool,
    /// Ce que la réponse garde du bulletin, avec --jsonl, --csv ou --json : « complet » porte l'empreinte qui le fige et ne va pas
    /// dans un CSV. Sans cette option : totaux pour un CSV, complet pour le reste.
    #[arg(long, value_enum, value_name = "PARTIE")]
    pub champs: Option<Champs>,
}

/// Part of a payslip that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Champs {
    /// Les totaux.
    Totaux,
    /// Les totaux, les assiettes et les lignes.
    Lignes,
    /// Tout le bulletin.
    Complet,
}

#[derive(Args)]
pub struct PapierArgs {
    /// Fichier JSON, ou - pour l'entrée standard.
    #[arg(default_value = "-")]
    pub fichier: String,
    /// Une demande par ligne, une réponse par ligne, dans le même ordre.
    #[arg(long)]
    pub jsonl: bool,
    #[command(flatten)]
    pub vers: VersArgs,
    /// Ajoute à ces documents l'explication de chaque montant.
    #[arg(long)]
    pub explique: bool,
}

/// Where a document is drawn.
#[derive(Args)]
pub struct VersArgs {
    /// Écrit le document en PDF ; - : sur la sortie standard, à la place du texte.
    #[arg(long, value_name = "FICHIER", conflicts_with = "jsonl")]
    pub pdf: Option<PathBuf>,
    /// Écrit le document en HTML ; - : de même.
    #[arg(long, value_name = "FICHIER", conflicts_with = "jsonl")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub struct JsonArgs {
    /// Fichier JSON, ou - pour l'entrée standard.
    #[arg(default_value = "-")]
    pub fichier: String,
    /// Une demande par ligne, une réponse par ligne, dans le même ordre.
    #[arg(long)]
    pub jsonl: bool,
}

#[derive(Args)]
pub struct ExpliquerArgs {
    /// Demande de bulletin ou de note (JSON), bulletin ou note figés d'un dossier, ou - pour l'entrée standard.
    #[arg(default_value = "-")]
    pub fichier: String,
    /// Ce qui est à expliquer : une ligne, due ou non (RGDU, VIEIL_PLAF...), un total (net_paye, pas...), les mots d'un
    /// libellé ("net à payer") ou une réserve (HEURES-SUP) ; sans cette option, tout le document.
    #[arg(long, value_name = "NOM")]
    pub ligne: Option<String>,
    /// Contrat, quand le bulletin en paie plusieurs.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: Option<String>,
    /// Une ligne par chiffre.
    #[arg(long, conflicts_with = "tout")]
    pub court: bool,
    /// L'arbre entier, et l'origine de chaque nombre dans les barèmes.
    #[arg(long)]
    pub tout: bool,
    /// Écrit en Markdown, pour un support de cours.
    #[arg(long)]
    pub markdown: bool,
}

#[derive(Args)]
pub struct ArchiverArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Archive à écrire ; sans cette option, DOSSIER-AAAA-MM-JJ.tar.gz (.age quand elle est chiffrée), à côté du dossier.
    #[arg(long, value_name = "FICHIER")]
    pub vers: Option<PathBuf>,
    /// Clé publique age d'un destinataire (répétable).
    #[arg(long, value_name = "CLE")]
    pub pour: Vec<String>,
    /// Fichier de clés publiques, une par ligne (répétable).
    #[arg(long, value_name = "FICHIER")]
    pub pour_fichier: Vec<PathBuf>,
    /// Fichier qui contient une phrase secrète, à la place de clés.
    #[arg(long, value_name = "FICHIER", conflicts_with_all = ["pour", "pour_fichier"])]
    pub phrase_fichier: Option<PathBuf>,
    /// Jour de l'archive ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub date: Option<NaiveDate>,
    /// Archive même ce qui ne se prouve pas ; le manifeste le dit.
    #[arg(long)]
    pub quand_meme: bool,
}

#[derive(Subcommand)]
pub enum ArchiveCommand {
    /// Lit toute l'archive et compare chaque fichier à son manifeste.
    #[command(after_help = "Exemple :
  cddu archive verifier ma-production-2026-11-30.tar.gz.age --identite cle.txt")]
    Verifier {
        /// Archive.
        fichier: PathBuf,
        #[command(flatten)]
        cle: CleArgs,
    },
    /// Rouvre l'archive dans un dossier nouveau : dossier/ et baremes/.
    #[command(after_help = "Exemple :
  cddu archive ouvrir ma-production-2026-11-30.tar.gz --vers rouverte")]
    Ouvrir {
        /// Archive.
        fichier: PathBuf,
        /// Dossier à créer.
        #[arg(long, value_name = "DOSSIER")]
        vers: PathBuf,
        #[command(flatten)]
        cle: CleArgs,
    },
    /// Fait une paire de clés : la secrète dans un fichier, la publique à donner à qui archive.
    #[command(after_help = "Exemple :
  cddu archive cle cle-secrete.txt")]
    Cle {
        /// Fichier à écrire ; il n'en remplace aucun.
        fichier: PathBuf,
    },
}

#[derive(Args)]
pub struct CleArgs {
    /// Fichier de la clé secrète age.
    #[arg(long, value_name = "FICHIER")]
    pub identite: Option<PathBuf>,
    /// Fichier qui contient la phrase secrète.
    #[arg(long, value_name = "FICHIER", conflicts_with = "identite")]
    pub phrase_fichier: Option<PathBuf>,
}

#[derive(Args)]
pub struct RemettreArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Période payée, comme pour « cddu paie ».
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Dossier à créer.
    #[arg(long, value_name = "DOSSIER")]
    pub vers: PathBuf,
    /// Clés publiques des personnes (CSV : matricule, cle) ; sans cette option, rien n'est chiffré.
    #[arg(long, value_name = "FICHIER")]
    pub cles: Option<PathBuf>,
}

#[derive(Args)]
pub struct OuvrirArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Adresse et port de cette machine ; le port 0 en prend un qui est libre.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:0")]
    pub adresse: std::net::SocketAddr,
    /// N'ouvre pas le navigateur : écrit seulement l'adresse.
    #[arg(long)]
    pub sans_navigateur: bool,
}

#[derive(Args)]
pub struct ServirArgs {
    /// Adresse et port ; le port 0 en prend un qui est libre.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8027")]
    pub adresse: std::net::SocketAddr,
    /// Fichier qui contient le jeton que les demandes doivent porter ; sans lui, la variable CDDU_JETON.
    #[arg(long, value_name = "FICHIER")]
    pub jeton_fichier: Option<PathBuf>,
    /// Nom sous lequel le service est appelé (répétable), en plus de localhost et des adresses.
    #[arg(long, value_name = "NOM")]
    pub nom: Vec<String>,
    /// Plus longue demande d'un calcul, et plus longue ligne d'un lot, en ko.
    #[arg(long, value_name = "KO", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..=16_384))]
    pub taille: u32,
    /// Plus longue DSN, en Mo.
    #[arg(long, value_name = "MO", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub taille_dsn: u32,
    /// Temps pour envoyer une demande, pour la calculer et pour prendre la réponse, en secondes.
    #[arg(long, value_name = "SECONDES", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub delai: u32,
    /// Connexions ouvertes en même temps ; les suivantes attendent.
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..=65_535))]
    pub connexions: u32,
    /// Écrit une ligne par demande sur la sortie d'erreur : méthode, adresse, statut, durée ; rien de son contenu.
    #[arg(long)]
    pub journal: bool,
}

/// An amount as it is typed here: `1200`, `1200.50`, `1200,50`, `1 200,50`.
fn euros(text: &str) -> Result<cddu_rates::Cents, String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let plain = if plain.contains('.') { plain } else { plain.replacen(',', ".", 1) };
    plain.parse().map_err(|_| "un montant s'écrit 1200, 1200,50 ou 1200.50".to_owned())
}

#[derive(Args)]
pub struct SimulerArgs {
    /// Demande de bulletin (JSON), ou - pour l'entrée standard.
    #[arg(default_value = "-")]
    pub fichier: String,
    /// Cherche le brut qui donne ce net après impôt (avant acomptes et saisies), en euros.
    #[arg(long, value_name = "MONTANT", conflicts_with = "cout", value_parser = euros)]
    pub net: Option<cddu_rates::Cents>,
    /// Contrat dont le brut est cherché, quand il y en a plusieurs.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: Option<String>,
    /// Cherche le brut qui donne ce coût total pour l'employeur, en euros.
    #[arg(long, value_name = "MONTANT", value_parser = euros)]
    pub cout: Option<cddu_rates::Cents>,
}

#[derive(Args)]
pub struct RapprocherArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Mois de paiement.
    #[arg(long, value_name = "AAAA-MM")]
    pub mois: String,
    /// FEC, grand livre ou balance (CSV) tenu par la comptabilité ; sans cette option, les écritures du dossier.
    #[arg(long, value_name = "FICHIER")]
    pub grand_livre: Option<PathBuf>,
    /// Balance (CSV), à côté du grand livre.
    #[arg(long, value_name = "FICHIER")]
    pub balance: Option<PathBuf>,
    /// FEC ou grand livre de l'exercice précédent, pour les à-nouveaux.
    #[arg(long, value_name = "FICHIER")]
    pub precedent: Option<PathBuf>,
    /// Grand livre de la société, quand le film a le sien (comptes de liaison).
    #[arg(long, value_name = "FICHIER")]
    pub siege: Option<PathBuf>,
    /// Jour de la situation ; sans cette option, la dernière date du grand livre.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub au: Option<NaiveDate>,
    /// Écrit aussi une page à imprimer.
    #[arg(long, value_name = "FICHIER")]
    pub html: Option<PathBuf>,
    /// Écrit aussi un tableau.
    #[arg(long, value_name = "FICHIER")]
    pub csv: Option<PathBuf>,
}

#[derive(Args)]
pub struct AttestationArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Mois de paiement.
    #[arg(long, value_name = "AAAA-MM")]
    pub mois: String,
    /// Seulement ce contrat.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: Option<String>,
    /// Seulement ce salarié.
    #[arg(long, value_name = "MATRICULE")]
    pub salarie: Option<String>,
    /// Seulement ces documents, parmi aem, certificat, solde et conges ; sans cette option, tous. Peut être répétée.
    #[arg(long, value_name = "DOCUMENT", hide_possible_values = true)]
    pub document: Vec<PieceArg>,
    /// Écrit les PDF ; sans --pdf ni --html, les deux.
    #[arg(long)]
    pub pdf: bool,
    /// Écrit les pages HTML.
    #[arg(long)]
    pub html: bool,
    /// Date des documents de fin de contrat ; sans cette option, celle du dernier paiement.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub date: Option<NaiveDate>,
    /// Documents réels : aucun code fictif d'essai n'y est admis.
    #[arg(long)]
    pub reel: bool,
    /// Montre chaque donnée manquante, une par une.
    #[arg(short, long)]
    pub verbeux: bool,
}

#[derive(Args)]
pub struct ContratArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Seulement cette personne.
    #[arg(long, value_name = "MATRICULE")]
    pub personne: Option<String>,
    /// Seulement ce contrat.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: Option<String>,
    /// Seulement les contrats qui commencent dans cette période.
    #[arg(long, value_name = "PERIODE")]
    pub periode: Option<String>,
    /// Écrit les PDF ; sans --pdf ni --html, les deux.
    #[arg(long)]
    pub pdf: bool,
    /// Écrit les pages HTML.
    #[arg(long)]
    pub html: bool,
    /// Montre aussi les informations.
    #[arg(short, long)]
    pub verbeux: bool,
}

#[derive(Args)]
pub struct FeuilleArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Jours à remplir, comme pour « cddu paie ».
    #[arg(long, value_name = "PERIODE")]
    pub periode: String,
    /// Seulement cette personne.
    #[arg(long, value_name = "MATRICULE")]
    pub personne: Option<String>,
    /// Écrit les PDF ; sans --pdf ni --html, les deux.
    #[arg(long)]
    pub pdf: bool,
    /// Écrit les pages HTML.
    #[arg(long)]
    pub html: bool,
    /// Montre aussi les informations.
    #[arg(short, long)]
    pub verbeux: bool,
}

/// Un modèle de dossier.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ModeleArg {
    /// Film de cinéma (convention 3097).
    Film,
    /// Programme de télévision (convention 2642).
    Tv,
    /// Film publicitaire (convention 3097).
    Pub,
}

/// Un document d'attestation.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum PieceArg {
    /// Attestation employeur mensuelle.
    Aem,
    /// Certificat de travail.
    Certificat,
    /// Reçu pour solde de tout compte.
    Solde,
    /// Certificat d'emploi Congés Spectacles.
    Conges,
}

#[derive(Args)]
pub struct CalendrierArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Premier jour ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub du: Option<NaiveDate>,
    /// Dernier jour ; sans cette option, 120 jours plus tard.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub au: Option<NaiveDate>,
    /// Écrit aussi un fichier iCalendar.
    #[arg(long, value_name = "FICHIER")]
    pub ical: Option<PathBuf>,
    /// Écrit aussi un tableau.
    #[arg(long, value_name = "FICHIER")]
    pub csv: Option<PathBuf>,
    /// Montre tous les comptes et identifiants de la production, ouverts ou non, au lieu des échéances.
    #[arg(long)]
    pub comptes: bool,
}

#[derive(Args)]
pub struct MinimaArgs {
    /// Fonction, orthographe approximative admise.
    pub fonction: String,
    /// Convention : 3097 (cinéma), 2642 (télévision), 2412 (animation) ; sans cette option, toutes.
    #[arg(long)]
    pub idcc: Option<String>,
    /// Jour travaillé ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub date: Option<NaiveDate>,
    /// L'employeur n'adhère pas à un syndicat signataire.
    #[arg(long)]
    pub non_adherent: bool,
    /// Montre toutes les valeurs connues, pas seulement celles du jour.
    #[arg(long)]
    pub historique: bool,
}

#[derive(Subcommand)]
pub enum BaremesCommand {
    /// Liste les contributions et les paramètres, avec leur valeur du jour.
    Lister {
        /// Jour ; sans cette option, aujourd'hui.
        #[arg(long, value_name = "AAAA-MM-JJ")]
        date: Option<NaiveDate>,
    },
    /// Montre une contribution ou un paramètre : valeurs, dates, sources.
    #[command(after_help = "Exemples :
  cddu baremes montrer PMSS
  cddu baremes montrer VIEIL_PLAF --date 2025-06-01")]
    Montrer {
        /// Code d'une contribution ou clé d'un paramètre.
        code: String,
        /// Seulement la valeur de ce jour.
        #[arg(long, value_name = "AAAA-MM-JJ")]
        date: Option<NaiveDate>,
    },
    /// Ce qui a changé entre deux jours : ancienne valeur, nouvelle valeur, source.
    #[command(after_help = "Exemple :
  cddu baremes diff 2025-12-31 2026-01-01")]
    Diff {
        /// Premier jour.
        de: NaiveDate,
        /// Second jour.
        a: NaiveDate,
    },
    /// Vérifie les tables : trous, chevauchements, bornes, sources, âge des vérifications.
    Verifier {
        /// Jour de la vérification ; sans cette option, aujourd'hui.
        #[arg(long, value_name = "AAAA-MM-JJ")]
        date: Option<NaiveDate>,
        /// Âge, en jours, à partir duquel une valeur est à relire.
        #[arg(long, value_name = "JOURS", default_value_t = 365)]
        age: i64,
        /// Montre aussi les informations.
        #[arg(short, long)]
        verbeux: bool,
    },
    /// Écrit une copie des tables dans un dossier, à modifier puis à donner à --baremes.
    Exporter {
        /// Dossier à créer.
        dossier: PathBuf,
    },
}

/// How entries are written for another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// 18 colonnes du FEC.
    Fec,
    /// CSV, colonnes de [compta.export].
    Csv,
    /// QuadraCompta (à essayer sur une copie).
    Quadra,
    /// Ciel et Sage 50, XIMPORT (à essayer sur une copie).
    Ximport,
    /// Coala (à essayer sur une copie).
    Coala,
}

#[derive(Subcommand)]
pub enum ComptaCommand {
    /// Montre les écritures d'une période : lots intégrés, et ce qui reste à intégrer.
    #[command(after_help = "Exemples :
  cddu compta ecritures ma-production --periode 2026-W46
  cddu compta ecritures ma-production --periode 2026-W46 --format csv --sortie import.csv")]
    Ecritures {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Période payée : 2026-W46.
        #[arg(long, value_name = "PERIODE")]
        periode: String,
        /// Disposition du fichier ; sans cette option ni --sortie, un tableau.
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Fichier à écrire ; sans cette option, la sortie standard.
        #[arg(long, value_name = "FICHIER")]
        sortie: Option<PathBuf>,
    },
    /// Intègre une période dans les comptes, une fois ; ensuite, passe la correction de ce qui a changé.
    #[command(after_help = "Exemple :
  cddu compta integrer ma-production --periode 2026-W46

Le lot, ses écritures et son détail par bulletin vont dans DOSSIER/comptabilite/LOT et n'en bougent plus. Après un
bulletin rectificatif, la même commande contrepasse l'ancien bulletin et passe le nouveau (lot 2026-W46-C1).")]
    Integrer {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Période payée : 2026-W46.
        #[arg(long, value_name = "PERIODE")]
        periode: String,
    },
    /// Contrepasse un lot entier.
    Annuler {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Lot, comme « cddu compta lots » le nomme.
        #[arg(long, value_name = "LOT")]
        lot: String,
    },
    /// Liste les lots intégrés et les mois clos.
    Lots {
        /// Dossier de la production.
        dossier: PathBuf,
    },
    /// Clôt un mois de paiement : ses écritures ne changent plus.
    Clore {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Mois.
        #[arg(long, value_name = "AAAA-MM")]
        mois: String,
    },
    /// Écrit les états du mois : livre de paie, charges par organisme, avances, coûts, crédit d'impôt, régions, TVA.
    #[command(after_help = "Exemple :
  cddu compta etats ma-production --mois 2026-11 --grand-livre 123456789FEC20261231.txt

Les états vont dans DOSSIER/sorties/etats/MOIS, en CSV. Le grand livre donne les paiements (journaux de banque de
rapprochement.journaux_banque).")]
    Etats {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Mois de paiement.
        #[arg(long, value_name = "AAAA-MM")]
        mois: String,
        /// FEC ou grand livre (CSV), pour les paiements.
        #[arg(long, value_name = "FICHIER")]
        grand_livre: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub enum FecCommand {
    /// Montre les lignes et les totaux.
    Lire {
        /// Fichier FEC (tabulation ou barre verticale).
        fichier: PathBuf,
    },
    /// Vérifie un fichier : contrôles de l'outil officiel, équilibre, suite des numéros.
    Verifier {
        /// Fichier FEC.
        fichier: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum AemCommand {
    /// Compare les AEM d'un mois à la DSN du même mois, personne par personne.
    Comparer {
        /// Fichier AEM (XML).
        aem: PathBuf,
        /// Fichier DSN.
        dsn: PathBuf,
    },
    /// Imprime les attestations d'un fichier AEM : un PDF et une page HTML par attestation.
    #[command(after_help = "Exemple :
  cddu aem imprimer aem-2026-11.xml --dans attestations --pdf")]
    Imprimer {
        /// Fichier AEM (XML).
        aem: PathBuf,
        /// Dossier où écrire.
        #[arg(long, value_name = "DOSSIER")]
        dans: PathBuf,
        /// Écrit les PDF ; sans --pdf ni --html, les deux.
        #[arg(long)]
        pdf: bool,
        /// Écrit les pages HTML.
        #[arg(long)]
        html: bool,
    },
    /// Écrit les AEM d'un mois de paiement, depuis les bulletins figés.
    #[command(after_help = "Exemple :
  cddu aem ecrire ma-production --mois 2026-11

Les mois précédents sont refaits pour numéroter à leur suite. Sans --sortie, le fichier va dans
DOSSIER/sorties/declarations/MOIS. C'est un format d'échange propre au logiciel : France Travail n'en publie pas.")]
    Ecrire(AemEcrireArgs),
    /// Vérifie un fichier AEM : format, règles, suite des numéros.
    Verifier {
        /// Fichier AEM (XML).
        fichier: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum DsnCommand {
    /// Montre le contenu d'un fichier, bloc par bloc.
    Lire {
        /// Fichier DSN.
        fichier: PathBuf,
    },
    /// Vérifie un fichier : syntaxe, longueurs, listes, ordre des blocs, contrôles nommés.
    Verifier {
        /// Fichier DSN.
        fichier: PathBuf,
    },
    /// Relit et réécrit un fichier, octet pour octet.
    Recrire {
        /// Fichier DSN.
        fichier: PathBuf,
    },
    /// Compare deux fichiers, rubrique par rubrique.
    Comparer {
        /// Premier fichier.
        a: PathBuf,
        /// Second fichier.
        b: PathBuf,
    },
    /// Relit une DSN mensuelle : chaque ligne doit être celle que les bulletins du dossier donnent.
    #[command(after_help = "Exemple :
  cddu dsn relire ma-production sorties/declarations/2026-11/dsn-2026-11.dsn

Tout caractère changé depuis l'écriture est signalé, sauf le numéro d'ordre et la date du fichier.")]
    Relire {
        /// Dossier de la production.
        dossier: PathBuf,
        /// Fichier DSN.
        fichier: PathBuf,
    },
    /// Écrit la DSN mensuelle d'un dossier depuis ses bulletins figés ; sans paie du mois, une DSN néant.
    #[command(after_help = "Exemples :
  cddu dsn ecrire ma-production --mois 2026-11
  cddu dsn ecrire ma-production --mois 2026-11 --annule-et-remplace --ordre 2
  cddu dsn ecrire ma-production --mois 2026-12 --sortie neant.dsn

Le mois est celui du paiement. « cddu paie » écrit la même DSN à chaque période payée.
Sans --sortie, le fichier va dans DOSSIER/sorties/declarations/MOIS.")]
    Ecrire(DsnEcrireArgs),
    /// Écrit le signalement d'arrêt de travail d'un contrat sans AEM (CDD de droit commun).
    #[command(after_help = "Exemple :
  cddu dsn arret ma-production --contrat C-07 --motif 01 --dernier-jour 2026-11-12 --fin-prevue 2026-11-20

Un contrat des annexes 8 et 10 a une AEM, que la DSN ne remplace pas : la commande le refuse et dit quoi faire.")]
    Arret(DsnArretArgs),
    /// Écrit le signalement de fin de contrat (FCTU) d'un contrat sans AEM (CDD de droit commun).
    #[command(after_help = "Exemple :
  cddu dsn fin-contrat ma-production --contrat C-07 --fin 2026-11-20 --dernier-jour 2026-11-20")]
    FinContrat(DsnFinArgs),
}

impl DsnCommand {
    /// True for the commands that need a folder and the tables.
    pub const fn on_folder(&self) -> bool {
        matches!(self, Self::Relire { .. } | Self::Ecrire(_) | Self::Arret(_) | Self::FinContrat(_))
    }
}

#[derive(Args)]
pub struct EnvoiArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Envoi réel : aucun code fictif d'essai n'y est admis.
    #[arg(long)]
    pub reel: bool,
    /// Fichier à écrire ; sans cette option, dans les sorties du dossier.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
}

#[derive(Args)]
pub struct DsnEcrireArgs {
    #[command(flatten)]
    pub envoi: EnvoiArgs,
    /// Mois de paiement.
    #[arg(long, value_name = "AAAA-MM")]
    pub mois: String,
    /// Remplace la DSN du mois déjà acceptée.
    #[arg(long)]
    pub annule_et_remplace: bool,
    /// Numéro d'ordre de l'envoi dans le mois ; sans cette option, celui du fichier déjà écrit, 1 pour le premier.
    #[arg(long, value_name = "NUMERO", value_parser = clap::value_parser!(u64).range(1..=999_999_999_999_999))]
    pub ordre: Option<u64>,
    /// Jour où le fichier est constitué ; sans cette option, celui du dernier paiement du mois.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub constituee_le: Option<NaiveDate>,
}

#[derive(Args)]
pub struct DsnArretArgs {
    #[command(flatten)]
    pub envoi: EnvoiArgs,
    /// Contrat.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: String,
    /// Motif : 01 maladie, 02 maternité, 03 paternité, 04 trajet, 05 maladie professionnelle, 06 accident du travail...
    #[arg(long, value_name = "CODE")]
    pub motif: String,
    /// Dernier jour travaillé.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub dernier_jour: NaiveDate,
    /// Fin prévue de l'arrêt.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub fin_prevue: NaiveDate,
    /// Jour de l'accident ou de la première constatation (motifs 04, 05 et 06).
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub accident: Option<NaiveDate>,
    /// Premier jour de la subrogation.
    #[arg(long, value_name = "AAAA-MM-JJ", requires = "subrogation_au")]
    pub subrogation_du: Option<NaiveDate>,
    /// Dernier jour de la subrogation.
    #[arg(long, value_name = "AAAA-MM-JJ", requires = "subrogation_du")]
    pub subrogation_au: Option<NaiveDate>,
    /// Jour où le fichier est constitué ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub constituee_le: Option<NaiveDate>,
}

#[derive(Args)]
pub struct DsnFinArgs {
    #[command(flatten)]
    pub envoi: EnvoiArgs,
    /// Contrat.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: String,
    /// Dernier jour du contrat.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub fin: NaiveDate,
    /// Dernier jour travaillé et payé.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub dernier_jour: NaiveDate,
    /// Jour où la fin a été notifiée, pour une rupture anticipée.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub notifiee_le: Option<NaiveDate>,
    /// Une transaction est en cours.
    #[arg(long)]
    pub transaction: bool,
    /// Jour où le fichier est constitué ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub constituee_le: Option<NaiveDate>,
}

#[derive(Args)]
pub struct AemEcrireArgs {
    #[command(flatten)]
    pub envoi: EnvoiArgs,
    /// Mois de paiement.
    #[arg(long, value_name = "AAAA-MM")]
    pub mois: String,
}

#[derive(Args)]
pub struct DpaeArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Contrats à déclarer ; sans cette option, ceux que le délai légal permet de déclarer. Peut être répétée.
    #[arg(long, value_name = "CONTRAT")]
    pub contrat: Vec<String>,
    /// Jour d'envoi ; sans cette option, aujourd'hui.
    #[arg(long, value_name = "AAAA-MM-JJ")]
    pub envoyee_le: Option<NaiveDate>,
    /// Message réel : sans cette option il porte l'indicateur d'essai.
    #[arg(long)]
    pub reel: bool,
    /// Dossier où écrire les messages ; sans cette option, DOSSIER/sorties/declarations/dpae.
    #[arg(long, value_name = "DOSSIER")]
    pub sortie: Option<PathBuf>,
}

#[derive(Args)]
pub struct RelevesArgs {
    /// Dossier de la production.
    pub dossier: PathBuf,
    /// Mois de paiement.
    #[arg(long, value_name = "AAAA-MM", conflicts_with_all = ["du", "au"], required_unless_present = "du")]
    pub mois: Option<String>,
    /// Premier jour de paiement.
    #[arg(long, value_name = "AAAA-MM-JJ", requires = "au")]
    pub du: Option<NaiveDate>,
    /// Dernier jour de paiement.
    #[arg(long, value_name = "AAAA-MM-JJ", requires = "du")]
    pub au: Option<NaiveDate>,
    /// Seulement cet organisme (audiens_retraite, afdas, sante_travail...).
    #[arg(long, value_name = "ORGANISME")]
    pub organisme: Option<String>,
    /// Écrit aussi un tableau.
    #[arg(long, value_name = "FICHIER")]
    pub csv: Option<PathBuf>,
}
