/* Rejoue un cas publié : appels NOM DEMANDE REPONSE [FOIS]. Rend 0 quand la réponse est la même, à l'octet. */
#include "cddu.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *lire(const char *nom, size_t *longueur) {
    FILE *f = fopen(nom, "rb");
    if (!f) { perror(nom); exit(9); }
    fseek(f, 0, SEEK_END);
    *longueur = (size_t)ftell(f);
    rewind(f);
    char *texte = malloc(*longueur + 1);
    if (fread(texte, 1, *longueur, f) != *longueur) { perror(nom); exit(9); }
    texte[*longueur] = 0;
    fclose(f);
    return texte;
}

int main(int argc, char **argv) {
    if (argc < 4) return 9;
    size_t n, m, longueur = 0;
    char *demande = lire(argv[2], &n), *attendu = lire(argv[3], &m), *reponse = NULL, *erreurs = NULL;
    cddu_engine *moteur = cddu_open(NULL, &erreurs);
    if (!moteur || erreurs || cddu_contract() != 1) return 8;
    /* Des pointeurs nuls sont des codes, pas des arrêts. */
    if (cddu_call(NULL, argv[1], demande, n, &reponse, NULL) != CDDU_POINTEUR) return 7;
    if (cddu_call(moteur, argv[1], NULL, 0, &reponse, NULL) != CDDU_POINTEUR) return 7;
    if (cddu_open("dossier-absent", &erreurs) || !erreurs || !strstr(erreurs, "BAR-001")) return 6;
    cddu_free(erreurs);
    cddu_free(NULL);
    cddu_close(NULL);
    int fois = argc > 4 ? atoi(argv[4]) : 1;
    for (int i = 0; i < fois; i++) {
        int code = cddu_call(moteur, argv[1], demande, n, &reponse, &longueur);
        /* Le fichier publié finit par un saut de ligne. */
        if (code > CDDU_REFUS || longueur + 1 != m || memcmp(reponse, attendu, longueur) != 0) return 5;
        cddu_free(reponse);
    }
    cddu_close(moteur);
    free(demande);
    free(attendu);
    return 0;
}
