//! From a checked input to the lines, the totals and the trace of a note.

use cddu_rates::{Cents, Diagnostic, Rate, Rates, RowId};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::frozen::{Note, NoteBases, NoteCumulsOut, NoteInformations, NoteLine, NoteSens, NoteTotals};
use super::input::{AssietteCsgMethod, Fiscal, Ircec, NoteInput, PlafondIrcecMethod, Social, Tva, Zone};
use super::{ComputedNote, rules, switches, warnings};
use crate::rules::Rule;
use crate::trace::{Amount, Fig, Name, Number, Trace, Val};

/// The note and its trace. `empreinte` is left empty.
pub(super) fn run(rates: &Rates, input: &NoteInput) -> Result<ComputedNote, Vec<Diagnostic>> {
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

const fn name(code: &'static str, label: &'static str) -> Name {
    Name { code, label, contract: None, line: None, part: None }
}

struct Work<'a> {
    rates: &'a Rates,
    input: &'a NoteInput,
    day: NaiveDate,
    ircec: Ircec,
    trace: Trace,
    /// Gross, what this producer has paid before in the year, yearly plafond.
    gross: Amount,
    before: Amount,
    pass: Amount,
    lines: Vec<(NoteLine, Fig)>,
    /// Bases of the complementary pension: RACD, RAAP.
    pensions: [Option<Fig>; 2],
    bases: NoteBases,
    infos: NoteInformations,
    /// Of the two informations that the totals take up.
    deductible: Option<Fig>,
    kept: Option<Fig>,
}

/// What names a line: its figure, whose first part is the code of the line.
struct Title {
    figure: &'static str,
    /// As the note prints it.
    libelle: &'static str,
    /// As the trace names it: the shares of the producer say so.
    label: &'static str,
    organisme: &'static str,
    sens: NoteSens,
}

const URSSAF: &str = "urssaf_artistes_auteurs";
const IRCEC: &str = "ircec";
const DGFIP: &str = "dgfip";

const fn title(
    figure: &'static str,
    libelle: &'static str,
    organisme: &'static str,
    sens: NoteSens,
) -> Title {
    Title { figure, libelle, label: libelle, organisme, sens }
}

impl Title {
    const fn named(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    fn code(&self) -> &'static str {
        self.figure.split_once('.').map_or(self.figure, |(code, _)| code)
    }
}

/// What a line takes its percent of.
#[derive(Clone, Copy)]
struct Base {
    /// Base printed on the line.
    cents: Cents,
    /// Base of the amount: that one, or the same before it is rounded.
    exact: Decimal,
    fig: Fig,
}

impl From<Amount> for Base {
    fn from(amount: Amount) -> Self {
        Self { cents: amount.v, exact: amount.v.to_decimal(), fig: amount.f }
    }
}

impl<'a> Work<'a> {
    fn new(rates: &'a Rates, input: &'a NoteInput, ircec: Ircec, pass: (Cents, RowId)) -> Self {
        let mut trace = Trace::new();
        let mut given = |code, label, v| Amount { v, f: trace.input(name(code, label), Val::Amount(v)) };
        let gross = given("brut_ht", "brut hors taxe", input.brut_ht);
        let before = given(
            "cumuls.brut_annee",
            "brut déjà payé dans l'année par ce producteur",
            input.cumuls.brut_annee,
        );
        let fig = trace.table(name("PASS", "plafond annuel"), Val::Amount(pass.0), pass.1);
        Self {
            rates,
            input,
            day: input.date_paiement,
            ircec,
            trace,
            gross,
            before,
            pass: Amount { v: pass.0, f: fig },
            lines: Vec::with_capacity(13),
            pensions: [None, None],
            bases: NoteBases::default(),
            infos: NoteInformations::default(),
            deductible: None,
            kept: None,
        }
    }

    fn run(mut self) -> Result<ComputedNote, Diagnostic> {
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
            lignes: self.lines.into_iter().map(|(line, _)| line).collect(),
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
        Ok(ComputedNote { note, trace: self.trace })
    }

    /// A rate of the tables.
    fn rate(&mut self, label: &'static str, key: &'static str) -> Result<Number, Diagnostic> {
        let found = self.rates.param(key, self.day)?;
        let fig = self.trace.table(name(key, label), Val::Percent(Rate(found.value)), found.row);
        Ok(Number { v: found.value, f: fig })
    }

