'use client';
import { CircleHelp } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { type Graph, readGraph } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { goTo } from '#editor/canvas/mode.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { useVersion, useVersions, useWatch } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Select } from '#editor/ui/input.tsx';
import { type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { Popover } from '#editor/ui/popover.tsx';
import { Told } from '#editor/ui/told.tsx';
import { CountList } from '#editor/watch/countlist.tsx';
import { type Behind, type Counted, countsOf, strayed } from '#editor/watch/counts.ts';
import { Side, WatchFrame } from '#editor/watch/frame.tsx';
import { Picture } from '#editor/watch/picture.tsx';
import { Tests } from '#editor/watch/tests.tsx';

const PERIODS = [7, 28, 90, 365];
const MEANT = ['entered', 'live', 'goal', 'here', 'due', 'passed', 'customers', 'ports'] as const;

const WHO: Record<'entered' | 'live' | 'goal', Behind> = {
  entered: {},
  live: { state: 'live' },
  goal: { outcome: 'goal' },
};

/** The chain while customers walk through it: who stands where, what is due, who has passed and which way. */
export function Live({ list }: { list: boolean }) {
  const t = useTranslations('watch');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const chain = useEditor((s) => s.chain);
  const id = chain?.id ?? '';
  const [version, setVersion] = useState('');
  const [days, setDays] = useState(0);
  const { live, lost } = useWatch(id, { version, days });
  const versions = useVersions(id).data?.items ?? [];
  const shown = useVersion(version || (chain?.version ?? null));
  const maySee = useMay('customers:read');
  const zone = useMe().data?.company.zone ?? 'UTC';
  const graph = useMemo(() => graphOf(shown.data?.graph), [shown.data]);
  // The list of customers knows no days of entry: what it shows would be others.
  const listed = useMemo(() => {
    const where = { chain: id, ...(version ? { version } : {}) };
    return maySee && days === 0 ? (of: Behind) => `/customers?${new URLSearchParams({ ...where, ...of })}` : null;
  }, [maySee, days, id, version]);
  const counted = useMemo(
    () =>
      graph && live
        ? countsOf(graph, live, {
            number: (n, digits) => numberIn(language, n, digits),
            word: (key) => t(key),
            language,
            link: listed ? (of) => listed(of) : null,
          })
        : null,
    [graph, live, language, t, listed],
  );
  if (!chain?.version)
    return (
      <div className="grid flex-1 place-content-center p-6">
        <Empty title={t('never')} action={<Button onClick={() => goTo('edit')}>{t('toDrawing')}</Button>}>
          {t('neverHow')}
        </Empty>
      </div>
    );
  if (shown.error)
    return (
      <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
        {desk('unreachable')}
        <Button onClick={() => void shown.refetch()}>{desk('again')}</Button>
      </Notice>
    );
  const behind = (name: keyof typeof WHO) => (listed && live && live[name] > 0 ? listed(WHO[name]) : undefined);
  const elsewhere = graph && live ? strayed(graph, live) : 0;
  return (
    <WatchFrame
      head={
        <>
          <dl className="flex flex-wrap gap-x-6">
            {(['entered', 'live', 'goal'] as const).map((name) => (
              <div key={name} title={t(`how.${name}`)} data-figure={name}>
                <dt className="text-muted-foreground text-xs">{t(name)}</dt>
                <dd className="font-semibold text-lg tabular-nums leading-tight">
                  {live ? <Told value={numberIn(language, live[name])} href={behind(name)} said={t(name)} /> : '–'}
                </dd>
              </div>
            ))}
          </dl>
          <Field label={t('version')} className="flex items-center gap-2">
            {(c) => (
              <Select
                {...c}
                className="h-8 w-auto max-w-32"
                value={version}
                onChange={(e) => setVersion(e.target.value)}
              >
                <option value="">{t('all')}</option>
                {versions.map((v) => (
                  <option key={v.id} value={v.id}>
                    {v.number}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('since')} className="flex items-center gap-2">
            {(c) => (
              <Select
                {...c}
                className="h-8 w-auto max-w-48"
                value={days}
                onChange={(e) => setDays(Number(e.target.value))}
              >
                <option value={0}>{t('ever')}</option>
                {PERIODS.map((count) => (
                  <option key={count} value={count}>
                    {t('days', { count })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Popover
            label={t('meaning')}
            className="max-h-96 w-96 max-w-[calc(100vw-2rem)] overflow-y-auto"
            trigger={
              <Button look="ghost" size="icon" aria-label={t('meaning')} title={t('meaning')}>
                <CircleHelp aria-hidden />
              </Button>
            }
          >
            <dl className="grid gap-2">
              {MEANT.map((name) => (
                <div key={name}>
                  <dt className="font-medium">{t(name)}</dt>
                  <dd className="text-muted-foreground">{t(`how.${name}`)}</dd>
                </div>
              ))}
            </dl>
          </Popover>
          <p role="status" className="ml-auto py-1.5 text-muted-foreground text-xs">
            {lost
              ? t('lost', { when: live ? momentIn(language, zone, live.at) : '–' })
              : live
                ? t('at', { when: momentIn(language, zone, live.at) })
                : t('waiting')}
          </p>
          {live && live.tests.entered > 0 ? <Tests chain={id} tests={live.tests} /> : null}
          {elsewhere > 0 ? (
            <p className="basis-full text-sm text-warning">{t('elsewhere', { count: elsewhere })}</p>
          ) : null}
        </>
      }
      side={graph && counted ? <Chosen graph={graph} counted={counted} chain={id} /> : null}
    >
      {graph && counted ? (
        list ? (
          <CountList graph={graph} counted={counted} />
        ) : (
          <Picture key={shown.data?.id} graph={graph} overlay={counted.overlay} label={t('drawing')} />
        )
      ) : (
        <Skeleton className="m-4 h-64 flex-1" />
      )}
    </WatchFrame>
  );
}

/** The numbers of one step with what each means. */
function Chosen({ graph, counted, chain }: { graph: Graph; counted: Counted; chain: string }) {
  const t = useTranslations('watch');
  const language = useLocale() as Language;
  const selection = useEditor((s) => s.selection);
  const step = graph.steps.find((s) => selection.has(s.id));
  if (!step) return null;
  const card = cardOf(step, language);
  const { figures = [] } = counted.overlay.steps.get(step.id) ?? {};
  const ways = counted.ways.get(step.id) ?? [];
  return (
    <Side label={t('step')}>
      <h2 className="font-semibold text-lg">{card.title}</h2>
      <dl className="grid gap-3">
        {figures.map(({ key, name, value, how, href }) => (
          <div key={key} className="grid grid-cols-[1fr_auto] gap-x-3">
            <dt className="font-medium text-sm">{name}</dt>
            <dd className="text-right font-semibold tabular-nums">
              {href ? (
                <Link
                  href={href}
                  prefetch={false}
                  className="text-primary underline underline-offset-4"
                  aria-label={`${value}: ${t('see', { name: card.title })}`}
                >
                  {value}
                </Link>
              ) : (
                value
              )}
            </dd>
            <dd className="col-span-2 text-muted-foreground text-xs">{how}</dd>
          </div>
        ))}
      </dl>
      {ways.length > 0 ? (
        <section aria-label={t('ports')} className="grid gap-2 border-t pt-4">
          <h3 className="font-semibold text-sm">{t('ports')}</h3>
          <ul className="grid gap-2 text-sm">
            {ways.map((way) => (
              <li key={way.port} className="grid grid-cols-[1fr_auto] gap-x-3">
                <span>{way.name}</span>
                <span className="tabular-nums">
                  {way.count} · {way.share}
                </span>
                <span aria-hidden className="col-span-2 mt-1 h-1.5 overflow-hidden rounded-full bg-muted">
                  <span className="block h-full bg-primary" style={{ width: `${way.part * 100}%` }} />
                </span>
              </li>
            ))}
          </ul>
          <p className="text-muted-foreground text-xs">{t('how.ports')}</p>
        </section>
      ) : null}
      <Link className="text-primary text-sm underline underline-offset-4" href={`/chains/${chain}/results`}>
        {t('toResults')}
      </Link>
    </Side>
  );
}

function graphOf(document: unknown): Graph | null {
  if (!document) return null;
  const read = readGraph(document);
  return 'graph' in read ? read.graph : null;
}
