/**
 * What the API refuses beyond what a schema or the compiler says, in French, by its English: `{}` stands for what the
 * sentence names, in order. What is not here is answered in English.
 */
import type { Language } from '#core/language.ts';

const REFUSALS: readonly (readonly [string, string])[] = [
  ['There is nothing at this address: see /docs.', 'Il n’y a rien à cette adresse : voir /docs.'],
  ['The request was {} already.', 'La demande a déjà reçu une réponse : {}.'],
  ['There is no such {}: ids look like {}.', '{} : cet identifiant n’existe pas ; un identifiant ressemble à {}.'],
  ['If-Match is missing: {}', 'If-Match manque : envoyer la révision lue, comme If-Match: "3".'],
  ['If-Match: expected a revision, like "3".', 'If-Match : révision attendue, comme "3".'],
  [
    'The same request is being worked on: ask again in a moment.',
    'La même demande est en cours : redemander dans un instant.',
  ],
  [
    'The body is larger than {} kB, the most this address takes: send less at a time.',
    'L’envoi dépasse {} ko, le plus que cette adresse accepte : envoyer moins à la fois.',
  ],
  [
    'The body is larger than {} MB, the most this address takes: send less at a time.',
    'L’envoi dépasse {} Mo, le plus que cette adresse accepte : envoyer moins à la fois.',
  ],
  [
    'The chain and the templates it names hold more than {} MB, the most a file may: make the templates smaller, or copy the chain here.',
    'La chaîne et les modèles qu’elle nomme dépassent {} Mo, le maximum d’un fichier : allégez les modèles, ou copiez la chaîne ici.',
  ],
  [
    'You have {} tasks in hand, the most one may: close one or give one back first.',
    'Vous avez {} tâches en main, le maximum : closez-en une ou rendez-en une d’abord.',
  ],
  ['The body is not UTF-8.', 'Le fichier n’est pas en UTF-8.'],
  ['The body is not JSON: {}.', 'Le contenu n’est pas du JSON : {}.'],
  ["The API key lacks the scope '{}'; it has {}.", 'La clé d’API n’a pas le droit « {} » ; elle a : {}.'],
  [
    'Too many requests with this API key: wait {} s, or send events in batches.',
    'Trop de demandes avec cette clé d’API : attendre {} s, ou envoyer les événements par lots.',
  ],
  ['You are not signed in any more: sign in again.', 'Vous n’êtes plus connecté : reconnectez-vous.'],
  [
    'Your company asks for a second factor when signing in: set it up in your account first.',
    'Votre entreprise demande un second facteur à la connexion : configurez-le d’abord dans votre compte.',
  ],
  [
    "Your roles ({}) do not allow this: it needs '{}'. Ask an admin.",
    'Vos rôles ({}) ne le permettent pas : il faut « {} ». Adressez-vous à un administrateur.',
  ],
  [
    'The request does not come from a page of {}: open Jalon at this address. Programs use an API key.',
    'La demande ne vient pas d’une page de {} : ouvrez Jalon à cette adresse. Les programmes utilisent une clé d’API.',
  ],

  [
    'email: only who may change customers names an address other than their own.',
    'email : seule une personne qui peut modifier les clients indique une autre adresse que la sienne.',
  ],
  ['There is no such chain.', 'Cette chaîne n’existe pas.'],
  ['There is no such version.', 'Cette version n’existe pas.'],
  ['The chain has no such version.', 'La chaîne n’a pas cette version.'],
  ['The chain is archived: nobody enters it any more.', 'La chaîne est archivée : plus personne n’y entre.'],
  [
    'The chain was published: archive it instead, so that its history stays readable.',
    'La chaîne a été publiée : archivez-la plutôt, pour que son historique reste lisible.',
  ],
  [
    'The draft is at revision {}, you have {}: somebody changed it meanwhile. {}',
    'Le brouillon en est à la révision {}, vous avez la {} : quelqu’un l’a modifié entre-temps. Reprenez ses changements, puis renvoyez les vôtres.',
  ],
  ['New entries take this version already.', 'Les nouvelles entrées prennent déjà cette version.'],
  [
    'The draft has changed since it was asked for: ask again.',
    'Le brouillon a changé depuis la demande : redemandez la publication.',
  ],
  ['There is no such request.', 'Cette demande n’existe pas.'],
  [
    'Only a live chain can be paused; this one is {}.',
    'Seule une chaîne en service peut être mise en pause ; celle-ci : {}.',
  ],
  [
    'Only an archived chain can be taken back; this one is {}.',
    'Seule une chaîne archivée peut sortir des archives ; celle-ci : {}.',
  ],
  ['Only a paused chain can be resumed; this one is {}.', 'Seule une chaîne en pause peut reprendre ; celle-ci : {}.'],

  ['There is no such customer.', 'Ce client n’existe pas.'],
  ['There is no such enrolment.', 'Ce parcours n’existe pas.'],
  ['Already inside, as {}.', 'Ce client est déjà dans la chaîne ({}).'],
  [
    'The enrolment had ended before ({}): there is nothing to cancel.',
    'Le parcours était déjà terminé ({}) : il n’y a rien à arrêter.',
  ],
  [
    'step: names a step of one chain, so `chain` is needed too.',
    'step : désigne une étape d’une chaîne, il faut donc aussi la chaîne.',
  ],
  ['There is no such touch.', 'Cette sollicitation n’existe pas.'],
  [
    'Only an unknown touch can be resolved; this one is {}.',
    'Seule une sollicitation au sort inconnu peut être tranchée ; celle-ci : {}.',
  ],
  [
    'The decision record is older than DECISION_RETENTION_DAYS and was deleted.',
    'La décision est trop ancienne : son détail a été supprimé.',
  ],
  [
    'There is no such event, or it is past its retention.',
    'Cet événement n’existe pas, ou sa durée de conservation est passée.',
  ],
  ['There is no such contact.', 'Cette sollicitation n’existe pas.'],
  ['There is no such suppression.', 'Cette adresse n’est pas en quarantaine.'],

  ['There is no such task.', 'Cette tâche n’existe pas.'],
  ['outcome: expected one of {}.', 'issue : l’une de celles-ci attendue : {}.'],
  ["The task is {} with the outcome '{}' already.", 'La tâche est déjà close ({}), avec l’issue « {} ».'],
  ['The task is {} already.', 'La tâche est déjà close ({}).'],

  ['There is no such persona.', 'Ce persona n’existe pas.'],
  ['There is no such list.', 'Cette liste n’existe pas.'],
  ['There is no such proof.', 'Ce BAT n’existe pas.'],
  ['there is nothing to send yet.', 'il n’y a encore rien à envoyer.'],
  [
    'This API shows no contents: it was started without the hands for it.',
    'Les contenus ne peuvent pas être montrés : ce serveur a été démarré sans ce qu’il faut pour cela.',
  ],
  ['There is no such template.', 'Ce modèle n’existe pas.'],
  ['There is no such version of the template.', 'Le modèle n’a pas cette version.'],
  [
    'language: there are no words in {}, which is read by whoever has no other; write them, or choose another.',
    'langue : il n’y a pas de texte en {}, lu par qui n’en a pas d’autre ; l’écrire, ou choisir une autre langue.',
  ],
  ['There is no offer {}.', 'L’offre {} n’existe pas.'],
  ['brand: there is no brand {}; make it first.', 'marque : la marque {} n’existe pas ; la créer d’abord.'],
  ['topic: there is no topic {}; make it first.', 'thème : le thème {} n’existe pas ; le créer d’abord.'],
  ['validUntil: expected a moment after validFrom.', 'fin de validité : un moment après le début attendu.'],
  [
    'until: expected a moment to come, got {} and it is {}.',
    'jusqu’à : moment à venir attendu, reçu {} alors qu’il est {}.',
  ],

  ['There is no topic {}.', 'Le thème {} n’existe pas.'],
  ['There is no brand {}.', 'La marque {} n’existe pas.'],
  ['There is no such brand.', 'Cette marque n’existe pas.'],
  ['scope.brand: there is no such brand.', 'marque : cette marque n’existe pas.'],
  ['brand: there is no brand {}; make it first, by {}.', 'marque : la marque {} n’existe pas ; la créer d’abord.'],
  [
    "brand: the topic {} is another brand's, and consents were given for it there; take another id.",
    'marque : le thème {} est celui d’une autre marque, et des consentements y ont été donnés ; prendre un autre identifiant.',
  ],
  [
    'The brand default is that of whatever names none: it stays.',
    'La marque par défaut est celle de tout ce qui n’en nomme pas : elle reste.',
  ],
  [
    '{}: expected an id of 1 to 64 letters, digits, dots, hyphens and underscores that begins with a letter or a digit, like news.',
    '{} : identifiant de 1 à 64 lettres, chiffres, points, tirets et _ attendu, commençant par une lettre ou un chiffre, comme news.',
  ],
  [
    'The {} {} is in use by {}: take it out there first, or leave it.',
    '{} {} : utilisé par {} ; l’y retirer d’abord, ou le laisser.',
  ],
  [
    'rules: two rules are called {}; name one otherwise.',
    'règles : deux règles s’appellent {} ; en nommer une autrement.',
  ],
  [
    'replaces: version {} was put in force meanwhile; look at it, and save on top of it.',
    'la version {} est entrée en vigueur entre-temps ; la regarder, et enregistrer par-dessus.',
  ],
  [
    'rules: a base is never without a cap; add a rule of kind cap.',
    'règles : une base n’est jamais sans plafond ; ajouter un plafond.',
  ],
  [
    '{}: no customer has {}; expected a field of the profile that has been seen. Send it once by identify, or correct its name.',
    '{} : aucun client n’a {} ; champ du profil déjà vu attendu. L’envoyer une fois, ou corriger son nom.',
  ],
  [
    '{}: cannot be computed for {} of the {} newest customers ({}): {}. Bound it with least or most.',
    '{} : ne peut pas être calculé pour {} des {} clients les plus récents ({}) : {}. Le borner par un minimum ou un maximum.',
  ],
  [
    'There is no such what-if: the last twenty are kept; ask it again.',
    'Cette simulation n’existe plus : les vingt dernières sont gardées ; la relancer.',
  ],
  [
    'Another what-if is at work; ask again when it has answered.',
    'Une autre simulation est en cours ; relancer quand elle aura répondu.',
  ],
  ['country: there is no pack of {}; there are {}.', 'pays : pas de règles pour {} ; il y a {}.'],
  [
    'zone: there is no zone {}; expected one like Europe/Paris.',
    'fuseau : {} n’existe pas ; un fuseau comme Europe/Paris attendu.',
  ],

  ['There is no such stop.', 'Cet arrêt n’existe pas.'],
  ['target: none is taken with scope all.', 'cible : un arrêt de tout n’en prend pas.'],
  ['target: which {} is to be stopped?', 'cible : quel élément arrêter ({}) ?'],
  ['target: there is no channel {}; there are {}.', 'cible : le canal {} n’existe pas ; il y a {}.'],
  ['target: there is no such chain.', 'cible : cette chaîne n’existe pas.'],

  ['There is no such key.', 'Cette clé n’existe pas.'],
  [
    'The key was revoked or has expired: make a new one instead.',
    'La clé a été révoquée ou a expiré : en créer une nouvelle.',
  ],
  ['expiresAt: lies in the past.', 'expiration : elle est déjà passée.'],
  ['There is no such person.', 'Cette personne n’existe pas.'],
  [
    'email: somebody here has this address already; change them.',
    'e-mail : quelqu’un ici a déjà cette adresse ; modifiez cette personne.',
  ],
  ['email: somebody here has this address already.', 'e-mail : quelqu’un ici a déjà cette adresse.'],
  ['This person is deactivated: activate them first.', 'Cette personne est désactivée : réactivez-la d’abord.'],
  [
    'This is the last active admin: make somebody else an admin first.',
    'C’est le dernier administrateur actif : nommez-en d’abord un autre.',
  ],
  ['There is no such session.', 'Cette session n’existe pas.'],
  [
    'code: it is not right, or too old: take the one shown now.',
    'code : incorrect ou trop ancien ; prenez celui qui s’affiche maintenant.',
  ],
  [
    'The code is not right, or too old: take the one shown now.',
    'Le code est incorrect ou trop ancien : prenez celui qui s’affiche maintenant.',
  ],
  [
    'The password is not right, or this cannot be done now: try again.',
    'Le mot de passe est incorrect, ou c’est impossible maintenant : réessayez.',
  ],
  ['Too many attempts failed: wait 15 minutes.', 'Trop d’essais manqués : attendez 15 minutes.'],
  ['An API key has no account: sign in as a person.', 'Une clé d’API n’a pas de compte : connectez-vous en personne.'],
  [
    'Address or password are not right. Try again, or ask an admin for a link.',
    'L’adresse ou le mot de passe est incorrect. Réessayez, ou demandez un lien à un administrateur.',
  ],
  [
    'Too many attempts failed: this address is locked. Wait 15 minutes, or ask an admin for a link.',
    'Trop d’essais manqués : cette adresse est bloquée. Attendez 15 minutes, ou demandez un lien à un administrateur.',
  ],
  [
    'This link has been used or is too old: {}',
    'Ce lien a déjà servi ou est trop ancien : demandez-en un nouveau à un administrateur (le premier s’affiche à nouveau à chaque démarrage, tant que personne n’est là).',
  ],
  [
    'Attributes are named like profile.firstName or event.amount.',
    'Un attribut se nomme comme profile.firstName ou event.amount.',
  ],
  ['There is nothing of this id to look at.', 'Il n’y a rien à voir sous cet identifiant.'],
  [
    'step, version, state and outcome need `chain`.',
    'Une étape, une version, un état ou une issue se cherchent dans une chaîne\u202f: la nommer aussi.',
  ],
  ['until: expected a moment in the future.', 'jusqu’à\u202f: moment à venir attendu.'],
  ['{} has the task in hand: take another.', '{} a déjà cette tâche en main\u202f: en prendre une autre.'],
  [
    'until: the task is of no use after {}; choose an earlier time.',
    'jusqu’à\u202f: la tâche ne sert plus à rien après le {}\u202f; choisir plus tôt.',
  ],
  ['The what-if could not be finished; ask again.', 'La simulation n’a pas pu aboutir\u202f; la relancer.'],
  [
    'No event could be made up that the trigger lets in: send one of your own.',
    'Aucun événement inventé ne passe le déclencheur\u202f: envoyez-en un vous-même.',
  ],
  [
    'No event sets this chain off: enrol a test customer by hand.',
    'Aucun événement ne déclenche cette chaîne\u202f: faites entrer un client de test à la main.',
  ],
  [
    'Nobody enters a chain that is not live: publish or resume it first.',
    'Personne n’entre dans une chaîne qui n’est pas en service\u202f: publiez-la ou reprenez-la d’abord.',
  ],
  ['The chain did not take the event: try again.', 'La chaîne n’a pas pris l’événement\u202f: réessayez.'],
  [
    'This base does not hold the demo: nothing was removed.',
    'Cette base ne contient pas la démonstration\u202f: rien n’a été supprimé.',
  ],
  ['expected a moment in the past, got {} and it is {}; {}', 'moment passé attendu, reçu {} alors qu’il est {}.'],
  ['The policy was written and is not there.', 'La politique a été enregistrée mais reste introuvable.'],
  ['There is no such image.', 'Cette image n’existe pas.'],
  ['data: expected a PNG, JPEG, GIF or WebP image.', 'image\u202f: PNG, JPEG, GIF ou WebP attendu.'],
  ['data: the image is larger than 1 MB.', 'image\u202f: elle dépasse 1 Mo.'],
  ['There is no such {}.', 'Cet élément n’existe pas.'],
];