    /// A number of the tables.
    fn number(&mut self, label: &'static str, key: &'static str) -> Result<Number, Diagnostic> {
        let found = self.rates.param(key, self.day)?;
        let fig = self.trace.table(name(key, label), Val::Number(found.value), found.row);
        Ok(Number { v: found.value, f: fig })
    }

    fn formula(
        &mut self,
        name: Name,
        v: Cents,
        text: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) -> Amount {
        Amount { v, f: self.trace.formula(name, Val::Amount(v), text, args, rule) }
    }

    /// What is left of a yearly ceiling after the payments already made, at most the gross.
    fn within(&self, ceiling: Cents) -> Cents {
        (ceiling - self.input.cumuls.brut_annee).or_zero().min(self.input.brut_ht)
    }

    /// The part of the gross within a ceiling of the tables, or within a number of yearly plafonds.
    fn base_within(&mut self, name: Name, ceiling: Amount, rule: &'static Rule) -> Amount {
        let args = [self.gross.f, ceiling.f, self.before.f];
        self.formula(name, self.within(ceiling.v), "max(0 ; min({0} ; {1} - {2}))", &args, rule)
    }

    fn base_within_plafonds(&mut self, name: Name, times: Number, rule: &'static Rule) -> Amount {
        let ceiling = Cents::round(self.pass.v.to_decimal() * times.v);
        let args = [self.gross.f, times.f, self.pass.f, self.before.f];
        let text = "max(0 ; min({0} ; arrondi({1} × {2}) - {3}))";
        self.formula(name, self.within(ceiling), text, &args, rule)
    }

    /// Adds a line at a rate of the tables or of the input; a line that is not due (no base or no rate) is left out.
    fn line(
        &mut self,
        title: &Title,
        base: impl Into<Base>,
        rate: Number,
        rule: &'static Rule,
    ) -> Option<Amount> {
        let base = base.into();
        if base.cents.is_zero() || rate.v.is_zero() {
            return None;
        }
        let amount = Cents::round(base.exact * Rate(rate.v).fraction());
        let named = name(title.figure, title.label);
        let out = self.formula(named, amount, "arrondi({0} × {1} %)", &[base.fig, rate.f], rule);
        let line = NoteLine {
            code: title.code().to_owned(),
            libelle: title.libelle.to_owned(),
            organisme: title.organisme.to_owned(),
            base: base.cents,
            taux: Rate(rate.v),
            montant: amount,
            sens: title.sens,
            confiance: self.trace.confidence(out.f, self.rates),
        };
        self.lines.push((line, out.f));
        Some(out)
    }

