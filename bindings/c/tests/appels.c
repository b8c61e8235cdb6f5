/* Rejoue les cas publiés, puis des appels impossibles : appels DOSSIER_DES_CAS FOIS < APPEL CAS...
 * Rend 0 quand chaque réponse est la même, à l'octet, et que la mémoire ne grandit pas. */
#include "cddu.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static char *lire(const char *dossier, const char *appel, const char *cas, const char *fin, size_t *longueur) {
    char nom[4096];
    snprintf(nom, sizeof nom, "%s/%s/%s.%s.json", dossier, appel, cas, fin);
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

/* Sans mesure (valgrind), huit fils suffisent ; sinon mille à la fois. */
#define FILS 1000

#define EXIGE(condition) \
    do { if (!(condition)) { fprintf(stderr, "ligne %d : %s\n", __LINE__, #condition); exit(1); } } while (0)

static void impossibles(cddu_engine *moteur) {
    char *reponse = (char *)"intact", *erreurs = NULL;
    size_t longueur = 7;
    /* Des pointeurs nuls sont des codes, pas des arrêts, et rien n'est écrit. */
    EXIGE(cddu_call(NULL, "bulletin", "{}", 2, &reponse, &longueur) == CDDU_POINTEUR);
    EXIGE(cddu_call(moteur, NULL, "{}", 2, &reponse, &longueur) == CDDU_POINTEUR);
    EXIGE(cddu_call(moteur, "bulletin", NULL, 0, &reponse, &longueur) == CDDU_POINTEUR);
    EXIGE(cddu_call(moteur, "bulletin", "{}", 2, NULL, &longueur) == CDDU_POINTEUR);
    EXIGE(strcmp(reponse, "intact") == 0 && longueur == 7);
    cddu_free(NULL);
    cddu_close(NULL);
    /* Ce qui n'est pas de l'UTF-8, un zéro au milieu, un appel inconnu, une demande vide : des erreurs dans la réponse. */
    EXIGE(cddu_call(moteur, "bulletin", "{\"numero\":\"\xe9\"}", 14, &reponse, NULL) == CDDU_REFUS);
    EXIGE(strstr(reponse, "KIT-003"));
    cddu_free(reponse);
    EXIGE(cddu_call(moteur, "bulletin", "{\"numero\":\"\0\"}", 14, &reponse, &longueur) == CDDU_REFUS);
    EXIGE(strstr(reponse, "JSON-001") && strlen(reponse) == longueur);
    cddu_free(reponse);
    EXIGE(cddu_call(moteur, "bult\xe9n", "{}", 2, &reponse, NULL) == CDDU_REFUS && strstr(reponse, "KIT-001"));
    cddu_free(reponse);
    EXIGE(cddu_call(moteur, "bulletin", "", 0, &reponse, NULL) == CDDU_REFUS);
    cddu_free(reponse);
    EXIGE(!cddu_open("dossier-absent", &erreurs) && erreurs && strstr(erreurs, "BAR-001"));
    cddu_free(erreurs);
    EXIGE(!cddu_open("\xff", &erreurs) && strstr(erreurs, "KIT-020"));
    cddu_free(erreurs);
    EXIGE(!cddu_open("dossier-absent", NULL));
    /* Une demande plus longue que la limite est refusée sans être lue ; rien n'est copié. */
    size_t enorme = 17u << 20;
    char *longue = calloc(enorme, 1);
    EXIGE(longue && cddu_call(moteur, "bulletin", longue, enorme, &reponse, NULL) == CDDU_REFUS && strstr(reponse, "KIT-002"));
    cddu_free(reponse);
    free(longue);
}

static cddu_engine *partage;
static char *question;
static size_t taille;

static void *fil(void *attendu) {
    for (int i = 0; i < 4; i++) {
        char *reponse;
        EXIGE(cddu_call(partage, "bulletin", question, taille, &reponse, NULL) == CDDU_FAIT);
        EXIGE(strcmp(reponse, attendu) == 0);
        cddu_free(reponse);
    }
    return NULL;
}

static long memoire(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char **argv) {
    if (argc != 3) return 9;
    int fois = atoi(argv[2]), cas_vus = 0;
    char appel[64], cas[256], *erreurs = (char *)1;
    cddu_engine *moteur = cddu_open(NULL, &erreurs);
    EXIGE(moteur && !erreurs && cddu_contract() == 1);
    impossibles(moteur);
    while (scanf("%63s %255s", appel, cas) == 2) {
        size_t n, m, longueur = 0;
        char *demande = lire(argv[1], appel, cas, "demande", &n), *attendu = lire(argv[1], appel, cas, "reponse", &m), *reponse;
        int code = cddu_call(moteur, appel, demande, n, &reponse, &longueur);
        /* Le fichier publié finit par un saut de ligne. */
        if (code > CDDU_REFUS || longueur + 1 != m || memcmp(reponse, attendu, longueur) != 0) {
            fprintf(stderr, "%s %s : code %d, réponse différente\n", appel, cas, code);
            return 1;
        }
        cddu_free(reponse);
        free(demande);
        free(attendu);
        cas_vus++;
    }
    EXIGE(cas_vus >= 29);
    question = lire(argv[1], "bulletin", "technicien-2026", "demande", &taille);
    char *attendu;
    EXIGE(cddu_call(moteur, "bulletin", question, taille, &attendu, NULL) == CDDU_FAIT);
    static pthread_t fils[FILS];
    int combien = fois > 0 ? FILS : 8;
    partage = moteur;
    for (int i = 0; i < combien; i++) EXIGE(pthread_create(&fils[i], NULL, fil, attendu) == 0);
    for (int i = 0; i < combien; i++) pthread_join(fils[i], NULL);
    long avant = 0;
    for (int i = 0; i < fois; i++) {
        char *reponse;
        if (i == fois / 10) avant = memoire();
        EXIGE(cddu_call(moteur, "bulletin", question, taille, &reponse, NULL) == CDDU_FAIT);
        cddu_free(reponse);
        EXIGE(cddu_call(moteur, "bulletin", question, taille / 2, &reponse, NULL) == CDDU_REFUS);
        cddu_free(reponse);
    }
    if (fois > 0) printf("%d cas, %d appels, %ld ko de plus\n", cas_vus, 2 * fois, memoire() - avant);
    EXIGE(fois == 0 || memoire() - avant < 4096);
    cddu_free(attendu);
    free(question);
    cddu_close(moteur);
    return 0;
}
