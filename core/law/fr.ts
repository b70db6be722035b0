/** France. Mostly from secondary sources: counsel must check each line before anybody relies on it. */
import type { Pack, Provision, Source } from '#core/law/pack.ts';

const CONSUMER_CODE = 'Code de la consommation';
const ACT_2025: Source = {
  title: 'Loi no 2025-594 du 30 juin 2025, article 13',
  reference: `${CONSUMER_CODE}, L223-1`,
};
const DECREE_2026: Source = { title: 'Décret no 2026-662', reference: `${CONSUMER_CODE}, R223-1 à R223-4, D223-9` };
const DECREE_2022: Source = { title: 'Décret no 2022-1313 du 13 octobre 2022', reference: `${CONSUMER_CODE}, D223-9` };
const CPCE: Source = { title: 'Code des postes et des communications électroniques', reference: 'L34-5' };
const HOLIDAYS: Source = { title: 'Code du travail', reference: 'L3133-1' };
const CNIL: Source = {
  title: 'CNIL, référentiel relatif à la gestion commerciale',
  reference: 'durées de conservation',
};

/** The day calls need a consent, and the hours, attempts and pauses were written anew. */
const OPT_IN = '2026-08-11';
const DECREE_2022_FROM = '2023-03-01';

const WEEKDAYS = [1, 2, 3, 4, 5] as const;
const CALL_SLOTS = {
  hours: [
    { from: '10:00', to: '13:00' },
    { from: '14:00', to: '20:00' },
  ],
  days: WEEKDAYS,
  holidays: 'out',
} as const;
const REFUSED = ['refused', 'refusal', 'refus', 'refusé', 'not_interested', 'no_more_calls'] as const;

type Line = Omit<Provision, 'counsel'>;

const CALLS: Line[] = [
  ...(
    [
      { id: 'fr_call_hours_2023', from: DECREE_2022_FROM, until: OPT_IN, sources: [DECREE_2022, HOLIDAYS] },
      { id: 'fr_call_hours', from: OPT_IN, until: null, sources: [DECREE_2026, HOLIDAYS] },
    ] as const
  ).map(
    (dated): Line => ({
      ...dated,
      channels: ['call'],
      demand: { kind: 'hours', slots: CALL_SLOTS },
      text: {
        en: 'Prospecting calls: Monday to Friday, 10–13 h and 14–20 h where the consumer is, not on public holidays.',
        fr: 'Appels de prospection : du lundi au vendredi, 10–13 h et 14–20 h à l’heure du consommateur, hors jours fériés.',
      },
    }),
  ),
  ...(
    [
      { id: 'fr_call_attempts_2023', from: DECREE_2022_FROM, until: OPT_IN, sources: [DECREE_2022] },
      { id: 'fr_call_attempts', from: OPT_IN, until: null, sources: [DECREE_2026] },
    ] as const
  ).map(
    (dated): Line => ({
      ...dated,
      channels: ['call'],
      demand: { kind: 'attempts', max: 4, days: 30 },
      text: {
        en: 'At most four calls or attempts in 30 calendar days, answered or not.',
        fr: 'Au plus quatre appels ou tentatives sur 30 jours calendaires, aboutis ou non.',
      },
    }),
  ),
  {
    id: 'fr_call_refusal',
    channels: ['call'],
    demand: { kind: 'refusal', days: 60, outcomes: REFUSED },
    text: {
      en: 'After a refusal, no call for 60 days. Sources differ on whether the text of 2026 has kept it: kept on.',
      fr: 'Après un refus, aucun appel pendant 60 jours. Les sources divergent sur son maintien en 2026 : maintenu ici.',
    },
    from: DECREE_2022_FROM,
    until: null,
    sources: [DECREE_2022],
  },
  {
    id: 'fr_bloctel',
    channels: ['call'],
    demand: { kind: 'consent', regime: 'opt_out' },
    text: {
      en: 'Calls were allowed until objected to; lists had to be checked against Bloctel.',
      fr: 'Démarchage permis sauf opposition ; fichiers à confronter à Bloctel.',
    },
    from: null,
    until: OPT_IN,
    sources: [{ title: 'Bloctel, abrogé', reference: `${CONSUMER_CODE}, anciens L223-1 et suivants` }],
  },
  {
    id: 'fr_call_consent',
    channels: ['call'],
    demand: { kind: 'consent', regime: 'opt_in', months: 12 },
    text: {
      en: 'Prospecting calls need a prior consent: free, specific, informed, revocable, for a year at most, never renewed tacitly. Its proof is kept for three years. Calls in performance of a current contract are excepted.',
      fr: 'Le démarchage exige un consentement préalable : libre, spécifique, éclairé, révocable, d’un an au plus, sans tacite reconduction. Sa preuve est gardée trois ans. Exception : l’exécution d’un contrat en cours.',
    },
    from: OPT_IN,
    until: null,
    sources: [ACT_2025, DECREE_2026],
  },
  {
    id: 'fr_call_sectors',
    channels: ['call'],
    demand: { kind: 'sectors', banned: ['energy_renovation', 'home_adaptation'] },
    text: {
      en: 'Energy renovation and works for ageing or disability at home are not sold by phone.',
      fr: 'Rénovation énergétique et adaptation du logement au vieillissement ou au handicap : pas de démarchage par téléphone.',
    },
    from: null,
    until: null,
    sources: [ACT_2025],
  },
  {
    id: 'fr_message_sectors',
    channels: ['sms', 'email'],
    demand: { kind: 'sectors', banned: ['energy_renovation', 'home_adaptation'] },
    text: {
      en: 'Nor by message.',
      fr: 'Ni par message électronique.',
    },
    from: '2025-07-01',
    until: null,
    sources: [ACT_2025],
  },
];