    /// Vieillesse, CSG, CRDS and CFP of the author (CSS L382-3, L136-2, R382-27; C. trav. L6331-65).
    fn precompte(&mut self) -> Result<(), Diagnostic> {
        let pass = self.pass;
        let old_age = self.base_within(
            name("bases.vieillesse", "assiette de vieillesse"),
            pass,
            &rules::BASE_VIEILLESSE,
        );
        let times = self.number("plafonds qui portent l'abattement", "AA_CSG_ABATTEMENT_PLAFONDS")?;
        let reduced = self.base_within_plafonds(
            name("bases.abattue", "part du brut qui porte l'abattement"),
            times,
            &rules::BASE_ABATTUE,
        );
        let csg = self.base_csg(reduced)?;
        self.bases = NoteBases { vieillesse: old_age.v, abattue: reduced.v, csg: csg.cents, ..self.bases };

        let rate = self.rate("taux de vieillesse plafonnée", "AA_VIEIL_PLAF")?;
        let title_of = |figure, libelle| title(figure, libelle, URSSAF, NoteSens::Retenue);
        let old = title_of("AA_VIEIL_PLAF.retenue", "Assurance vieillesse plafonnée");
        self.line(&old, old_age, rate, &rules::PRECOMPTE);
        let rate = self.rate("taux de CSG", "AA_CSG")?;
        let of_csg = self.line(&title_of("AA_CSG.retenue", "CSG"), csg, rate, &rules::PRECOMPTE);
        let rate = self.rate("taux de CRDS", "AA_CRDS")?;
        let of_crds = self.line(&title_of("AA_CRDS.retenue", "CRDS"), csg, rate, &rules::PRECOMPTE);
        let rate = self.rate("taux de la formation", "AA_CFP")?;
        let (training, gross) = (title_of("AA_CFP.retenue", "Formation professionnelle"), self.gross);
        self.line(&training, gross, rate, &rules::CFP);

        let rate = self.rate("taux de la CSG déductible", "AA_CSG_DED")?;
        let deductible = self.formula(
            name("informations.csg_deductible", "CSG déductible"),
            Cents::round(csg.exact * Rate(rate.v).fraction()),
            "arrondi({0} × {1} %)",
            &[csg.fig, rate.f],
            &rules::CSG_DEDUCTIBLE,
        );
        self.deductible = Some(deductible.f);
        self.infos.csg_deductible = deductible.v;
        if let (Some(csg), Some(crds)) = (of_csg, of_crds) {
            self.infos.csg_crds_non_deductible = csg.v + crds.v - deductible.v;
            self.formula(
                name("informations.csg_crds_non_deductible", "CSG et CRDS non déductibles"),
                self.infos.csg_crds_non_deductible,
                "{0} + {1} - {2}",
                &[csg.f, crds.f, deductible.f],
                &rules::CSG_DEDUCTIBLE,
            );
        }
        let capped = self.rate("part de la vieillesse plafonnée", "AA_VIEIL_PLAF_ETAT")?;
        let whole = self.rate("vieillesse déplafonnée", "AA_VIEIL_DEPLAF_ETAT")?;
        self.infos.prise_en_charge_etat = Rate(capped.v).of(old_age.v) + Rate(whole.v).of(self.gross.v);
        self.formula(
            name("informations.prise_en_charge_etat", "prise en charge de l'État"),
            self.infos.prise_en_charge_etat,
            "arrondi({0} × {1} %) + arrondi({2} × {3} %)",
            &[old_age.f, capped.f, self.gross.f, whole.f],
            &rules::PRISE_EN_CHARGE,
        );
        Ok(())
    }

    /// The base of CSG and CRDS, rounded or not before the rates (CSS L136-2).
    fn base_csg(&mut self, reduced: Amount) -> Result<Base, Diagnostic> {
        let allowance = self.rate("abattement de CSG", "AA_CSG_ABATTEMENT")?;
        let exact = self.gross.v.to_decimal() - reduced.v.to_decimal() * Rate(allowance.v).fraction();
        let csg = Cents::round(exact);
        let named = name("bases.csg", "assiette de CSG et de CRDS");
        let args = [self.gross.f, reduced.f, allowance.f];
        Ok(match self.input.methodes.assiette_csg {
            AssietteCsgMethod::Centime => {
                self.formula(named, csg, "arrondi({0} - {1} × {2} %)", &args, &rules::BASE_CSG).into()
            }
            AssietteCsgMethod::Exacte => {
                let fig = self.trace.formula(
                    name("bases.csg_exacte", "assiette de CSG et de CRDS, sans arrondi"),
                    Val::Number(exact),
                    "{0} - {1} × {2} %",
                    &args,
                    &rules::BASE_CSG_EXACTE,
                );
                self.formula(named, csg, "arrondi({0})", &[fig], &rules::BASE_CSG_EXACTE);
                Base { cents: csg, exact, fig }
            }
        })
    }

