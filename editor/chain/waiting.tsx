'use client';
import { ChevronRight, Copy, LoaderCircle, Zap } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { lineFor } from '#editor/chain/line.ts';
import { saidBy, useFirst, useSimulate } from '#editor/data/chains.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** A live chain that nobody has entered yet: what must come, how to send it, and a customer who does it for a trial. */
export function Waiting({ chain }: { chain: string }) {
  const t = useTranslations('first');
  const mayDraw = useMay('chains:draft');
  const maySee = useMay('customers:read');
  const first = useFirst(chain, true).data;
  const simulate = useSimulate(chain);
  const email = useMe().data?.person?.email;
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  if (!first || first.entered) return null;
  const { event, seen, properties, tests } = first;
  if (event === null) return <Notice className="m-2">{t('byHand')}</Notice>;
  const line = lineFor({ origin, event, properties, traits: first.traits, email });
  const outcome = simulate.data;
  const refused = simulate.error ? (saidBy(simulate.error) ?? t('unreachable')) : null;
  const copy = () => navigator.clipboard.writeText(line).then(() => toast.success(t('copied')));

  return (
    <section
      aria-label={t('waiting', { event })}
      className="m-2 grid gap-3 rounded-lg border bg-card px-4 py-3 text-sm"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-56 flex-1">
          <h2 className="flex items-center gap-2 font-medium">
            <Zap aria-hidden className="size-4 text-entry" /> {t('waiting', { event })}
          </h2>
          <p className="text-muted-foreground">{t(seen ? 'waitingText' : 'never')}</p>
        </div>
        {mayDraw ? (
          <Button size="small" title={t('simulateHow')} disabled={simulate.isPending} onClick={() => simulate.mutate()}>
            {simulate.isPending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
            {t(simulate.isPending ? 'simulating' : 'simulate')}
          </Button>
        ) : null}
      </div>
      <div aria-live="polite" className="contents">
        {refused ? <Notice tone="danger">{refused}</Notice> : null}
        {outcome && outcome.enrolment === null ? (
          <Notice tone="warning">{t('decision', { why: t(`why.${outcome.decision as 'filter'}`) })}</Notice>
        ) : null}
        {tests.length > 0 ? <Came chain={chain} test={tests[0]!} maySee={maySee} /> : null}
      </div>
      <details className="group">
        <summary className="flex cursor-pointer items-center gap-1 text-muted-foreground hover:text-foreground">
          <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" /> {t('send')}
        </summary>
        <div className="mt-2 grid gap-2">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section tabIndex={0} aria-label={t('send')} className="overflow-x-auto rounded-md bg-muted p-3 text-xs">
            <pre>{line}</pre>
          </section>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground">
            <Button size="small" onClick={() => void copy()}>
              <Copy aria-hidden /> {t('copy')}
            </Button>
            {t('key')}
            <Link className="text-primary underline underline-offset-4" href="/settings/keys">
              {t('keys')}
            </Link>
          </p>
        </div>
      </details>
    </section>
  );
}

type Test = { enrolment: string; customer: string; at: string; live: boolean };

function Came({ chain, test, maySee }: { chain: string; test: Test; maySee: boolean }) {
  const t = useTranslations('first');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  return (
    <Notice tone="success" className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="min-w-56 flex-1">
        {t('came')}{' '}
        <span className="text-muted-foreground">
          {t('at', { when: momentIn(language, zone, test.at) })}
          {test.live ? '' : ` · ${t('ended')}`}
        </span>
      </span>
      {maySee ? (
        <>
          <Link className="text-primary underline underline-offset-4" href={`/chains/${chain}?path=${test.enrolment}`}>
            {t('path')}
          </Link>
          <Link className="text-primary underline underline-offset-4" href={`/customers/${test.customer}`}>
            {t('seen')}
          </Link>
        </>
      ) : null}
    </Notice>
  );
}
