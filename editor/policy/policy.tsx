'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Policy as Version } from '#api/routes/policy.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { useEffects, usePolicies, useSave, useTry, useWhatIf } from '#editor/data/policy.ts';
import { Changes } from '#editor/policy/changes.tsx';
import { differences } from '#editor/policy/draft.ts';
import { Rules } from '#editor/policy/rules.tsx';
import type { Lang } from '#editor/policy/sentence.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { Page } from '#editor/ui/page.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#editor/ui/tabs.tsx';
import { toast } from '#editor/ui/toast.tsx';

const SECTIONS = {
  pressure: ['cap', 'situation', 'alternation'],
  hours: ['hours', 'law'],
  capacity: ['capacity'],
} as const;

export function Policy() {
  const t = useTranslations('policy');
  const desk = useTranslations('desk');
  const lang = useLocale() as Lang;
  const may = useMay('policy:write');
  const policies = usePolicies();
  const effects = useEffects();
  const inForce = policies.data?.items[0];
  const save = useSave(inForce);
  const trial = useTry();
  const [draft, setDraft] = useState<RuleDocument[] | null>(null);
  const [note, setNote] = useState('');
  const saved = rulesOf(inForce);
  const rules = draft ?? saved;
  const failed = save.error ?? trial.error;
  const problems = failed instanceof ApiProblem ? failed.problems : [];
  const changed = draft !== null && differences(saved, draft, lang).length > 0;
  const change = (next: RuleDocument[]) => {
    save.reset();
    trial.reset();
    setDraft(next);
  };
  const put = () =>
    save.mutate(
      { rules, note },
      {
        onSuccess: ({ version }) => {
          setDraft(null);
          setNote('');
          toast.success(t('saved', { version }));
        },
        // What is in force now is what the draft is compared with next.
        onError: (problem) => problem instanceof ApiProblem && problem.status === 409 && policies.refetch(),
      },
    );
  return (
    <Page title={desk('rooms.policy')}>
      {policies.isError ? (
        <Notice tone="danger">
          {desk('unreachable')}{' '}
          <Button size="small" onClick={() => policies.refetch()}>
            {desk('again')}
          </Button>
        </Notice>
      ) : !inForce ? (
        <Skeleton className="h-64" />
      ) : (
        <div className="grid gap-6">
          <Tabs defaultValue="pressure">
            <TabList aria-label={t('sections')}>
              {[...Object.keys(SECTIONS), 'whatif', 'history'].map((name) => (
                <Tab key={name} value={name}>
                  {t(`tabs.${name}` as never)}
                </Tab>
              ))}
            </TabList>
            {Object.entries(SECTIONS).map(([name, kinds]) => (
              <TabPanel key={name} value={name}>
                <Rules kinds={kinds} rules={rules} effects={effects.data?.effects} {...{ problems, may, change }} />
              </TabPanel>
            ))}
            <TabPanel value="whatif">
              <WhatIf rules={rules} />
            </TabPanel>
            <TabPanel value="history">
              <History versions={policies.data?.items ?? []} may={may} restore={change} />
            </TabPanel>
          </Tabs>
          {changed ? (
            <Card aria-label={t('draft')} className="grid gap-4">
              <h2 className="font-semibold">{t('draft')}</h2>
              <Changes before={saved} after={rules} />
              {problems.length > 0 ? (
                <Notice tone="danger">
                  {problems.map(({ message }) => (
                    <p key={message}>{message === 'unreachable' ? desk('unreachable') : message}</p>
                  ))}
                </Notice>
              ) : null}
              {trial.data ? <Notice tone="success">{t('tried', { tried: trial.data.tried })}</Notice> : null}
              <Field label={t('note')} hint={t('noteHint')}>
                {(control) => <Input {...control} value={note} onChange={(event) => setNote(event.target.value)} />}
              </Field>
              <div className="flex flex-wrap gap-2">
                <Button look="primary" disabled={save.isPending} onClick={put}>
                  {save.isPending ? t('saving') : t('save')}
                </Button>
                <Button disabled={trial.isPending} onClick={() => trial.mutate(rules)}>
                  {trial.isPending ? t('trying') : t('attempt')}
                </Button>
                <Button look="ghost" onClick={() => setDraft(null)}>
                  {t('discard')}
                </Button>
              </div>
            </Card>
          ) : null}
        </div>
      )}
    </Page>
  );
}

function rulesOf(version: Version | undefined): RuleDocument[] {
  return (version?.rules ?? []) as unknown as RuleDocument[];
}

function History({
  versions,
  may,
  restore,
}: {
  versions: Version[];
  may: boolean;
  restore(rules: RuleDocument[]): void;
}) {
  const t = useTranslations('policy');
  const lang = useLocale();
  const zone = useMe().data?.company.zone ?? 'UTC';
  const date = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  });
  return (
    <ol className="grid gap-3">
      {versions.map((version, i) => (
        <li key={version.version} className="grid gap-2 rounded-xl border bg-card p-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 className="font-medium">
              {t('version', { version: version.version })}{' '}
              <span className="font-normal text-muted-foreground text-sm">
                {[date.format(new Date(version.at)), version.by].filter(Boolean).join(' · ')}
              </span>
            </h2>
            {may && i > 0 ? (
              <Button size="small" onClick={() => restore(rulesOf(version))}>
                {t('restore')}
              </Button>
            ) : null}
          </div>
          {version.note ? <p className="text-sm">{version.note}</p> : null}
          {versions[i + 1] ? <Changes before={rulesOf(versions[i + 1])} after={rulesOf(version)} /> : null}
        </li>
      ))}
    </ol>
  );
}

function WhatIf({ rules }: { rules: RuleDocument[] }) {
  const t = useTranslations('policy');
  const run = useWhatIf();
  const [months, setMonths] = useState(3);
  const rows = run.data
    ? [
        { name: t('total'), ...run.data.total },
        ...run.data.byChannel.map((row) => ({ name: row.channel, ...row })),
        ...run.data.byWeek.map((row) => ({ name: row.week, ...row })),
      ]
    : [];
  return (
    <div className="grid gap-4">
      <p className="text-muted-foreground text-sm">{t('whatif')}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('months')} className="w-32">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={24}
              value={months}
              onChange={(event) => setMonths(event.target.valueAsNumber || 1)}
            />
          )}
        </Field>
        <Button look="primary" disabled={run.isPending} onClick={() => run.mutate({ rules, months })}>
          {run.isPending ? t('running') : t('run')}
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-3">
        {run.error ? <Notice tone="danger">{run.error.message}</Notice> : null}
        {run.data ? (
          <>
            <p className="text-sm">{t('customers', run.data.customers)}</p>
            <Table label={t('tabs.whatif')}>
              <thead>
                <tr>
                  <Th>{t('by')}</Th>
                  {(['recorded', 'replayed', 'gained', 'lost', 'moved'] as const).map((column) => (
                    <Th key={column} className="text-right">
                      {t(`columns.${column}`)}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.name}>
                    <Td>{row.name}</Td>
                    {(['recorded', 'replayed', 'gained', 'lost', 'moved'] as const).map((column) => (
                      <Td key={column} className="text-right tabular-nums">
                        {row[column]}
                      </Td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
          </>
        ) : null}
      </div>
    </div>
  );
}
