'use client';
import { useTranslations } from 'next-intl';
import type { Json } from '#core/facts.ts';
import { envelopeOf } from '#core/postal.ts';
import { calledIn, useMoments } from '#editor/customers/words.ts';
import type { CustomerAnswer } from '#editor/data/customers.ts';
import { Card } from '#editor/ui/card.tsx';

/** Who it is, as far as the reader's role may see: the API has masked the rest. */
export function Identity({ customer }: { customer: CustomerAnswer }) {
  const t = useTranslations('customers');
  const { date, language } = useMoments();
  const { addresses, identities, traits, zone, country, locale, createdAt } = customer;
  const postal = addresses.some(({ kind }) => kind === 'postal') ? [] : envelopeOf(traits.address as Json | undefined);
  const rows: [string, string][] = [
    ...addresses.map(({ kind, value }): [string, string] => [t(`kinds.${kind}`), value]),
    ...(postal.length > 0 ? [[t('kinds.postal'), postal.join('\n')] as [string, string]] : []),
    ...identities.map(({ kind, value }): [string, string] => [t(`kinds.${kind}`), value]),
    ...(zone ? [[t('zone'), zone.replaceAll('_', ' ')] as [string, string]] : []),
    ...(country ? [[t('country'), calledIn(language, 'region', country)] as [string, string]] : []),
    ...(locale ? [[t('language'), calledIn(language, 'language', locale)] as [string, string]] : []),
    [t('since'), date(createdAt)],
  ];
  const all = Object.entries(traits);
  return (
    <Card aria-label={t('who')} className="grid gap-3">
      <h2 className="font-semibold">{t('who')}</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        {rows.map(([label, value]) => (
          <div key={`${label} ${value}`} className="contents">
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="whitespace-pre-line break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {addresses.length === 0 ? <p className="text-muted-foreground text-sm">{t('noAddress')}</p> : null}
      {all.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-primary">{t('traits')}</summary>
          <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            {all.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted-foreground">{name}</dt>
                <dd className="break-words">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </Card>
  );
}
