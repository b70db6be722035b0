'use client';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { lastWord, stands } from '#core/consent.ts';
import { wordsFor } from '#core/language.ts';
import { ConsentDialog, WithdrawAll } from '#editor/customers/say.tsx';
import { readable, useMoments } from '#editor/customers/words.ts';
import { api } from '#editor/data/api.ts';
import { useTopics } from '#editor/data/contents.ts';
import { type CustomerAnswer, type LedgerEntry, useLedger } from '#editor/data/customers.ts';
import { useMay } from '#editor/data/me.ts';
import { useRules } from '#editor/data/running.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';

const CHANNELS = ['email', 'letter', 'call', 'sms'] as const;
const MARK = {
  given: { icon: Check, look: 'bg-success-soft text-success' },
  withdrawn: { icon: X, look: 'bg-danger-soft text-danger' },
  expired: { icon: X, look: 'bg-warning-soft text-warning' },
  unsaid: { icon: Minus, look: 'bg-muted text-foreground' },
} as const;

export type Cell = {
  channel: string;
  topic: string;
  topicName: string;
  state: keyof typeof MARK;
  expiresAt: string | null;
};

/** Consent by channel and topic: the last word on each, changed by a click; beneath, all that was ever said. */
export function Consents({ customer }: { customer: CustomerAnswer }) {
  const t = useTranslations('customers');
  const { language, date, now } = useMoments();
  const may = useMay('customers:write');
  const topics = useTopics();
  const brands = useQuery({
    queryKey: ['brands', 'named'],
    queryFn: () => api<{ items: { id: string; name: string }[] }>('/brands', { query: { limit: 200 } }),
  });
  const regimes = useRules().data?.consent.regimes;
  const [brand, setBrand] = useState('default');
  const [open, setOpen] = useState<Cell | null>(null);
  const [all, setAll] = useState(false);
  const words = customer.consents.map(({ expiresAt, at, ...word }) => ({
    ...{ ...word, at: Date.parse(at), expiresAt: expiresAt === null ? null : Date.parse(expiresAt) },
  }));
  const columns = [
    { id: '*', name: t('consents.general') },
    ...(topics.data?.items ?? []).map(({ id, names }) => ({ id, name: wordsFor(names, language) ?? id })),
  ];
  const cellOf = (channel: string, topic: { id: string; name: string }): Cell => {
    const word = lastWord(words, { brand, channel, topic: topic.id });
    const state = !word ? 'unsaid' : stands(word, now ?? 0) ? 'given' : word.given ? 'expired' : 'withdrawn';
    const expiresAt = state === 'given' && word?.expiresAt ? new Date(word.expiresAt).toISOString() : null;
    return { channel, topic: topic.id, topicName: topic.name, state, expiresAt };
  };
  return (
    <Card aria-label={t('consents.title')} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t('consents.title')}</h2>
        {may ? (
          <Button size="small" look="ghost" onClick={() => setAll(true)}>
            {t('consents.everything')}
          </Button>
        ) : null}
      </div>
      {(brands.data?.items.length ?? 0) > 1 ? (
        <Field label={t('consents.brand')}>
          {(control) => (
            <Select {...control} value={brand} onChange={(event) => setBrand(event.target.value)}>
              {brands.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="-mx-1 overflow-x-auto px-1" aria-label={t('consents.table')} tabIndex={0}>
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="text-muted-foreground text-xs">
              <th scope="col" className="py-1 pr-3 font-medium">
                {t('consents.channel')}
              </th>
              {columns.map(({ id, name }) => (
                <th key={id} scope="col" className="px-1 py-1 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {CHANNELS.map((channel) => (
              <tr key={channel} className="border-t">
                <th scope="row" className="py-1.5 pr-3 font-normal">
                  {t(`channels.${channel}`)}
                </th>
                {columns.map((topic) => {
                  const cell = cellOf(channel, topic);
                  const { icon: Icon, look } = MARK[cell.state];
                  const said = t(`consents.${cell.state}`);
                  const regime = regimes?.[channel];
                  const more =
                    cell.state === 'unsaid'
                      ? regime && t(`consents.regime.${regime}`)
                      : cell.expiresAt && t('consents.until', { when: date(cell.expiresAt) });
                  const inside = (
                    <>
                      <Icon aria-hidden className="size-3.5 shrink-0" />
                      <span>
                        {said}
                        {more ? <span className="block font-normal text-xs opacity-90">{more}</span> : null}
                      </span>
                    </>
                  );
                  const shape = cn('flex w-full items-center gap-1.5 rounded-md px-2 py-1 text-left font-medium', look);
                  return (
                    <td key={topic.id} className="px-1 py-1.5">
                      {may ? (
                        <button
                          type="button"
                          className={cn(shape, 'hover:ring-1 hover:ring-ring')}
                          onClick={() => setOpen(cell)}
                        >
                          <span className="sr-only">
                            {t('consents.open', { channel: t(`channels.${channel}`), topic: topic.name })}{' '}
                          </span>
                          {inside}
                        </button>
                      ) : (
                        <span className={shape}>{inside}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <History id={customer.id} topicName={(id) => columns.find((c) => c.id === id)?.name ?? id} />
      {open ? <ConsentDialog id={customer.id} brand={brand} cell={open} onClose={() => setOpen(null)} /> : null}
      {all ? <WithdrawAll id={customer.id} onClose={() => setAll(false)} /> : null}
    </Card>
  );
}

function History({ id, topicName }: { id: string; topicName: (id: string) => string }) {
  const t = useTranslations('customers');
  const { when } = useMoments();
  const ledger = useLedger(id);
  const items = [...(ledger.data?.items ?? [])].reverse();
  const stateOf = ({ given, pending }: LedgerEntry) =>
    t(`consents.${pending ? 'pending' : given ? 'given' : 'withdrawn'}`);
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-primary">{t('consents.history')}</summary>
      {items.length === 0 ? (
        <p className="mt-2 text-muted-foreground">{t('consents.noHistory')}</p>
      ) : (
        <ol className="mt-2 grid gap-2">
          {items.map((entry) => {
            const channel = entry.channel === '*' ? t('channels.all') : t(`channels.${entry.channel}`);
            const what = entry.topic === '*' ? channel : `${channel}, ${topicName(entry.topic)}`;
            const source = t.has(`consents.sources.${entry.source}`)
              ? t(`consents.sources.${entry.source}`)
              : readable(entry.source);
            return (
              <li key={entry.record} className="grid gap-0.5 border-l-2 pl-3">
                <p>{t('consents.line', { what, state: stateOf(entry) })}</p>
                {entry.wording ? <p className="text-muted-foreground">“{entry.wording}”</p> : null}
                <p className="text-muted-foreground text-xs">
                  {when(entry.at)} · {source}
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </details>
  );
}
