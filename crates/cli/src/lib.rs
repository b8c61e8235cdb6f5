//! Ligne de commande de cddu, moteur ouvert de paie et de déclarations pour les CDDU du cinéma et de l'audiovisuel.