const MESSAGES: Line[] = [
  {
    id: 'fr_sms_hours',
    channels: ['sms'],
    demand: {
      kind: 'hours',
      slots: { hours: [{ from: '08:00', to: '20:00' }], days: [1, 2, 3, 4, 5, 6], holidays: 'out' },
      latest: '22:00',
    },
    text: {
      en: 'Commercial SMS: 8–20 h (22 h at the very latest), not on Sundays and public holidays. Practice of operators: no statute was found.',
      fr: 'SMS commerciaux : 8–20 h (22 h au plus tard), ni dimanche ni jours fériés. Usage des opérateurs : aucun texte trouvé.',
    },
    from: null,
    until: null,
    sources: [{ title: 'Usage des opérateurs et des prestataires', reference: 'conditions d’envoi des SMS marketing' }],
  },
  {
    id: 'fr_sms_consent',
    channels: ['sms'],
    demand: { kind: 'consent', regime: 'soft_opt_in' },
    text: {
      en: 'SMS need a consent; excepted are own customers, for similar products, with a free way to object each time.',
      fr: 'SMS avec consentement ; exception : propres clients, produits analogues, opposition gratuite à chaque envoi.',
    },
    from: null,
    until: null,
    sources: [CPCE],
  },
  {
    id: 'fr_email_consent',
    channels: ['email'],
    demand: { kind: 'consent', regime: 'soft_opt_in' },
    text: {
      en: 'E-mail needs a consent; excepted are own customers (a sale, an account is not enough), for similar products, with a free way to object each time.',
      fr: 'E-mail avec consentement ; exception : propres clients (une vente, pas un simple compte), produits analogues, opposition gratuite à chaque envoi.',
    },
    from: null,
    until: null,
    sources: [CPCE],
  },
  {
    id: 'fr_letter_consent',
    channels: ['letter'],
    demand: { kind: 'consent', regime: 'opt_out' },
    text: {
      en: 'Letters until objected to: the person was told and could object when the address was collected.',
      fr: 'Courrier sauf opposition : personne informée et en mesure de s’opposer lors de la collecte.',
    },
    from: null,
    until: null,
    sources: [{ title: 'CNIL, prospection par courrier postal', reference: 'RGPD, article 21' }],
  },
  {
    id: 'fr_retention',
    channels: ['email', 'letter', 'call', 'sms'],
    demand: { kind: 'note' },
    text: {
      en: 'Prospects: three years from collection or their last contact (a click counts, an open does not). Customers: the relation and three years. Objections: three years at least.',
      fr: 'Prospects : trois ans depuis la collecte ou leur dernier contact (un clic compte, une ouverture non). Clients : la relation et trois ans. Oppositions : trois ans au moins.',
    },
    from: null,
    until: null,
    sources: [CNIL],
  },
];

export const france: Pack = {
  country: 'FR',
  name: { en: 'France', fr: 'France' },
  provisions: [...CALLS, ...MESSAGES].map((line) => ({ ...line, counsel: true })),
};
