# Les boucles du jour. `just` (https://just.systems) est facultatif : chaque recette est la commande écrite dessous.

# Liste des recettes
default:
    @just --list

# Les tests d'un crate : `just t payslip`
t crate:
    cargo test -p cddu-{{crate}}

# Un seul fichier de tests de la chaîne entière : `just chaine rapprocher`
chaine fichier:
    cargo test -p cddu --test {{fichier}}

# Mise en forme et clippy
verif:
    cargo fmt --all
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Réécrit les fichiers attendus et les pages engendrées ; relire la différence avant de l'enregistrer
maj fichier:
    CDDU_MAJ=1 INSTA_UPDATE=always cargo test -p cddu --test {{fichier}}

# La semaine de l'exemple
exemple:
    cargo run --release -- paie examples/tournage --periode 2026-W46

# Écrit un document de chaque sorte, à regarder
apercu dossier:
    cargo run -p cddu-documents --example apercu -- {{dossier}}

# Les mesures de vitesse
mesures:
    cargo bench -p cddu --bench bulletin
    cargo bench -p cddu-documents --bench lot
    cargo bench -p cddu-declarations --bench dsn

# Des fichiers abîmés à tous les lecteurs, ou à un seul : `just fuzz dsn 100000`
fuzz cible="tout" lectures="2000":
    cargo run -p cddu-fuzz -- {{cible}} {{lectures}}

# Licences, alertes et provenance des dépendances (demande cargo-deny)
dependances:
    cargo deny check

# La page d'essai sans serveur (docs/essayer), en fichiers fixes dans target/essayer, et ses tests
essayer:
    .ci/bindings essayer

# Tout ce qui doit passer avant de proposer
porte:
    bash .ci/run
