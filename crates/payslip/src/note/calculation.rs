//! From a checked input to the lines, the totals and the trace of a note.

use cddu_rates::{Cents, Diagnostic, Rate, Rates, RowId};
use chrono::NaiveDate;

use super::frozen::{Note, NoteBases, NoteCumulsOut, NoteInformations, NoteLine, NoteSens, NoteTotals};
use super::input::{AssietteCsgMethod, Fiscal, Ircec, NoteInput, PlafondIrcecMethod, Social, Tva, Zone};
use super::rules::{self, NoteRule};
use super::trace::{Explication, Trace, product, sum};
use super::{switches, warnings};

/// The note and its trace. `empreinte` is left empty.
pub(super) fn run(rates: &Rates, input: &NoteInput) -> Result<(Note, Vec<Explication>), Vec<Diagnostic>> {
    let mut errors = switches::check(input);
    // A yearly plafond is known for every covered year: it bounds the dates of notes that do not use it too.
    let pass = rates.amount("PASS", input.date_paiement);
    if let Err(error) = &pass {
        errors.push(error.clone().at("date_paiement"));
    }
    let (Ok(pass), Some(ircec), true) = (pass, switches::ircec(input), errors.is_empty()) else {
        return Err(errors);
    };
    Work::new(rates, input, ircec, pass).run().map_err(|e| vec![e])
}

struct Work<'a> {
    rates: &'a Rates,
    input: &'a NoteInput,
    day: NaiveDate,
    ircec: Ircec,
    pass: (Cents, RowId),
    trace: Trace<'a>,
    lines: Vec<NoteLine>,
    bases: NoteBases,
    infos: NoteInformations,
}

/// What names a line.
struct Title {
    code: &'static str,
    libelle: &'static str,
    organisme: &'static str,
    sens: NoteSens,
}

const URSSAF: &str = "urssaf_artistes_auteurs";
const IRCEC: &str = "ircec";
const DGFIP: &str = "dgfip";

const fn title(code: &'static str, libelle: &'static str, organisme: &'static str, sens: NoteSens) -> Title {
    Title { code, libelle, organisme, sens }
}

impl<'a> Work<'a> {
    fn new(rates: &'a Rates, input: &'a NoteInput, ircec: Ircec, pass: (Cents, RowId)) -> Self {
        Self {
            rates,
            input,
            day: input.date_paiement,
            ircec,
            pass,
            trace: Trace::new(rates),
            lines: Vec::with_capacity(13),
            bases: NoteBases::default(),
            infos: NoteInformations::default(),
        }
    }

    fn run(mut self) -> Result<(Note, Vec<Explication>), Diagnostic> {
        if self.input.social == Social::Precompte {
            self.precompte()?;
        }
        self.pension(NoteSens::Retenue)?;
        self.diffuseur()?;
        self.pension(NoteSens::Producteur)?;
        self.tva()?;
        self.retenue_source()?;
        let totaux = self.totals();
        let avertissements = warnings::collect(self.rates, self.input, self.ircec)?;
        let input = self.input;
        let note = Note {
            numero: input.numero.clone(),
            rectifie: input.rectifie.clone(),
            date_paiement: input.date_paiement,
            brut_ht: input.brut_ht,
            social: input.social,
            tva: input.tva,
            ircec: self.ircec,
            fiscal: input.fiscal,
            zone: input.zone,
            dispense: input.dispense.clone(),
            renonciation_date_effet: input.renonciation_date_effet,
            formulaires_5000_5003: input.formulaires_5000_5003,
            attestation_non_precompte_raap: input.attestation_non_precompte_raap,
            nature_revenu: input.nature_revenu,
            imputation: input.imputation,
            producteur: input.producteur.clone(),
            auteur: input.auteur.clone(),
            oeuvre: input.oeuvre.clone(),
            analytique: input.analytique.clone(),
            bases: self.bases,
            lignes: self.lines,
            totaux,
            informations: self.infos,
            cumuls: NoteCumulsOut {
                brut_annee_avant: input.cumuls.brut_annee,
                brut_annee: input.cumuls.brut_annee + input.brut_ht,
            },
            methodes: input.methodes,
            avertissements,
            empreinte_baremes: format!("sha256:{}", self.rates.fingerprint()),
            empreinte: String::new(),
        };
        Ok((note, self.trace.figures))
    }

