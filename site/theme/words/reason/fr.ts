import type { Sentences } from './say-reason.ts'

/** Why an output or an exit status is not what is printed, in French. */
export const reason: Sentences = {
  expectedLine: '  attendu   {text}',
  cameLine: '  obtenu    {text}',
  omittedLine: '  (encore 1 ligne)',
  omittedLines: '  (encore {count} lignes)',
  anyLine: '  ... (1 ligne)',
  anyLines: '  ... ({count} lignes)',
  nearest: 'Aucune ligne de la sortie ne correspond à {pattern} ; la plus proche est la ligne {line} :',
  none: 'Aucune ligne de la sortie ne correspond à {pattern}, et aucune n’y ressemble.',
  more: 'La sortie a plus de lignes que la leçon n’en montre.',
  extraBefore: 'La ligne {line} de la sortie est de trop avant {pattern} : {came}.',
  extra: 'La ligne {line} de la sortie est de trop : {came}.',
  ambiguous:
    'Il y a trop de façons de lire ceci : {pattern} ; les lignes autour de `...` doivent être plus précises.',
  knowsNothing: 'La machine ne connaît pas {name} ; elle ne connaît aucune valeur.',
  unknown: 'La machine ne connaît pas {name} ; elle connaît {known}.',
  knownSoFar: 'Connu jusqu’ici : {values}.',
  wrongType: '{name} doit être de la forme {type}, ce que {value} n’est pas.',
  notEnded: 'La commande ne s’est pas terminée ; le code de retour attendu était {expected}.',
  exit: 'Le code de retour est {came} ; {expected} était attendu.',
  late: 'la commande n’était pas terminée après {seconds} s',
  interrupted: 'la commande ne s’est pas terminée à temps et a été interrompue',
  noShell: 'la commande s’est terminée sans ouvrir de shell',
}
