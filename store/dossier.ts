/** All that is kept about one customer, as they get it: nothing of anybody else, and no judgement about others. */
import { sql } from 'kysely';
import type { Json } from '#core/facts.ts';
import type { Db } from '#store/db.ts';

export type Dossier = {
  profile: Json;
  identities: Json;
  addresses: Json;
  limits: Json;
  consents: Json;
  contacts: Json;
  events: Json;
  enrolments: Json;
  tasks: Json;
  purchases: Json;
  offers: Json;
};

/** One statement, so that its parts are of one moment. null: there is no such customer any more. */
export async function readDossier(db: Db, customer: number): Promise<Dossier | null> {
  const { rows } = await sql<Dossier>`
    select json_build_object('traits', c.traits, 'zone', c.zone, 'country', c.country, 'locale', c.locale,
        'household', c.household, 'test', c.test, 'createdAt', c.created_at, 'updatedAt', c.updated_at) as profile,
      (select coalesce(json_agg(json_build_object('kind', kind, 'value', value) order by kind, value), '[]')
        from identities where customer = c.id) as identities,
      (select coalesce(json_agg(json_build_object('kind', kind, 'value', value, 'since', set_at) order by kind), '[]')
        from addresses where customer = c.id) as addresses,
      (select json_build_object('perWeek', per_week, 'pausedUntil', paused_until, 'at', at)
        from customer_limits where customer = c.id) as limits,
      (select coalesce(json_agg(json_build_object('at', at, 'brand', brand, 'channel', channel, 'topic', topic,
          'given', given, 'confirmed', not pending, 'source', source, 'wording', wording, 'wordingVersion', wording_version,
          'ip', host(ip), 'expiresAt', expires_at, 'proof', proof) order by id), '[]')
        from consent_records where customer = c.id) as consents,
      (select coalesce(json_agg(x.contact order by x.at), '[]') from (
        select t.handed_at as at, json_build_object('at', t.handed_at, 'brand', t.brand,
          'channel', coalesce(t.counts_as, t.channel), 'class', t.class, 'topics', t.topics, 'offer', t.offer,
          'chain', ch.name, 'outcome', t.outcome) as contact
        from touches t join chains ch on ch.id = t.chain
        where t.customer = c.id and t.state in ('handed', 'unknown') and t.handed_at is not null
        union all
        select e.at, json_build_object('at', e.at, 'brand', e.brand, 'channel', e.channel, 'class', e.class,
          'topics', e.topics, 'offer', e.offer, 'source', e.source, 'outcome', e.outcome)
        from contacts_elsewhere e where e.customer = c.id and e.cancelled_at is null) as x) as contacts,
      (select coalesce(json_agg(json_build_object('at', occurred_at, 'receivedAt', received_at, 'name', name,
          'source', source, 'properties', properties) order by seq), '[]')
        from events where customer = c.id) as events,
      (select coalesce(json_agg(json_build_object('chain', ch.name, 'enteredAt', e.entered_at, 'entry', e.entry,
          'state', e.state, 'outcome', e.outcome, 'endedAt', e.ended_at, 'control', e.control) order by e.id), '[]')
        from enrolments e join chains ch on ch.id = e.chain where e.customer = c.id) as enrolments,
      (select coalesce(json_agg(json_build_object('kind', kind, 'title', title, 'text', body, 'due', due, 'state', state,
          'outcome', outcome, 'closedAt', closed_at) order by id), '[]')
        from tasks where customer = c.id) as tasks,
      (select coalesce(json_agg(json_build_object('family', nullif(family, ''), 'lastAt', at) order by family), '[]')
        from purchases where customer = c.id) as purchases,
      (select coalesce(json_agg(json_build_object('offer', offer, 'answer', answer, 'until', until, 'source', source,
          'at', at) order by at), '[]')
        from offer_answers where customer = c.id) as offers
    from customers c where c.id = ${customer} and c.erased_at is null`.execute(db);
  return rows[0] ?? null;
}