    fn rate(&self, key: &str) -> Result<(Rate, RowId), Diagnostic> {
        self.rates.param(key, self.day).map(|v| (Rate(v.value), v.row))
    }

    /// What is left of a yearly ceiling after the payments already made, at most the gross.
    fn within(&self, ceiling: Cents) -> Cents {
        (ceiling - self.input.cumuls.brut_annee).or_zero().min(self.input.brut_ht)
    }

    fn within_text(&self, ceiling: &str) -> String {
        format!("max(0 ; min({} ; {ceiling} - {}))", self.input.brut_ht, self.input.cumuls.brut_annee)
    }

    /// Adds a line; a line that is not due (no base or no rate) is left out.
    fn line(&mut self, title: &Title, base: Cents, rate: (Rate, RowId), rule: &NoteRule) -> Cents {
        let amount = rate.0.of(base);
        self.line_of(title, (base, &base.to_string()), (rate.0, &[rate.1]), amount, rule)
    }

    fn line_of(
        &mut self,
        title: &Title,
        (base, base_text): (Cents, &str),
        (rate, rows): (Rate, &[RowId]),
        amount: Cents,
        rule: &NoteRule,
    ) -> Cents {
        if base.is_zero() || rate == Rate::ZERO {
            return Cents::ZERO;
        }
        let sens = match title.sens {
            NoteSens::Retenue => "retenue",
            NoteSens::Ajout => "ajout",
            NoteSens::Producteur => "producteur",
        };
        let figure = format!("{}.{sens}", title.code);
        let confiance = self.trace.put(figure, title.libelle, amount, product(base_text, rate), rule, rows);
        self.lines.push(NoteLine {
            code: title.code.to_owned(),
            libelle: title.libelle.to_owned(),
            organisme: title.organisme.to_owned(),
            base,
            taux: rate,
            montant: amount,
            sens: title.sens,
            confiance,
        });
        amount
    }

    /// Vieillesse, CSG, CRDS and CFP of the author (CSS L382-3, L136-2, R382-27; C. trav. L6331-65).
    fn precompte(&mut self) -> Result<(), Diagnostic> {
        let gross = self.input.brut_ht;
        let (pass, pass_row) = self.pass;
        let old_age = self.within(pass);
        let text = self.within_text(&pass.to_string());
        self.trace.put(
            "bases.vieillesse",
            "Assiette de vieillesse",
            old_age,
            text,
            &rules::BASE_VIEILLESSE,
            &[pass_row],
        );
        let times = self.rates.param("AA_CSG_ABATTEMENT_PLAFONDS", self.day)?;
        let reduced = self.within(Cents::round(pass.to_decimal() * times.value));
        let text = self.within_text(&format!("{} x {pass}", times.value));
        self.trace.put(
            "bases.abattue",
            "Part du brut qui porte l'abattement",
            reduced,
            text,
            &rules::BASE_ABATTUE,
            &[pass_row, times.row],
        );
        let allowance = self.rate("AA_CSG_ABATTEMENT")?;
        let exact = gross.to_decimal() - reduced.to_decimal() * allowance.0.fraction();
        let csg = Cents::round(exact);
        let (rule, text) = match self.input.methodes.assiette_csg {
            AssietteCsgMethod::Centime => (&rules::BASE_CSG, csg.to_string()),
            AssietteCsgMethod::Exacte => (&rules::BASE_CSG_EXACTE, exact.normalize().to_string()),
        };
        let formula = format!("{gross} - {}", product(reduced, allowance.0));
        self.trace.put("bases.csg", "Assiette de CSG et de CRDS", csg, formula, rule, &[allowance.1]);
        self.bases = NoteBases { vieillesse: old_age, abattue: reduced, csg, ..self.bases };

        let of_csg = |rate: Rate| match self.input.methodes.assiette_csg {
            AssietteCsgMethod::Centime => rate.of(csg),
            AssietteCsgMethod::Exacte => Cents::round(exact * rate.fraction()),
        };
        let old = title("AA_VIEIL_PLAF", "Assurance vieillesse plafonnée", URSSAF, NoteSens::Retenue);
        let csg_title = title("AA_CSG", "CSG", URSSAF, NoteSens::Retenue);
        let crds_title = title("AA_CRDS", "CRDS", URSSAF, NoteSens::Retenue);
        let training = title("AA_CFP", "Formation professionnelle", URSSAF, NoteSens::Retenue);
        let rate = self.rate("AA_VIEIL_PLAF")?;
        self.line(&old, old_age, rate, &rules::PRECOMPTE);
        let mut both = Cents::ZERO;
        for (title, key) in [(&csg_title, "AA_CSG"), (&crds_title, "AA_CRDS")] {
            let (rate, row) = self.rate(key)?;
            both += self.line_of(title, (csg, &text), (rate, &[row]), of_csg(rate), &rules::PRECOMPTE);
        }
        let rate = self.rate("AA_CFP")?;
        self.line(&training, gross, rate, &rules::CFP);

        let (rate, row) = self.rate("AA_CSG_DED")?;
        let deductible = of_csg(rate);
        self.infos.csg_deductible = deductible;
        self.infos.csg_crds_non_deductible = both - deductible;
        self.trace.put(
            "informations.csg_deductible",
            "CSG déductible",
            deductible,
            product(&text, rate),
            &rules::CSG_DEDUCTIBLE,
            &[row],
        );
        self.trace.put(
            "informations.csg_crds_non_deductible",
            "CSG et CRDS non déductibles",
            both - deductible,
            format!("{both} - {deductible}"),
            &rules::CSG_DEDUCTIBLE,
            &[],
        );
        let (capped, capped_row) = self.rate("AA_VIEIL_PLAF_ETAT")?;
        let (whole, whole_row) = self.rate("AA_VIEIL_DEPLAF_ETAT")?;
        self.infos.prise_en_charge_etat = capped.of(old_age) + whole.of(gross);
        self.trace.put(
            "informations.prise_en_charge_etat",
            "Prise en charge de l'État",
            self.infos.prise_en_charge_etat,
            format!("{} + {}", product(old_age, capped), product(gross, whole)),
            &rules::PRISE_EN_CHARGE,
            &[capped_row, whole_row],
        );
        Ok(())
    }

