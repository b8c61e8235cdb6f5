//! The traps of a case: their name, what each teaches, and what the corrected version must show.

use crate::corriger::Critere;

/// A difficulty put in a case on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piege {
    /// A public holiday worked.
    JourFerie,
    /// A week that begins in a month and ends in the next one.
    SemaineACheval,
    /// An artist with the flat deduction for professional expenses.
    Dfs,
    /// An extra whose pay is under the flat base.
    Figurant,
    /// A cadre.
    Cadre,
    /// An artist who lives abroad.
    NonResident,
    /// An author note with précompte.
    Precompte,
    /// One cent between two accounts of the ledger.
    Centime,
    /// A DSN whose taxable net is not that of the payslip.
    Dsn,
}

impl Piege {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::JourFerie,
        Self::SemaineACheval,
        Self::Dfs,
        Self::Figurant,
        Self::Cadre,
        Self::NonResident,
        Self::Precompte,
        Self::Centime,
        Self::Dsn,
    ];

    /// Name on the command line.
    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::JourFerie => "jour-ferie",
            Self::SemaineACheval => "semaine-a-cheval",
            Self::Dfs => "dfs",
            Self::Figurant => "figurant",
            Self::Cadre => "cadre",
            Self::NonResident => "non-resident",
            Self::Precompte => "precompte",
            Self::Centime => "centime",
            Self::Dsn => "dsn",
        }
    }

    /// The trap of a name.
    #[must_use]
    pub fn parse(nom: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.nom() == nom)
    }

    /// Title, for the trainer.
    #[must_use]
    pub const fn titre(self) -> &'static str {
        match self {
            Self::JourFerie => "jour férié travaillé",
            Self::SemaineACheval => "semaine à cheval sur deux mois",
            Self::Dfs => "artiste avec déduction forfaitaire spécifique",
            Self::Figurant => "figurant sous le forfait",
            Self::Cadre => "technicien cadre",
            Self::NonResident => "artiste non résident",
            Self::Precompte => "note de droits d'auteur avec précompte",
            Self::Centime => "un centime d'écart au grand livre",
            Self::Dsn => "une DSN qui ne concorde pas",
        }
    }

    /// What it teaches.
    #[must_use]
    pub const fn enseigne(self) -> &'static str {
        match self {
            Self::JourFerie => {
                "relever le jour férié sur la feuille, payer ses heures et leur majoration selon la convention"
            }
            Self::SemaineACheval => {
                "calculer le plafond par parts de mois, prendre les taux à la bonne date, payer en un seul bulletin"
            }
            Self::Dfs => {
                "savoir ce que la déduction réduit (assiettes de sécurité sociale et de retraite) et ce qu'elle ne réduit pas (CSG, chômage, congés, net imposable)"
            }
            Self::Figurant => {
                "remplacer le salaire par le forfait de neuf SMIC pour la sécurité sociale et la CSG"
            }
            Self::Cadre => {
                "ajouter les lignes des cadres (Apec), plafonner la vieillesse, calculer les tranches de retraite"
            }
            Self::NonResident => {
                "écarter CSG, CRDS et prélèvement à la source, prendre la cotisation maladie et la retenue des non-résidents"
            }
            Self::Precompte => {
                "établir une note de droits d'auteur : précompte, retraite de l'Ircec, TVA retenue, part du diffuseur"
            }
            Self::Centime => {
                "rapprocher les bulletins et le grand livre au centime, nommer les deux comptes à corriger"
            }
            Self::Dsn => {
                "rapprocher la DSN et les bulletins, chiffrer l'écart d'une personne et dire comment le régulariser"
            }
        }
    }

    /// The criteria of the reference of the CQP that it puts at work.
    #[must_use]
    pub const fn criteres(self) -> &'static str {
        match self {
            Self::JourFerie | Self::SemaineACheval => "C2.1, C2.2",
            Self::Dfs | Self::Figurant | Self::Cadre | Self::NonResident | Self::Precompte => "C2.2",
            Self::Centime => "C2.3, C3.2",
            Self::Dsn => "C2.8, C3.2",
        }
    }

    /// The criterion whose mark it weighs on: the one under which its rows are counted.
    pub(crate) const fn critere(self) -> Critere {
        match self {
            Self::JourFerie => Critere::Heures,
            Self::SemaineACheval | Self::Dfs | Self::Figurant | Self::Cadre | Self::NonResident => {
                Critere::Bulletins
            }
            Self::Precompte => Critere::Auteurs,
            Self::Centime => Critere::Rapprochement,
            Self::Dsn => Critere::Declarations,
        }
    }

    /// Where the corrected version shows it.
    #[must_use]
    pub const fn montre(self) -> &'static str {
        match self {
            Self::JourFerie => "un élément de salaire « Heures d'un jour férié » au bulletin",
            Self::SemaineACheval => "deux parts de plafond, mars et avril, dans l'explication du bulletin",
            Self::Dfs => {
                "une assiette de sécurité sociale inférieure au brut, un abattement de DFS au bulletin"
            }
            Self::Figurant => "une assiette de sécurité sociale égale au forfait, supérieure au brut",
            Self::Cadre => "une ligne Apec au bulletin",
            Self::NonResident => "une retenue à la source de non-résident, aucune ligne de CSG",
            Self::Precompte => "une note avec ses lignes de précompte et de retenue de TVA",
            Self::Centime => "un écart de 0,01 sur deux organismes au rapprochement",
            Self::Dsn => "un écart sur le net imposable d'une personne au rapprochement",
        }
    }
}
