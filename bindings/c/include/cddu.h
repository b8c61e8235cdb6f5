/* libcddu : bulletins de paie, notes d'auteur, bruts et DSN ; du JSON entre, du JSON sort.
 *
 * Les appels et leur JSON sont ceux de docs/integrer.md. Rien ici n'arrête le programme qui l'appelle.
 * Écrit par cbindgen d'après src/lib.rs. */

#ifndef CDDU_H
#define CDDU_H

#include <stddef.h>
#include <stdint.h>

/*
 La réponse est un résultat.
 */
#define CDDU_FAIT 0

/*
 La réponse est un résultat, avec des anomalies.
 */
#define CDDU_ANOMALIES 1

/*
 La demande est refusée : la réponse contient les erreurs.
 */
#define CDDU_REFUS 2

/*
 Un pointeur obligatoire est nul : rien n'est écrit.
 */
#define CDDU_POINTEUR 3

/*
 Faute du programme : rien n'est écrit.
 */
#define CDDU_INTERNE 4

/*
 Un jeu de barèmes et ce qui se calcule avec ; plusieurs fils d'exécution peuvent s'en servir à la fois.
 */
typedef struct cddu_engine cddu_engine;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 Numéro du contrat d'interface.
 */
uint32_t cddu_contract(void);

/*
 Ouvre un moteur. `tables` : dossier d'un jeu entier de barèmes, en UTF-8, ou NULL pour ceux du programme. En cas de
 refus, rend NULL et écrit les erreurs dans *errors (JSON fini par un zéro, à rendre par cddu_free) quand `errors`
 n'est pas NULL ; sinon *errors vaut NULL.

 Il faut que : `tables` est NULL ou finit par un zéro ; `errors` est NULL ou peut être écrit.
 */
cddu_engine *cddu_open(const char *tables,
                       char **errors);

/*
 Ferme un moteur ; NULL est accepté.

 Il faut que : `engine` est NULL ou vient de cddu_open, et ne sert plus.
 */
void cddu_close(cddu_engine *engine);

/*
 Fait un appel. `name` finit par un zéro ; la demande est `length` octets d'UTF-8. Écrit dans *reply la réponse, finie
 par un zéro et à rendre par cddu_free, et dans *reply_length sa longueur quand `reply_length` n'est pas NULL. Rend
 CDDU_FAIT, CDDU_ANOMALIES ou CDDU_REFUS, et alors *reply est écrit ; CDDU_POINTEUR ou CDDU_INTERNE, et il ne l'est pas.

 Il faut que : `engine` vient de cddu_open ; `name` finit par un zéro ; `request` tient `length` octets ; `reply` peut être écrit,
 `reply_length` est NULL ou peut l'être.
 */
int32_t cddu_call(const cddu_engine *engine,
                  const char *name,
                  const char *request,
                  size_t length,
                  char **reply,
                  size_t *reply_length);

/*
 Rend un texte donné par cddu_call ou cddu_open ; NULL est accepté.

 Il faut que : `text` est NULL ou vient de cette bibliothèque, et ne sert plus.
 */
void cddu_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CDDU_H */
