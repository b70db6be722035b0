/** What owed mails say, in each language. Liquid, like any content: `params` holds the code and the brand's name. */
import type { EmailContent } from '#core/channels/email.ts';
import type { Purpose } from '#core/code.ts';
import type { Mail } from '#store/owed.ts';

type LinkPurpose = (Mail & { kind: 'link' })['params']['purpose'];

type Lang = 'en' | 'fr';

type Words = {
  subject: string;
  /** Paragraphs; `code` stands for the code, large and by itself. */
  lines: readonly string[];
};

const CODE = 'code';
/** The link, by itself. */
const WAY = 'way';

const ASK: Record<Lang, Record<Purpose, Words>> = {
  en: {
    download: {
      subject: 'Your code to download your data',
      lines: ['This code lets you download what {{ params.brand }} keeps about you:', CODE],
    },
    address: {
      subject: 'Your code to change your e-mail address',
      lines: [
        'Somebody asked {{ params.brand }} to write to another e-mail address instead of this one. If it was you, this code confirms it:',
        CODE,
      ],
    },
    confirm: {
      subject: 'Confirm your new e-mail address',
      lines: [
        'From now on {{ params.brand }} is to write to this address. If you asked for it, enter this code on the page where you asked:',
        CODE,
      ],
    },
    erase: {
      subject: 'Your code to erase your data',
      lines: [
        'Somebody asked {{ params.brand }} to erase everything it keeps about you. It cannot be undone. If it was you, this code confirms it:',
        CODE,
      ],
    },
  },
  fr: {
    download: {
      subject: 'Votre code pour télécharger vos données',
      lines: ['Ce code vous permet de télécharger ce que {{ params.brand }} conserve à votre sujet :', CODE],
    },
    address: {
      subject: 'Votre code pour changer d’adresse e-mail',
      lines: [
        'On a demandé à {{ params.brand }} d’écrire désormais à une autre adresse e-mail que celle-ci. Si c’est vous, ce code le confirme :',
        CODE,
      ],
    },
    confirm: {
      subject: 'Confirmez votre nouvelle adresse e-mail',
      lines: [
        '{{ params.brand }} doit désormais écrire à cette adresse. Si vous l’avez demandé, saisissez ce code sur la page de votre demande :',
        CODE,
      ],
    },
    erase: {
      subject: 'Votre code pour effacer vos données',
      lines: [
        'On a demandé à {{ params.brand }} d’effacer tout ce qui est conservé à votre sujet. C’est définitif. Si c’est vous, ce code le confirme :',
        CODE,
      ],
    },
  },
};

const AFTER_CODE: Record<Lang, readonly string[]> = {
  en: [
    'It works once, for 15 minutes.',
    'If it was not you, do nothing: without the code nothing happens. Give it to nobody.',
  ],
  fr: [
    'Il sert une seule fois, pendant 15 minutes.',
    'Si ce n’est pas vous, ne faites rien : sans ce code, rien ne se passe. Ne le communiquez à personne.',
  ],
};

/** Not in mails to an address that is not yet known to be theirs: the page is behind the link. */
const LINK: Record<Lang, string> = {
  en: 'The page to enter it, should you have closed it:',
  fr: 'La page où le saisir, si vous l’avez fermée :',
};

const CHANGED: Record<Lang, Words> = {
  en: {
    subject: 'Your e-mail address was changed',
    lines: [
      '{{ params.brand }} now writes to another e-mail address of yours, as you asked. This one is no longer kept.',
      'If it was not you, tell us at once: reply to this message.',
    ],
  },
  fr: {
    subject: 'Votre adresse e-mail a été changée',
    lines: [
      '{{ params.brand }} écrit désormais à une autre de vos adresses e-mail, comme vous l’avez demandé. Celle-ci n’est plus conservée.',
      'Si ce n’est pas vous, dites-le-nous tout de suite : répondez à ce message.',
    ],
  },
};

