'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { type PolicyTestHead, type PolicyTestReport, useTestReport } from '#editor/data/experiment.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { rulesOf, useDraft } from '#editor/policy/draft.tsx';
import { Enforce } from '#editor/policy/enforce.tsx';
import { labelOf } from '#editor/policy/lexicon.ts';
import { titleOf } from '#editor/policy/slug.ts';
import { useSuggestions } from '#editor/policy/suggest.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

/** One test: its two variants, what came of each, and how it ends. */
export function Report({ test }: { test: PolicyTestHead }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const { saved, may } = useDraft();
  const events = useSuggestions('events');
  const [event, setEvent] = useState('');
  const [days, setDays] = useState(7);
  const [ending, setEnding] = useState<'a' | 'b' | null>(null);
  const report = useTestReport(test.id, { ...(event ? { response: event } : {}), days, lang: language });
  const ended = test.state === 'ended';
  const found = report.data;
  return (
    <Card aria-label={titleOf(test.id)} className="grid gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold">{titleOf(test.id)}</h2>
        <Badge tone={ended ? 'plain' : 'success'}>{t(`test.state.${test.state}`)}</Badge>
        {may && !ended ? (
          <div className="ml-auto flex flex-wrap gap-2">
            <Button size="small" onClick={() => setEnding('a')}>
              {t('test.keepA')}
            </Button>
            <Button size="small" onClick={() => setEnding('b')}>
              {t('test.keepB')}
            </Button>
          </div>
        ) : null}
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-primary">{t(ended ? 'test.againstNow' : 'test.differs')}</summary>
        <div className="mt-2">
          <Difference before={saved} after={rulesOf(test)} />
        </div>
      </details>
      <div className="flex flex-wrap gap-4">
        <Field label={t('test.response')} className="w-64">
          {(control) => (
            <Select {...control} value={event} onChange={({ target }) => setEvent(target.value)}>
              <option value="">{t('test.purchase')}</option>
              {events.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('test.days')} className="w-40">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={90}
              defaultValue={days}
              onChange={({ target }) => {
                if (target.value !== '' && target.checkValidity()) setDays(target.valueAsNumber);
              }}
            />
          )}
        </Field>
      </div>
      {report.isPending ? <Skeleton className="h-48" /> : null}
      {report.isError ? <Notice tone="danger">{report.error.message}</Notice> : null}
      {found ? <Measures found={found} /> : null}
      {ending ? (
        <Enforce
          title={t(ending === 'a' ? 'test.keepA' : 'test.keepB')}
          what={t(ending === 'a' ? 'test.keepAWhat' : 'test.keepBWhat')}
          rules={ending === 'a' ? saved : rulesOf(test)}
          test={null}
          onClose={() => setEnding(null)}
        />
      ) : null}
    </Card>
  );
}

type Measure = PolicyTestReport['measures'][number];

function Measures({ found }: { found: PolicyTestReport }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const main = found.measures.filter(({ of }) => of === null);
  const rest = found.measures.filter(({ of }) => of !== null);
  const customers = { a: numberIn(language, found.customers.a), b: numberIn(language, found.customers.b) };
  return (
    <div className="grid gap-3">
      <p className="text-sm">{t('test.customers', customers)}</p>
      {found.customers.a + found.customers.b === 0 ? <Notice>{t('test.nobody')}</Notice> : null}
      <Rows
        measures={found.customers.a + found.customers.b === 0 ? [] : main}
        found={found}
        label={t('test.measures')}
      />
      {rest.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-primary">{t('test.detail')}</summary>
          <div className="mt-2">
            <Rows measures={rest} found={found} label={t('test.detail')} />
          </div>
        </details>
      ) : null}
      <p className="max-w-prose text-muted-foreground text-xs">{t('test.chance')}</p>
    </div>
  );
}

function Rows({ measures, found, label }: { measures: Measure[]; found: PolicyTestReport; label: string }) {
  const t = useTranslations('experiment');
  const language = useLocale() as Language;
  const number = (n: number | null) => (n === null ? '–' : numberIn(language, n, 1));
  const part = ({ per1000: { value, low, high } }: Measure['a']) => (
    <>
      <span className="font-medium tabular-nums">{number(value)}</span>
      {low === null || high === null ? null : (
        <span className="block whitespace-nowrap text-muted-foreground text-xs tabular-nums">
          {t('test.range', { low: number(low), high: number(high) })}
        </span>
      )}
    </>
  );
  const nameOf = ({ measure, of }: Measure) => {
    const name = t(`test.measure.${measure as 'response_any'}`, {
      event: found.response.event,
      days: found.response.days,
    });
    if (of === null) return name;
    return `${name} · ${measure === 'contacts' ? labelOf(of, language) : t.has(`test.rule.${of}` as never) ? t(`test.rule.${of}` as never) : of}`;
  };
  if (measures.length === 0) return null;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{t('test.per1000')}</Th>
          <Th className="text-right">{t('test.a')}</Th>
          <Th className="text-right">{t('test.b')}</Th>
          <Th className="min-w-64">{t('test.difference')}</Th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <tr key={`${measure.measure} ${measure.of}`}>
            <Td className="min-w-40">{nameOf(measure)}</Td>
            <Td className="text-right">{part(measure.a)}</Td>
            <Td className="text-right">{part(measure.b)}</Td>
            <Td>
              <Span {...measure.difference} />
              <p className={measure.difference.distinguishable ? 'text-xs' : 'text-muted-foreground text-xs'}>
                {measure.difference.sentence}
              </p>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The interval of the difference against none; the sentence beneath says it. */
function Span({ value, low, high, distinguishable }: Measure['difference']) {
  if (value === null || low === null || high === null) return null;
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const at = (x: number) => 50 + (x / most) * 48;
  return (
    <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="mb-1 h-2.5 w-full max-w-56">
      <line x1={50} x2={50} y1={0} y2={10} stroke="var(--input)" strokeWidth={0.5} />
      <line
        {...{ x1: at(low), x2: at(high), y1: 5, y2: 5, strokeWidth: 2.5 }}
        stroke={distinguishable ? 'var(--primary)' : 'var(--muted-foreground)'}
      />
      <rect
        {...{ x: at(value) - 0.7, y: 1, width: 1.4, height: 8 }}
        fill={distinguishable ? 'var(--primary)' : 'var(--muted-foreground)'}
      />
    </svg>
  );
}
