'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { compile } from '#core/compile.ts';
import { PERSONAS, type PersonaName } from '#core/persona.ts';
import type { Walked } from '#core/simulate.ts';
import { useMe } from '#editor/data/me.ts';
import { useRules } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { NO_SWITCH, type Switches, scriptOf } from '#editor/tryout/script.ts';
import { Trace } from '#editor/tryout/trace.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';
import type { Language } from '#editor/ui/moment.ts';

const KEPT = 'jalon_tryout';

/** A persona walks the draft as it stands; every change of a switch walks it anew. */
export function TryOutRoom() {
  const t = useTranslations('tryout');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const graph = useEditor((s) => s.graph);
  const me = useMe().data;
  const rules = useRules();
  const [switches, setSwitches] = useState<Switches>(NO_SWITCH);
  const [walked, setWalked] = useState<{ walk: Walked; start: number } | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const kept = localStorage.getItem(KEPT);
    if (kept) setSwitches({ ...NO_SWITCH, ...(JSON.parse(kept) as Partial<Switches>) });
  }, []);
  const set = (change: Partial<Switches>) => {
    const next = { ...switches, ...change };
    setSwitches(next);
    localStorage.setItem(KEPT, JSON.stringify(next));
  };

  const compiled = compile(graph);
  const problems = 'problems' in compiled ? compiled.problems.length : 0;
  useEffect(() => {
    if (!me || !rules.data) return;
    const drawn = compile(graph);
    if ('problems' in drawn) return;
    let stale = false;
    const start = Date.parse(me.now);
    void import('#core/simulate.ts')
      .then(({ simulate }) =>
        simulate({
          ...scriptOf(switches, drawn.plan, start),
          ...{ policy: rules.data.policy, consent: rules.data.consent, company: me.company },
        }),
      )
      .then((walk) => {
        if (!stale) setWalked({ walk, start });
        setFailed(false);
      })
      .catch(() => setFailed(true));
    return () => {
      stale = true;
    };
  }, [graph, switches, rules.data, me]);

  const events = 'plan' in compiled ? compiled.plan.listens : [];
  return (
    <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 sm:p-6 lg:grid-cols-[18rem_1fr]">
      <Card className="grid content-start gap-4 self-start">
        <h2 className="font-semibold">{t('who')}</h2>
        <Field label={t('persona')} hint={t(`about.${switches.persona}`)}>
          {(control) => (
            <Select
              {...control}
              value={switches.persona}
              onChange={(e) => set({ persona: e.target.value as PersonaName })}
            >
              {PERSONAS.map((name) => (
                <option key={name} value={name}>
                  {t(`personas.${name}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <h2 className="font-semibold">{t('happens')}</h2>
        <Day
          label={t('unsubscribes')}
          value={switches.unsubscribes}
          onChange={(unsubscribes) => set({ unsubscribes })}
        />
        <Day label={t('complains')} value={switches.complains} onChange={(complains) => set({ complains })} />
        {events.length > 0 ? (
          <Field label={t('event')}>
            {(control) => (
              <Select
                {...control}
                value={switches.event}
                onChange={(e) => set({ event: e.target.value, eventDay: switches.eventDay ?? 5 })}
              >
                <option value="">{t('nothing')}</option>
                {events.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        {switches.event !== '' && events.includes(switches.event) ? (
          <Day label={t('eventDay')} value={switches.eventDay} onChange={(eventDay) => set({ eventDay })} />
        ) : null}
        <Field label={t('had')}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={20}
              value={switches.had}
              onChange={(e) => set({ had: Math.max(0, Math.min(20, Number(e.target.value) || 0)) })}
            />
          )}
        </Field>
        {(['control', 'unanswered'] as const).map((name) => (
          <label key={name} htmlFor={`try-${name}`} className="flex items-center gap-2 text-sm">
            <Checkbox id={`try-${name}`} checked={switches[name]} onChange={(e) => set({ [name]: e.target.checked })} />
            {t(name)}
          </label>
        ))}
      </Card>
      <section aria-label={t('result')} className="min-w-0">
        {problems > 0 ? (
          <Empty title={t('unfinished', { count: problems })}>{t('unfinishedHow')}</Empty>
        ) : failed || rules.error ? (
          <Notice tone="danger" className="flex items-center justify-between gap-4">
            {rules.error ? desk('unreachable') : t('failed')}
            <Button onClick={() => (rules.error ? rules.refetch() : set({}))}>{desk('again')}</Button>
          </Notice>
        ) : !walked || !me ? (
          <Skeleton className="h-64" />
        ) : (
          <Trace {...walked} graph={graph} zone={me.company.zone} language={language} />
        )}
      </section>
    </div>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | null;
  onChange: (days: number | null) => void;
}) {
  const t = useTranslations('tryout');
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          max={1_000}
          placeholder={t('never')}
          value={value ?? ''}
          onChange={(e) => onChange(e.target.value === '' ? null : Math.max(0, Number(e.target.value)))}
        />
      )}
    </Field>
  );
}