const BY_LINK: Record<Lang, Record<LinkPurpose, Words>> = {
  en: {
    owner: { subject: 'Come in as the owner', lines: ['Choose your name and password here, once, within a day:'] },
    invitation: {
      subject: 'Your invitation',
      lines: [
        '{{ params.brand }} invites you to Jalon, where its chains of contacts are drawn and watched.',
        'Choose a password here, once, within seven days:',
      ],
    },
    reset: {
      subject: 'A new password',
      lines: ['Choose a new password for Jalon here, once, within a day. You are then signed out everywhere else:'],
    },
  },
  fr: {
    owner: {
      subject: 'Entrer comme propriétaire',
      lines: ['Choisissez ici votre nom et votre mot de passe, une seule fois, sous un jour :'],
    },
    invitation: {
      subject: 'Votre invitation',
      lines: [
        '{{ params.brand }} vous invite dans Jalon, où ses chaînes de sollicitations se dessinent et se suivent.',
        'Choisissez ici un mot de passe, une seule fois, sous sept jours :',
      ],
    },
    reset: {
      subject: 'Un nouveau mot de passe',
      lines: [
        'Choisissez ici un nouveau mot de passe pour Jalon, une seule fois, sous un jour. Vous serez déconnecté partout ailleurs :',
      ],
    },
  },
};

const NOT_EXPECTED: Record<Lang, string> = {
  en: 'If you expect no such message, do nothing: without the link nothing happens. Give it to nobody.',
  fr: 'Si vous n’attendez pas ce message, ne faites rien : sans le lien, rien ne se passe. Ne le communiquez à personne.',
};

/** Filled in already: what it says is not read as Liquid once more. */
const PROOF: EmailContent = {
  subject: '{{ params.subject }}',
  html: '{{ params.html | raw }}',
  text: '{{ params.text }}',
};

export function contentOf({ kind, params }: Mail): EmailContent {
  if (kind === 'proof') return PROOF;
  const { lang } = params;
  if (kind === 'address_changed') return made(lang, CHANGED[lang].subject, CHANGED[lang].lines);
  if (kind === 'link') {
    const { subject, lines } = BY_LINK[lang][params.purpose];
    return made(lang, subject, [...lines, WAY, NOT_EXPECTED[lang]]);
  }
  const { purpose } = params;
  const { subject, lines } = ASK[lang][purpose];
  const all = [...lines, ...AFTER_CODE[lang]];
  return made(lang, subject, all, purpose === 'confirm' ? undefined : { lead: LINK[lang], purpose });
}

/** The name of a content: one is prepared for each. */
export function contentName({ kind, params }: Mail): string {
  if (kind === 'proof') return kind;
  return kind === 'address_changed' ? `${kind} ${params.lang}` : `${kind} ${params.purpose} ${params.lang}`;
}

function made(
  lang: Lang,
  subject: string,
  lines: readonly string[],
  link?: { lead: string; purpose: Purpose },
): EmailContent {
  const url = `{{ preferences_url }}/data?for=${link?.purpose}`;
  const paragraphs = lines.map((line) => MARKED[line] ?? `<p>${line}</p>`);
  if (link) paragraphs.push(`<p>${link.lead}<br><a href="${url}">${url}</a></p>`);
  return {
    subject: `${subject} – {{ params.brand }}`,
    html: `<!doctype html><html lang="${lang}"><body style="font:16px/1.5 system-ui,sans-serif;max-width:560px;margin:0 auto;padding:24px">${paragraphs.join('')}</body></html>`,
    text: [...lines.map((line) => PLAIN[line] ?? line), ...(link ? [`${link.lead}\n${url}`] : [])].join('\n\n'),
  };
}

/** What stands by itself. */
const MARKED: Record<string, string> = {
  [CODE]: '<p style="font-size:32px;font-weight:bold;letter-spacing:6px;margin:24px 0">{{ params.code }}</p>',
  [WAY]: '<p style="margin:24px 0"><a href="{{ params.link }}">{{ params.link }}</a></p>',
};
const PLAIN: Record<string, string> = { [CODE]: '    {{ params.code }}', [WAY]: '{{ params.link }}' };