    /// RACD and RAAP, one share (CSS L382-12).
    fn pension(&mut self, sens: NoteSens) -> Result<(), Diagnostic> {
        let (share, rule) = match sens {
            NoteSens::Producteur => ("PRODUCTEUR", &rules::IRCEC_PRODUCTEUR),
            NoteSens::Retenue | NoteSens::Ajout => ("AUTEUR", &rules::IRCEC_AUTEUR),
        };
        let (racd, raap) = match self.ircec {
            Ircec::Fiction => (Some("AA_RACD"), Some("AA_RAAP_FICTION")),
            Ircec::FictionSansRaap => (Some("AA_RACD"), None),
            Ircec::SolidariteRacd => (Some("AA_RACD_SOL"), None),
            Ircec::SolidariteRacdAvecRaap => (Some("AA_RACD_SOL"), Some("AA_RAAP_FICTION")),
            Ircec::Doc8 => (None, Some("AA_RAAP_DOC8")),
            Ircec::Doc4 => (None, Some("AA_RAAP_DOC4")),
            Ircec::Aucun => (None, None),
        };
        if let Some(key) = racd {
            let (ceiling, row) = self.rates.amount("AA_RACD_PLAFOND", self.day)?;
            let base = self.pension_base("racd", ceiling, &[row], sens);
            self.bases.racd = base;
            let label = if key == "AA_RACD_SOL" { "RACD, cotisation de solidarité" } else { "RACD" };
            let rate = self.rate(&format!("{key}_{share}"))?;
            self.line(&title("AA_RACD", label, IRCEC, sens), base, rate, rule);
        }
        if let Some(key) = raap {
            let times = self.rates.param("AA_RAAP_PLAFONDS", self.day)?;
            let ceiling = Cents::round(self.pass.0.to_decimal() * times.value);
            let base = self.pension_base("raap", ceiling, &[self.pass.1, times.row], sens);
            self.bases.raap = base;
            let rate = self.rate(&format!("{key}_{share}"))?;
            self.line(&title("AA_RAAP", "RAAP", IRCEC, sens), base, rate, rule);
        }
        Ok(())
    }

