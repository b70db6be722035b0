/** Templates to begin with: sober, readable without images, in light and dark, in English and French. */

import type { TemplateDraft, Variant } from '#core/contents/template.ts';
import type { Language } from '#core/wording/index.ts';

type Words = {
  subject: string;
  preheader: string;
  title: string;
  /** Paragraphs; Liquid as in any content. */
  lines: readonly string[];
  button?: { label: string; href: string };
  defaults?: Record<string, string>;
};

export type Starter = { key: string; name: Record<Language, string>; draft: TemplateDraft };

const FOOT: Record<Language, { why: string; stop: string; choose: string }> = {
  en: {
    why: 'You get this message as a customer of {{ brand.name }}.',
    stop: 'Unsubscribe',
    choose: 'Choose what you get',
  },
  fr: {
    why: 'Vous recevez ce message en tant que client de {{ brand.name }}.',
    stop: 'Se désabonner',
    choose: 'Choisir ce que vous recevez',
  },
};

const HEAD = `  <mj-head>
    <mj-attributes>
      <mj-all font-family="system-ui, -apple-system, Segoe UI, Arial, sans-serif" />
    </mj-attributes>
    <mj-raw>
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
    </mj-raw>
    <mj-style>
      @media (prefers-color-scheme: dark) {
        body, .page, .page > table { background: #15181c !important; }
        .sheet, .sheet > table { background: #1c2025 !important; }
        .sheet div, .sheet h1 { color: #e8e6e3 !important; }
        .foot div, .foot a { color: #a8afb9 !important; }
      }
    </mj-style>
  </mj-head>`;

/** On the elements and not in the head: the drawing board knows no head. */
const TEXT = 'font-size="16px" line-height="1.6" color="#1d2126" padding="8px 24px"';
const BUTTON =
  'background-color="#0b6b5b" color="#ffffff" font-size="16px" border-radius="6px" align="left" padding="16px 24px"';

function mjml(language: Language, { title, lines, button }: Words): string {
  const { why, stop, choose } = FOOT[language];
  const body = [
    `<mj-text ${TEXT}><h1 style="font-size:24px;line-height:1.3;margin:16px 0 0">${title}</h1></mj-text>`,
    ...lines.map((line) => `<mj-text ${TEXT}>${line}</mj-text>`),
    ...(button ? [`<mj-button href="${button.href}" ${BUTTON}>${button.label}</mj-button>`] : []),
  ];
  return `<mjml lang="${language}">
${HEAD}
  <mj-body css-class="page" background-color="#f3f1ec">
    <mj-section css-class="sheet" background-color="#ffffff" padding="16px 0">
      <mj-column>
        ${body.join('\n        ')}
      </mj-column>
    </mj-section>
    <mj-section css-class="foot" padding="8px 0 24px">
      <mj-column>
        <mj-text font-size="13px" line-height="1.6" color="#5b636e" padding="8px 24px">${why}<br /><a href="{{ preferences_url }}" style="color:#5b636e">${choose}</a> · <a href="{{ unsubscribe_url }}" style="color:#5b636e">${stop}</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
}

function variant(language: Language, words: Words): Variant {
  const { subject, preheader, defaults = {} } = words;
  return { subject, preheader, format: 'mjml', source: mjml(language, words), defaults };
}

function starter(key: string, name: Starter['name'], en: Words, fr: Words): Starter {
  return { key, name, draft: { language: 'en', variants: { en: variant('en', en), fr: variant('fr', fr) } } };
}

const HELLO = { en: { 'profile.firstName': 'dear customer' }, fr: { 'profile.firstName': 'cher client' } };

export const STARTERS: readonly Starter[] = [
  starter(
    'thanks',
    { en: 'Thank you', fr: 'Remerciement' },
    {
      subject: 'Thank you for your purchase',
      preheader: 'We are preparing your order.',
      title: 'Thank you, {{ profile.firstName }}',
      lines: ['Your order has reached us and we are preparing it.', 'A question? Just reply to this message.'],
      defaults: HELLO.en,
    },
    {
      subject: 'Merci de votre achat',
      preheader: 'Nous préparons votre commande.',
      title: 'Merci, {{ profile.firstName }}',
      lines: [
        'Votre commande nous est bien parvenue et nous la préparons.',
        'Une question\u202f? Répondez simplement à ce message.',
      ],
      defaults: HELLO.fr,
    },
  ),
  starter(
    'newsletter',
    { en: 'Newsletter', fr: 'Lettre d’information' },
    {
      subject: 'This month at {{ brand.name }}',
      preheader: 'Three things worth knowing.',
      title: 'This month',
      lines: ['<strong>First news.</strong> A few lines.', '<strong>Second news.</strong> A few lines.'],
    },
    {
      subject: 'Ce mois-ci chez {{ brand.name }}',
      preheader: 'Trois choses à savoir.',
      title: 'Ce mois-ci',
      lines: [
        '<strong>Première nouvelle.</strong> Quelques lignes.',
        '<strong>Deuxième nouvelle.</strong> Quelques lignes.',
      ],
    },
  ),
  starter(
    'offer',
    { en: 'Offer', fr: 'Offre' },
    {
      subject: '{{ offer.name }}',
      preheader: 'For you, and for a limited time.',
      title: '{{ offer.name }}',
      lines: ['{{ profile.firstName }}, this goes well with what you chose.'],
      button: { label: 'See the offer', href: 'https://www.example.com/offer' },
      defaults: { ...HELLO.en, 'offer.name': 'An offer for you' },
    },
    {
      subject: '{{ offer.name }}',
      preheader: 'Pour vous, et pour un temps limité.',
      title: '{{ offer.name }}',
      lines: ['{{ profile.firstName }}, ceci complète bien ce que vous avez choisi.'],
      button: { label: 'Voir l’offre', href: 'https://www.example.com/offre' },
      defaults: { ...HELLO.fr, 'offer.name': 'Une offre pour vous' },
    },
  ),
  starter(
    'renewal',
    { en: 'Renewal', fr: 'Renouvellement' },
    {
      subject: 'The new version is here',
      preheader: 'Keep what you like, with what is new.',
      title: 'Time to renew, {{ profile.firstName }}?',
      lines: ['The new version keeps what you know and adds what was asked for.', 'Renewing takes two minutes.'],
      button: { label: 'Renew', href: 'https://www.example.com/renew' },
      defaults: HELLO.en,
    },
    {
      subject: 'La nouvelle version est arrivée',
      preheader: 'Gardez ce que vous aimez, avec des nouveautés.',
      title: 'L’heure de renouveler, {{ profile.firstName }}\u202f?',
      lines: [
        'La nouvelle version garde ce que vous connaissez et ajoute ce qui a été demandé.',
        'Deux minutes suffisent pour renouveler.',
      ],
      button: { label: 'Renouveler', href: 'https://www.example.com/renouveler' },
      defaults: HELLO.fr,
    },
  ),
];

/** An empty sheet with its foot, in a language. */
export function blankVariant(language: string): Variant {
  const known: Language = language.startsWith('fr') ? 'fr' : 'en';
  const words = { subject: '', preheader: '', title: known === 'fr' ? 'Titre' : 'Title', lines: ['…'] };
  return { ...variant(known, words), source: mjml(known, words).replace(`lang="${known}"`, `lang="${language}"`) };
}

/** Why somebody gets it, and the ways out. */
export function footOf(language: string): (typeof FOOT)[Language] {
  return FOOT[language.startsWith('fr') ? 'fr' : 'en'];
}