    /// RACD and RAAP, one share (CSS L382-12).
    fn pension(&mut self, sens: NoteSens) -> Result<(), Diagnostic> {
        let author = sens != NoteSens::Producteur;
        let rule = if author { &rules::IRCEC_AUTEUR } else { &rules::IRCEC_PRODUCTEUR };
        let share = |author_key, producer_key| if author { author_key } else { producer_key };
        let racd = match self.ircec {
            Ircec::Fiction | Ircec::FictionSansRaap => {
                Some(("RACD", share("AA_RACD_AUTEUR", "AA_RACD_PRODUCTEUR")))
            }
            Ircec::SolidariteRacd | Ircec::SolidariteRacdAvecRaap => Some((
                "RACD, cotisation de solidarité",
                share("AA_RACD_SOL_AUTEUR", "AA_RACD_SOL_PRODUCTEUR"),
            )),
            Ircec::Doc8 | Ircec::Doc4 | Ircec::Aucun => None,
        };
        let raap = match self.ircec {
            Ircec::Fiction | Ircec::SolidariteRacdAvecRaap => {
                Some(share("AA_RAAP_FICTION_AUTEUR", "AA_RAAP_FICTION_PRODUCTEUR"))
            }
            Ircec::Doc8 => Some(share("AA_RAAP_DOC8_AUTEUR", "AA_RAAP_DOC8_PRODUCTEUR")),
            Ircec::Doc4 => Some(share("AA_RAAP_DOC4_AUTEUR", "AA_RAAP_DOC4_PRODUCTEUR")),
            Ircec::FictionSansRaap | Ircec::SolidariteRacd | Ircec::Aucun => None,
        };
        if let Some((label, key)) = racd {
            let base = self.base_racd()?;
            let rate = self.rate("taux du RACD", key)?;
            let title = if author {
                title("AA_RACD.retenue", label, IRCEC, sens)
            } else {
                let named = match label {
                    "RACD" => "RACD, part du producteur",
                    _ => "RACD, cotisation de solidarité, part du producteur",
                };
                title("AA_RACD.producteur", label, IRCEC, sens).named(named)
            };
            self.line(&title, base, rate, rule);
        }
        if let Some(key) = raap {
            let base = self.base_raap()?;
            let rate = self.rate("taux du RAAP", key)?;
            let title = if author {
                title("AA_RAAP.retenue", "RAAP", IRCEC, sens)
            } else {
                title("AA_RAAP.producteur", "RAAP", IRCEC, sens).named("RAAP, part du producteur")
            };
            self.line(&title, base, rate, rule);
        }
        Ok(())
    }

    fn base_racd(&mut self) -> Result<Amount, Diagnostic> {
        let base = match self.pensions[0] {
            Some(f) => Amount { v: self.bases.racd, f },
            None if self.input.methodes.plafond_ircec == PlafondIrcecMethod::SansPlafond => self.gross,
            None => {
                let (v, row) = self.rates.amount("AA_RACD_PLAFOND", self.day)?;
                let f = self.trace.table(name("AA_RACD_PLAFOND", "plafond du RACD"), Val::Amount(v), row);
                let named = name("bases.racd", "assiette du RACD");
                self.base_within(named, Amount { v, f }, &rules::BASE_IRCEC)
            }
        };
        self.pensions[0] = Some(base.f);
        self.bases.racd = base.v;
        Ok(base)
    }

    fn base_raap(&mut self) -> Result<Amount, Diagnostic> {
        let base = match self.pensions[1] {
            Some(f) => Amount { v: self.bases.raap, f },
            None if self.input.methodes.plafond_ircec == PlafondIrcecMethod::SansPlafond => self.gross,
            None => {
                let times = self.number("plafonds du RAAP", "AA_RAAP_PLAFONDS")?;
                let named = name("bases.raap", "assiette du RAAP");
                self.base_within_plafonds(named, times, &rules::BASE_IRCEC)
            }
        };
        self.pensions[1] = Some(base.f);
        self.bases.raap = base.v;
        Ok(base)
    }

    /// Contribution diffuseur and its training share, due in every case (CSS L382-4; C. trav. L6331-65).
    fn diffuseur(&mut self) -> Result<(), Diagnostic> {
        let gross = self.gross;
        let rate = self.rate("taux de la contribution diffuseur", "AA_DIFF")?;
        let own = title("AA_DIFF.producteur", "Contribution diffuseur", URSSAF, NoteSens::Producteur)
            .named("Contribution diffuseur, part du producteur");
        self.line(&own, gross, rate, &rules::DIFFUSEUR);
        let rate = self.rate("taux de la formation, part du diffuseur", "AA_DIFF_CFP")?;
        let training = title(
            "AA_DIFF_CFP.producteur",
            "Formation professionnelle, part du diffuseur",
            URSSAF,
            NoteSens::Producteur,
        );
        self.line(&training, gross, rate, &rules::DIFFUSEUR);
        Ok(())
    }

