'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { compile } from '#core/compile.ts';
import type { Walked } from '#core/simulate.ts';
import { usePersonas } from '#editor/data/contents.ts';
import { useMe } from '#editor/data/me.ts';
import { useRules } from '#editor/data/running.ts';
import { useEditor } from '#editor/state/store.ts';
import { eventsFor, keptScript, NO_SCRIPT, type Script, type Scripted, scriptOf } from '#editor/tryout/script.ts';
import { SwitchPanel } from '#editor/tryout/switches.tsx';
import { Trace } from '#editor/tryout/trace.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import type { Language } from '#editor/ui/moment.ts';

const NOBODY: never[] = [];

/** A persona walks the draft as it stands; every change walks it anew. What was set up is kept chain by chain. */
export function TryOutRoom() {
  const t = useTranslations('tryout');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const graph = useEditor((s) => s.graph);
  const chain = useEditor((s) => s.chain?.id ?? '');
  const me = useMe().data;
  const rules = useRules();
  const personas = usePersonas().data?.items ?? NOBODY;
  const [script, setScript] = useState<Script>(NO_SCRIPT);
  const [walked, setWalked] = useState<{ walk: Walked; scripted: Scripted } | null>(null);
  const [failed, setFailed] = useState(false);
  const [again, setAgain] = useState(0);

  const key = `jalon_tryout:${chain}`;
  useEffect(() => setScript(keptScript(localStorage.getItem(key))), [key]);
  const change = (part: Partial<Script>) => {
    const next = { ...script, ...part };
    setScript(next);
    localStorage.setItem(key, JSON.stringify(next));
  };

  const compiled = useMemo(() => compile(graph), [graph]);
  const plan = 'plan' in compiled ? compiled.plan : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks for the same once more.
  useEffect(() => {
    if (!me || !rules.data || !plan) return;
    let stale = false;
    const { policy, consent } = rules.data;
    const world = { purchase: consent.purchase.event, personas };
    const scripted = scriptOf(script, plan, Date.parse(me.now), world);
    void import('#core/simulate.ts')
      .then(({ simulate }) => simulate({ ...scripted, policy, consent, company: me.company }))
      .then((walk) => {
        if (stale) return;
        setWalked({ walk, scripted });
        setFailed(false);
      })
      .catch(() => setFailed(true));
    return () => {
      stale = true;
    };
  }, [plan, script, rules.data, me, personas, again]);

  const events = plan && rules.data ? eventsFor(plan, rules.data.policy) : NOBODY;
  return (
    <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 sm:p-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <SwitchPanel {...{ script, personas, graph, plan, events }} onScript={change} />
      <section aria-label={t('result')} className="min-w-0">
        {'problems' in compiled ? (
          <Empty title={t('unfinished', { count: compiled.problems.length })}>{t('unfinishedHow')}</Empty>
        ) : failed || rules.error ? (
          <Notice tone="danger" className="flex items-center justify-between gap-4">
            {rules.error ? desk('unreachable') : t('failed')}
            <Button onClick={() => (rules.error ? rules.refetch() : setAgain(again + 1))}>{desk('again')}</Button>
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
