/* libcddu : bulletins de paie, notes d'auteur, bruts et DSN, du JSON entre et du JSON sort.
 *
 * Les appels et leur JSON sont ceux de docs/integrer.md. Une bibliothèque chargée peut servir plusieurs fils
 * d'exécution à la fois, sur le même moteur. Rien ici n'arrête le programme qui l'appelle. */
#ifndef CDDU_H
#define CDDU_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Un jeu de barèmes et ce qui se calcule avec. */
typedef struct cddu_engine cddu_engine;

/* Codes rendus : ceux de la ligne de commande, puis deux qui n'appartiennent qu'au C. */
enum {
    CDDU_FAIT = 0,      /* la réponse est un résultat */
    CDDU_ANOMALIES = 1, /* un résultat, avec des anomalies */
    CDDU_REFUS = 2,     /* la réponse contient les erreurs */
    CDDU_POINTEUR = 3,  /* un pointeur obligatoire est nul : rien n'est écrit */
    CDDU_INTERNE = 4    /* faute du programme : rien n'est écrit */
};

/* Numéro du contrat d'interface. */
uint32_t cddu_contract(void);

/* Ouvre un moteur. `tables` : dossier de barèmes en UTF-8, ou NULL pour ceux du programme. En cas de refus, rend NULL et
 * écrit les erreurs dans *errors (JSON fini par un zéro, à rendre par cddu_free) quand `errors` n'est pas NULL. */
cddu_engine *cddu_open(const char *tables, char **errors);

/* Ferme un moteur ; NULL est accepté. */
void cddu_close(cddu_engine *engine);

/* Fait un appel. `name` finit par un zéro ; la demande est `length` octets d'UTF-8. Écrit dans *reply la réponse, finie par
 * un zéro et à rendre par cddu_free, et dans *reply_length sa longueur quand `reply_length` n'est pas NULL. */
int32_t cddu_call(const cddu_engine *engine, const char *name, const char *request, size_t length, char **reply,
                  size_t *reply_length);

/* Rend un texte donné par cddu_call ou cddu_open ; NULL est accepté. */
void cddu_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
