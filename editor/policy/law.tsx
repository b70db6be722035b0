'use client';
import { Scale } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { type LawPack, useLaw } from '#editor/data/consent.ts';
import { useMay } from '#editor/data/me.ts';
import { plainDay } from '#editor/policy/day.ts';
import { labelOf } from '#editor/policy/lexicon.ts';
import { Missing } from '#editor/policy/missing.tsx';
import { Rules } from '#editor/policy/rules.tsx';
import type { Lang } from '#editor/policy/sentence.ts';
import { Badge, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Checkbox } from '#editor/ui/input.tsx';

/** Hours of the company and those of the law, where it is written, and whom calls and SMS cannot reach. */
export function LawRoom() {
  const t = useTranslations('policy');
  const law = useLaw();
  const mayCustomers = useMay('customers:read');
  return (
    <div className="grid gap-8">
      <Rules kinds={['hours', 'law']} />
      {mayCustomers ? <Missing /> : null}
      <section className="grid gap-3">
        <h2 className="font-semibold text-lg">{t('law.title')}</h2>
        <Notice tone="warning" className="flex items-start gap-2">
          <Scale aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('law.counsel')}
        </Notice>
        {law.isPending ? <Skeleton className="h-40" /> : null}
        {law.isError ? <Notice tone="danger">{law.error.message}</Notice> : null}
        {law.data?.packs.map((pack) => (
          <Pack key={pack.country} pack={pack} />
        ))}
      </section>
    </div>
  );
}

type Provision = LawPack['provisions'][number];

function Pack({ pack }: { pack: LawPack }) {
  const t = useTranslations('policy');
  const lang = useLocale() as Lang;
  const [all, setAll] = useState(false);
  const shown = pack.provisions.filter((one) => all || one.inForce);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="font-medium">{pack.name[lang]}</h3>
        <Badge tone={pack.active ? 'success' : 'warning'}>{t(pack.active ? 'law.active' : 'law.inactive')}</Badge>
        <label htmlFor={`all-${pack.country}`} className="ml-auto flex items-center gap-2 text-sm">
          <Checkbox id={`all-${pack.country}`} checked={all} onChange={({ target }) => setAll(target.checked)} />
          {t('law.others')}
        </label>
      </div>
      <ul className="grid gap-2">
        {shown.map((one) => (
          <Line key={one.id} provision={one} lang={lang} />
        ))}
      </ul>
    </div>
  );
}

function Line({ provision, lang }: { provision: Provision; lang: Lang }) {
  const t = useTranslations('policy');
  const { channels, text, from, until, inForce, sources } = provision;
  const day = (iso: string) => plainDay(lang, iso, { dateStyle: 'long' });
  const dates =
    from && until
      ? t('law.between', { from: day(from), until: day(until) })
      : from
        ? t('law.since', { from: day(from) })
        : until
          ? t('law.till', { until: day(until) })
          : t('law.ever');
  return (
    <li className="grid gap-1.5 rounded-xl border bg-card p-4 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        {channels.map((channel) => (
          <Badge key={channel} tone="contact">
            {labelOf(channel, lang)}
          </Badge>
        ))}
        {inForce ? null : <Badge>{t('law.notInForce')}</Badge>}
        <span className="text-muted-foreground text-xs">{dates}</span>
      </div>
      <p>{text[lang]}</p>
      <p className="text-muted-foreground text-xs">
        {sources.map(({ title, reference }) => `${title} (${reference})`).join(' · ')}
      </p>
    </li>
  );
}