    fn pension_base(&mut self, name: &str, ceiling: Cents, rows: &[RowId], sens: NoteSens) -> Cents {
        if self.input.methodes.plafond_ircec == PlafondIrcecMethod::SansPlafond {
            return self.input.brut_ht;
        }
        let base = self.within(ceiling);
        if sens == NoteSens::Retenue {
            let text = self.within_text(&ceiling.to_string());
            let label = if name == "racd" { "Assiette du RACD" } else { "Assiette du RAAP" };
            self.trace.put(format!("bases.{name}"), label, base, text, &rules::BASE_IRCEC, rows);
        }
        base
    }

    /// Contribution diffuseur and its training share, due in every case (CSS L382-4; C. trav. L6331-65).
    fn diffuseur(&mut self) -> Result<(), Diagnostic> {
        let gross = self.input.brut_ht;
        for (title, key) in [
            (title("AA_DIFF", "Contribution diffuseur", URSSAF, NoteSens::Producteur), "AA_DIFF"),
            (
                title(
                    "AA_DIFF_CFP",
                    "Formation professionnelle, part du diffuseur",
                    URSSAF,
                    NoteSens::Producteur,
                ),
                "AA_DIFF_CFP",
            ),
        ] {
            let rate = self.rate(key)?;
            self.line(&title, gross, rate, &rules::DIFFUSEUR);
        }
        Ok(())
    }

    /// TVA paid to the author and TVA withheld from him (CGI 279 g, 285 bis), or assessed by the producer.
    fn tva(&mut self) -> Result<(), Diagnostic> {
        let (tva_key, withheld_key) = match self.input.zone {
            Zone::Metropole => ("AA_TVA", "AA_RETENUE_TVA"),
            Zone::Dom => ("AA_TVA_DOM", "AA_RETENUE_TVA_DOM"),
            Zone::GuyaneMayotte => return Ok(()),
        };
        let gross = self.input.brut_ht;
        let rate = self.rate(tva_key)?;
        match self.input.tva {
            Tva::RenonciationFranchise => {}
            Tva::Autoliquidation => {
                self.infos.tva_autoliquidee = rate.0.of(gross);
                self.infos.tva_autoliquidee_taux = Some(rate.0);
                self.trace.put(
                    "informations.tva_autoliquidee",
                    "TVA autoliquidée par le producteur",
                    self.infos.tva_autoliquidee,
                    product(gross, rate.0),
                    &rules::TVA_AUTOLIQUIDEE,
                    &[rate.1],
                );
            }
            Tva::Retenue | Tva::RenonciationTva => {
                let paid =
                    self.line(&title("AA_TVA", "TVA", "auteur", NoteSens::Ajout), gross, rate, &rules::TVA);
                if self.input.tva == Tva::Retenue {
                    let rate = self.rate(withheld_key)?;
                    let withheld = title("AA_RETENUE_TVA", "Retenue de TVA", DGFIP, NoteSens::Retenue);
                    let amount = self.line(&withheld, gross, rate, &rules::RETENUE_TVA);
                    self.infos.tva_conservee = paid - amount;
                    self.trace.put(
                        "informations.tva_conservee",
                        "TVA conservée par l'auteur",
                        paid - amount,
                        format!("{paid} - {amount}"),
                        &rules::RETENUE_TVA,
                        &[],
                    );
                }
            }
        }
        Ok(())
    }

    /// Retenue à la source of a non-resident (CGI 182 B), at the ordinary, treaty or non-cooperative rate.
    fn retenue_source(&mut self) -> Result<(), Diagnostic> {
        let gross = self.input.brut_ht;
        let title = title("AA_RAS", "Retenue à la source", DGFIP, NoteSens::Retenue);
        let key = match self.input.fiscal {
            Fiscal::Resident => return Ok(()),
            Fiscal::NonResidentEtnc => "AA_RAS_ETNC",
            Fiscal::NonResident25 | Fiscal::NonResidentConvention => "AA_RAS",
        };
        let ordinary = self.rate(key)?;
        let Some(treaty) = self.input.taux_convention else {
            self.line(&title, gross, ordinary, &rules::RETENUE_SOURCE);
            return Ok(());
        };
        if treaty < Rate::ZERO || treaty > ordinary.0 {
            return Err(Diagnostic::error(
                "NOTE-004",
                format!(
                    "taux_convention « {treaty} » n'est pas entre 0 et {} (taux de droit commun)",
                    ordinary.0
                ),
            )
            .at("taux_convention")
            .hint("une convention réduit le taux de droit commun : le donner en pour cent"));
        }
        let amount = treaty.of(gross);
        self.line_of(&title, (gross, &gross.to_string()), (treaty, &[]), amount, &rules::RETENUE_SOURCE);
        Ok(())
    }

