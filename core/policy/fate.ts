/** What became of a touch after it was judged, in one sentence: a verdict lets it leave, but that is not yet having left. */
import { spaced } from '#core/language.ts';
import { explain } from '#core/policy/index.ts';
import type { DecisionRecord, Words } from '#core/policy/rule.ts';

export type Fate = {
  state: string;
  reason: string | null;
  /** Of what is missing, the names; else the words of whoever was to take it, which are not for everybody. */
  response: string | null;
};

/** By state and reason; `*`: whatever the reason. `{}`: the names of what is missing. */
const FATES: Record<string, readonly [en: string, fr: string]> = {
  'held missing_variable': [
    'Waiting for somebody: {} is not known of this customer, and the message has no words instead.',
    'En attente de quelqu’un : {} manque chez ce client, et le message n’a pas de repli.',
  ],
  'held deferred': [
    'Waiting: the mail server asked for another try later.',
    'En attente : le serveur a demandé de réessayer plus tard.',
  ],
  'held in_doubt': [
    'Waiting: it is not known whether it has left, and it is owed, so it is tried again.',
    'En attente : on ignore s’il est parti ; comme il est dû, il est tenté de nouveau.',
  ],
  'held forbidden_since': [
    'Waiting: something changed before it left, and it is judged again.',
    'En attente : quelque chose a changé avant le départ, la décision est reprise.',
  ],
  'reserved *': ['About to leave: no rule objected.', 'Sur le départ : aucune règle ne s’y opposait.'],
  'handing *': ['Leaving at this moment: no rule objected.', 'Part à l’instant : aucune règle ne s’y opposait.'],
  'refused *': ['Not sent: it was refused at delivery.', 'Non envoyé : refusé à la remise.'],
  'failed resolved_not_sent': [
    'Not sent: somebody found out that it had not left.',
    'Non envoyé : quelqu’un a constaté qu’il n’était pas parti.',
  ],
  'failed *': ['Not sent: its content cannot be made.', 'Non envoyé : son contenu ne peut pas être produit.'],
  'unknown *': ['It is not known whether it has left.', 'On ignore s’il est parti.'],
  'off *': [
    'Not sent: sending is switched off here, or for this address.',
    'Non envoyé : l’envoi est coupé ici, ou pour cette adresse.',
  ],
  'withdrawn no_consent': [
    'Withdrawn before it was made: the customer has said no meanwhile.',
    'Retiré avant d’être fait : le client a refusé entre-temps.',
  ],
  'withdrawn *': [
    'Withdrawn before it was made: the customer had left the chain.',
    'Retiré avant d’être fait : le client avait quitté la chaîne.',
  ],
  'expired not_done': ['Not done: nobody saw to it in time.', 'Non fait : personne ne s’en est chargé à temps.'],
};

/** `null`: nothing has become of it yet; the verdict is all there is. */
export function tell(record: Pick<DecisionRecord, 'asked' | 'verdict'>, fate: Fate | null, words: Words): string {
  // What the rules held or skipped, they have the word on; but it may have been withdrawn while it waited.
  const open = record.verdict.kind === 'send' || fate?.state === 'withdrawn';
  const said = fate && open ? (FATES[`${fate.state} ${fate.reason}`] ?? FATES[`${fate.state} *`]) : undefined;
  if (!said) return explain(record, words);
  const [en, fr] = said;
  return spaced(words.lang === 'fr' ? fr : en, words.lang).replace('{}', namesOf(fate));
}

/** `profile.first_name, entry.total`: where they are from is the author's business. */
function namesOf(fate: Fate | null): string {
  return (fate?.response ?? '?').replace(/\b(profile|entry|params)\./g, '');
}