/** What the sentences name is sometimes a word of English itself. */
const NAMED: Record<string, string> = {
  approved: 'approuvée',
  rejected: 'refusée',
  draft: 'brouillon',
  live: 'en service',
  paused: 'en pause',
  archived: 'archivée',
  done: 'faite',
  expired: 'expirée',
  cancelled: 'annulée',
  none: 'aucun',
  chain: 'Chaîne',
  version: 'Version',
  customer: 'Client',
  enrolment: 'Parcours',
  touch: 'Sollicitation',
  topic: 'Le thème',
  brand: 'La marque',
};

const PATTERNS = REFUSALS.map(([english, french]) => {
  const pattern = english.replaceAll(/[.*+?^$()|[\]\\/]/g, '\\$&').replaceAll('{}', '(.+?)');
  return { pattern: new RegExp(`^${pattern}$`, 's'), french };
});

/** Only who refuses needs it: it is no part of the wording that pages load. */
export function refusalIn(language: Language, english: string): string {
  if (language === 'en') return english;
  for (const { pattern, french } of PATTERNS) {
    const found = pattern.exec(english);
    if (!found) continue;
    let n = 0;
    return french.replaceAll('{}', () => {
      n += 1;
      const named = found[n] ?? '';
      return Object.hasOwn(NAMED, named) ? NAMED[named]! : named;
    });
  }
  return english;
}