    /// TVA paid to the author and TVA withheld from him (CGI 279 g, 285 bis), or assessed by the producer.
    fn tva(&mut self) -> Result<(), Diagnostic> {
        let (tva_key, withheld_key) = match self.input.zone {
            Zone::Metropole => ("AA_TVA", "AA_RETENUE_TVA"),
            Zone::Dom => ("AA_TVA_DOM", "AA_RETENUE_TVA_DOM"),
            Zone::GuyaneMayotte => return Ok(()),
        };
        let gross = self.gross;
        let rate = self.rate("taux de TVA", tva_key)?;
        match self.input.tva {
            Tva::RenonciationFranchise => {}
            Tva::Autoliquidation => {
                self.infos.tva_autoliquidee = Rate(rate.v).of(gross.v);
                self.infos.tva_autoliquidee_taux = Some(Rate(rate.v));
                self.formula(
                    name("informations.tva_autoliquidee", "TVA autoliquidée par le producteur"),
                    self.infos.tva_autoliquidee,
                    "arrondi({0} × {1} %)",
                    &[gross.f, rate.f],
                    &rules::TVA_AUTOLIQUIDEE,
                );
            }
            Tva::Retenue | Tva::RenonciationTva => {
                let title_of = title("AA_TVA.ajout", "TVA", "auteur", NoteSens::Ajout);
                let paid = self.line(&title_of, gross, rate, &rules::TVA);
                if self.input.tva == Tva::Retenue {
                    let rate = self.rate("taux de la retenue de TVA", withheld_key)?;
                    let withheld =
                        title("AA_RETENUE_TVA.retenue", "Retenue de TVA", DGFIP, NoteSens::Retenue);
                    let withheld = self.line(&withheld, gross, rate, &rules::RETENUE_TVA);
                    if let (Some(paid), Some(withheld)) = (paid, withheld) {
                        let kept = self.formula(
                            name("informations.tva_conservee", "TVA conservée par l'auteur"),
                            paid.v - withheld.v,
                            "{0} - {1}",
                            &[paid.f, withheld.f],
                            &rules::RETENUE_TVA,
                        );
                        self.infos.tva_conservee = kept.v;
                        self.kept = Some(kept.f);
                    }
                }
            }
        }
        Ok(())
    }

    /// Retenue à la source of a non-resident (CGI 182 B), at the ordinary, treaty or non-cooperative rate.
    fn retenue_source(&mut self) -> Result<(), Diagnostic> {
        let gross = self.gross;
        let title = title("AA_RAS.retenue", "Retenue à la source", DGFIP, NoteSens::Retenue);
        let key = match self.input.fiscal {
            Fiscal::Resident => return Ok(()),
            Fiscal::NonResidentEtnc => "AA_RAS_ETNC",
            Fiscal::NonResident25 | Fiscal::NonResidentConvention => "AA_RAS",
        };
        let ordinary = Rate(self.rates.param(key, self.day)?.value);
        let Some(treaty) = self.input.taux_convention else {
            let rate = self.rate("taux de la retenue à la source", key)?;
            self.line(&title, gross, rate, &rules::RETENUE_SOURCE);
            return Ok(());
        };
        if treaty < Rate::ZERO || treaty > ordinary {
            return Err(Diagnostic::error(
                "NOTE-004",
                format!(
                    "taux_convention « {treaty} » n'est pas entre 0 et {ordinary} (taux de droit commun)"
                ),
            )
            .at("taux_convention")
            .hint("une convention réduit le taux de droit commun : le donner en pour cent"));
        }
        let named = name("taux_convention", "taux de la convention fiscale");
        let rate = Number { v: treaty.0, f: self.trace.input(named, Val::Percent(treaty)) };
        self.line(&title, gross, rate, &rules::RETENUE_SOURCE);
        Ok(())
    }

    fn of(&self, code: &str, sens: NoteSens) -> Option<(Cents, Fig)> {
        let mut all = self.lines.iter().filter(|(l, _)| l.code == code && l.sens == sens);
        all.next().map(|(line, fig)| (line.montant, *fig))
    }

