/** What is wrong with a chain, in French: the sentences of en.ts. Before ; : ! ? stands a narrow no-break space. */
import { phrases } from '#core/wording/fr-phrases.ts';
import { zodInFrench } from '#core/wording/fr-zod.ts';
import type { Wording } from '#core/wording/index.ts';

const list = (names: readonly string[]) => names.join(', ');

export const fr: Wording = {
  language: 'fr',
  step: (name, rest) => `Étape ${name} : ${rest}`,
  field: (field, rest) => `${field} : ${rest}`,
  issue: (field, rest) => `${field || 'données'} : ${rest}.`,
  unknownField: (field) => `${field} : champ inconnu ; le corriger ou le supprimer.`,
  zod: zodInFrench,
  phrase: (english) => phrases[english] ?? english,

  graphShape: 'Une chaîne est un objet JSON avec schema, name, steps et edges.',
  graphSchema: (newest, got, newer) =>
    `schema : version de 1 à ${newest} attendue, reçu ${got}.${newer ? ' Ce document vient d’un Jalon plus récent : mettez celui-ci à jour.' : ''}`,
  graphDepth: (most) => `Une chaîne peut compter ${most} niveaux imbriqués ; celle-ci en a davantage.`,
  graphIssue: (field, rest) => `${field || 'chaîne'} : ${rest}.`,
  zone: (got) => `zone : fuseau IANA attendu, comme Europe/Paris, reçu ${got}.`,
  param: (name, wanted, got) => `Paramètre ${name} : ${wanted} attendu, reçu ${got}.`,
  paramKinds: {
    days: 'nombre entier de jours',
    number: 'nombre',
    text: 'texte',
    offer: 'identifiant d’offre',
    boolean: 'vrai ou faux',
    date: 'jour au format AAAA-MM-JJ',
  },

  unknownType: (type) => `le type d’étape ${type} n’existe pas.`,
  unknownParam: (name) => `la chaîne n’a pas de paramètre ${name} ; le déclarer ou en choisir un autre.`,
  badAnchor: (got) => `sollicitation placée avant cette étape attendue, reçu ${got}.`,
  noKey: 'le déclencheur ne nomme pas de clé ; en nommer une, ou ne plus demander la même clé.',
  noContact: (name) => `la sollicitation ${name} n’existe pas.`,

  duplicateStep: 'une autre étape porte cet identifiant ; il doit être unique.',
  edgeFromMissing: (from) => `Un lien part de l’étape ${from}, qui n’existe pas.`,
  edgeToMissing: (port, to) => `l’issue ${port} mène à l’étape ${to}, qui n’existe pas.`,
  edgeIntoEntry: (port) => `l’issue ${port} mène au déclencheur ; rien ne peut y mener.`,
  edgeIntoGoal: (port, to) =>
    `l’issue ${port} mène à l’objectif ${to}, qui se tient à côté du chemin ; supprimer le lien.`,
  unknownPort: (port, known) =>
    `l’issue ${port} n’existe pas ; ${known.length > 0 ? `les issues sont ${list(known)}` : 'l’étape n’en a aucune'}.`,
  portUsedTwice: (port) => `deux liens partent de l’issue ${port} ; une issue mène à une seule étape.`,
  noEntry: 'La chaîne n’a pas de déclencheur : en ajouter un.',
  twoEntries: (first) => `la chaîne commence déjà à « ${first} » ; supprimer un déclencheur.`,
  unconnected: (port) => `l’issue « ${port} » ne mène nulle part ; la relier, à une fin si rien ne suit.`,
  unreachable: 'rien ne mène ici depuis le déclencheur ; relier ou supprimer l’étape.',
  endless: (loop) => `la boucle ${loop.join(' → ')} n’attend jamais ; y placer une attente avec une durée.`,

  entryNeedsEvent: 'un filtre ou une clé s’applique à un événement : nommer l’événement.',
  unknownTemplate: (template, version) => `le modèle ${template} n’a pas de version ${version} ; en choisir un autre.`,
  withdrawnTemplate: (template) => `le modèle ${template} a été retiré ; en choisir un autre, ou le rétablir.`,
  otherChannel: (template, is, wanted) => `le modèle ${template} est pour ${is}, la sollicitation pour ${wanted}.`,
  unknownChannel: (known, got) => `canal : ${list(known)} attendu, reçu ${got}.`,
  asksEvent:
    'si : aucun événement n’arrive à une condition ; interroger le déclencheur, ou « s’est produit » avec un filtre.',
  portTwice: (port) => `l’issue ${port} existe déjà : choisir un autre nom.`,
  shares: (sum) => `le total des parts doit faire 100, il fait ${sum}.`,

  noGoal: 'La chaîne n’a pas d’objectif : rien ne montrera si elle fonctionne.',
  neverBeside: (step) =>
    `Étape ${step} : plusieurs parcours côte à côte demandent une seconde entrée, or l’entrée n’est permise qu’une fois.`,
  noEvent: (step) => `Étape ${step} : sa date se lit dans l’événement d’entrée, or le déclencheur n’en nomme aucun.`,
  noValue: (step) => `Étape ${step} : une condition ne compare à rien : dire à quoi.`,
  notANumber: (step, value) => `Étape ${step} : « ${value} » n’est pas un nombre, et se compare lettre par lettre.`,
  unusedParam: (name) => `Le paramètre ${name} n’est utilisé nulle part.`,

  notAChain: 'Le fichier n’est pas une chaîne : un fichier exporté d’ici, ou un dessin de chaîne, était attendu.',
  newerFile: (got, newest) =>
    `Le fichier est au format ${got}, et ce Jalon lit jusqu’au format ${newest} : commencez par le mettre à jour.`,
  missingTemplate: (template, version) =>
    `il manque au fichier la version ${version} du modèle ${template}, que nomme l’étape.`,

  unknownVariable: (name, roots) =>
    `variable « ${name} » inconnue ; une variable commence par l’un de ces noms : ${list(roots)}`,
  liquid: liquidInFrench,
};

const LIQUID: readonly [RegExp, string][] = [
  [/^output "?(.*?)"? not closed/, 'la variable « $1 » n’est pas fermée'],
  [/^tag "?(.*?)"? not closed/, 'la balise « $1 » n’est pas fermée'],
  [/^tag "?(.*?)"? not found/, 'la balise « $1 » n’existe pas'],
  [/^undefined filter: ([^,]+)/, 'le filtre « $1 » n’existe pas'],
  [/^raw "?(.*?)"? not closed/, 'la balise « $1 » n’est pas fermée'],
  [/^parse length limit exceeded/, 'le texte est trop long'],
  [
    /^(?:invalid|expected|unexpected|illegal|unmatched|missing|unterminated)\b.*?(?=, line:|$)/i,
    'écriture incorrecte ($&)',
  ],
];

function liquidInFrench(english: string): string {
  const place = /, line:(\d+)(?:, col:(\d+))?/.exec(english);
  const where = place ? `, ligne ${place[1]}${place[2] ? `, colonne ${place[2]}` : ''}` : '';
  for (const [pattern, said] of LIQUID) {
    const found = pattern.exec(english);
    if (found) return found[0].replace(pattern, said) + where;
  }
  return `écriture incorrecte (${english})`;
}