    fn of(&self, code: &str, sens: NoteSens) -> Cents {
        self.lines.iter().filter(|l| l.code == code && l.sens == sens).map(|l| l.montant).sum()
    }

    fn totals(&mut self) -> NoteTotals {
        use NoteSens::{Ajout, Producteur, Retenue};
        let gross = self.input.brut_ht;
        let old_age = self.of("AA_VIEIL_PLAF", Retenue);
        let (csg, crds, cfp) =
            (self.of("AA_CSG", Retenue), self.of("AA_CRDS", Retenue), self.of("AA_CFP", Retenue));
        let (racd, raap) = (self.of("AA_RACD", Retenue), self.of("AA_RAAP", Retenue));
        let (diff, diff_cfp) = (self.of("AA_DIFF", Producteur), self.of("AA_DIFF_CFP", Producteur));
        let (racd_p, raap_p) = (self.of("AA_RACD", Producteur), self.of("AA_RAAP", Producteur));
        let mut t = NoteTotals {
            precompte_urssaf: old_age + csg + crds + cfp,
            ircec_auteur: racd + raap,
            tva: self.of("AA_TVA", Ajout),
            retenue_tva: self.of("AA_RETENUE_TVA", Retenue),
            retenue_source: self.of("AA_RAS", Retenue),
            contribution_diffuseur: diff + diff_cfp,
            ircec_producteur: racd_p + raap_p,
            ..NoteTotals::default()
        };
        t.net_a_payer =
            gross - t.precompte_urssaf - t.ircec_auteur + t.tva - t.retenue_tva - t.retenue_source;
        t.cout_producteur = t.contribution_diffuseur + t.ircec_producteur;
        let (kept, deductible) = (self.infos.tva_conservee, self.infos.csg_deductible);
        t.imposable_auteur = gross + kept - old_age - deductible - cfp - t.ircec_auteur;
        let net = format!(
            "{gross} - {} - {} + {} - {} - {}",
            t.precompte_urssaf, t.ircec_auteur, t.tva, t.retenue_tva, t.retenue_source
        );
        let taxable = format!("{gross} + {kept} - {old_age} - {deductible} - {cfp} - {}", t.ircec_auteur);
        for (figure, label, value, formula, rule) in [
            (
                "precompte_urssaf",
                "Précompte Urssaf",
                t.precompte_urssaf,
                sum(&[old_age, csg, crds, cfp]),
                &rules::PRECOMPTE_TOTAL,
            ),
            (
                "ircec_auteur",
                "Retraite complémentaire de l'auteur",
                t.ircec_auteur,
                sum(&[racd, raap]),
                &rules::IRCEC_AUTEUR,
            ),
            (
                "contribution_diffuseur",
                "Contribution diffuseur",
                t.contribution_diffuseur,
                sum(&[diff, diff_cfp]),
                &rules::DIFFUSEUR,
            ),
            (
                "ircec_producteur",
                "Retraite complémentaire, part du producteur",
                t.ircec_producteur,
                sum(&[racd_p, raap_p]),
                &rules::IRCEC_PRODUCTEUR,
            ),
            (
                "cout_producteur",
                "Coût du producteur en plus du brut",
                t.cout_producteur,
                sum(&[t.contribution_diffuseur, t.ircec_producteur]),
                &rules::COUT,
            ),
            ("net_a_payer", "Net à payer", t.net_a_payer, net, &rules::NET),
            (
                "imposable_auteur",
                "Montant imposable de l'auteur",
                t.imposable_auteur,
                taxable,
                &rules::IMPOSABLE,
            ),
        ] {
            self.trace.put(format!("totaux.{figure}"), label, value, formula, rule, &[]);
        }
        t
    }
}