    /// The sum of lines and of totals, those that are due.
    fn total(
        &mut self,
        code: &'static str,
        label: &'static str,
        parts: &[Option<(Cents, Fig)>],
        rule: &'static Rule,
    ) -> Amount {
        let due: Vec<(Cents, Fig)> = parts.iter().flatten().copied().collect();
        let figs: Vec<Fig> = due.iter().map(|(_, fig)| *fig).collect();
        let text = if due.is_empty() { "0" } else { "Σ" };
        self.formula(name(code, label), due.iter().map(|(v, _)| *v).sum(), text, &figs, rule)
    }

    fn totals(&mut self) -> NoteTotals {
        use NoteSens::{Ajout, Producteur, Retenue};
        let some = |amount: Amount| Some((amount.v, amount.f));
        let old_age = self.of("AA_VIEIL_PLAF", Retenue);
        let training = self.of("AA_CFP", Retenue);
        let tva = self.of("AA_TVA", Ajout);
        let withheld = [self.of("AA_RETENUE_TVA", Retenue), self.of("AA_RAS", Retenue)];
        let cents = |line: Option<(Cents, Fig)>| line.map_or(Cents::ZERO, |(v, _)| v);

        let parts = [old_age, self.of("AA_CSG", Retenue), self.of("AA_CRDS", Retenue), training];
        let precompte =
            self.total("totaux.precompte_urssaf", "précompte Urssaf", &parts, &rules::PRECOMPTE_TOTAL);
        let parts = [self.of("AA_RACD", Retenue), self.of("AA_RAAP", Retenue)];
        let pension = self.total(
            "totaux.ircec_auteur",
            "retraite complémentaire de l'auteur",
            &parts,
            &rules::IRCEC_AUTEUR,
        );
        let parts = [self.of("AA_DIFF", Producteur), self.of("AA_DIFF_CFP", Producteur)];
        let diffuseur =
            self.total("totaux.contribution_diffuseur", "contribution diffuseur", &parts, &rules::DIFFUSEUR);
        let parts = [self.of("AA_RACD", Producteur), self.of("AA_RAAP", Producteur)];
        let producer = self.total(
            "totaux.ircec_producteur",
            "retraite complémentaire, part du producteur",
            &parts,
            &rules::IRCEC_PRODUCTEUR,
        );
        let parts = [some(diffuseur), some(producer)];
        let cost =
            self.total("totaux.cout_producteur", "coût du producteur en plus du brut", &parts, &rules::COUT);
        let parts = [some(precompte), some(pension), withheld[0], withheld[1]];
        let taken = self.total("totaux.retenues", "retenues", &parts, &rules::NET);
        let gross = self.gross;
        let net = match tva {
            Some((v, f)) => self.formula(
                name("totaux.net_a_payer", "net à payer"),
                gross.v - taken.v + v,
                "{0} - {1} + {2}",
                &[gross.f, taken.f, f],
                &rules::NET,
            ),
            None => self.formula(
                name("totaux.net_a_payer", "net à payer"),
                gross.v - taken.v,
                "{0} - {1}",
                &[gross.f, taken.f],
                &rules::NET,
            ),
        };
        let deductible = self.deductible.map(|fig| (self.infos.csg_deductible, fig));
        let parts = [old_age, deductible, training, some(pension)];
        let deducted =
            self.total("totaux.deductions", "déductions de l'imposable", &parts, &rules::IMPOSABLE);
        let named = name("totaux.imposable_auteur", "montant imposable de l'auteur");
        let taxable = match self.kept {
            Some(kept) => self.formula(
                named,
                gross.v + self.infos.tva_conservee - deducted.v,
                "{0} + {1} - {2}",
                &[gross.f, kept, deducted.f],
                &rules::IMPOSABLE,
            ),
            None => self.formula(
                named,
                gross.v - deducted.v,
                "{0} - {1}",
                &[gross.f, deducted.f],
                &rules::IMPOSABLE,
            ),
        };
        NoteTotals {
            precompte_urssaf: precompte.v,
            ircec_auteur: pension.v,
            tva: cents(tva),
            retenue_tva: cents(withheld[0]),
            retenue_source: cents(withheld[1]),
            contribution_diffuseur: diffuseur.v,
            ircec_producteur: producer.v,
            net_a_payer: net.v,
            cout_producteur: cost.v,
            imposable_auteur: taxable.v,
        }
    }
}
