'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { RuleDocument } from '#core/policy/documents.ts';
import { endOfDay } from '#editor/contents/validity.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { useSave } from '#editor/data/policy.ts';
import { Difference } from '#editor/policy/difference.tsx';
import { useDraft } from '#editor/policy/draft.tsx';
import { RuleList } from '#editor/policy/rules.tsx';
import { slugOf } from '#editor/policy/slug.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Variant A is what is in force; B begins as a copy of it. */
export function NewTest({ taken, onClose }: { taken: readonly string[]; onClose(): void }) {
  const t = useTranslations('experiment');
  const policy = useTranslations('policy');
  const desk = useTranslations('desk');
  const zone = useMe().data?.company.zone ?? 'UTC';
  const { inForce, saved, rules: draft, changed, names } = useDraft();
  const save = useSave(inForce);
  const [name, setName] = useState('');
  const [percent, setPercent] = useState(50);
  const [until, setUntil] = useState('');
  const [rules, setRules] = useState<RuleDocument[]>(changed ? draft : saved);
  const same = JSON.stringify(rules) === JSON.stringify(saved);
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const ofRules = problems.flatMap((problem) =>
    problem.field?.startsWith('test.rules') ? [{ ...problem, field: problem.field.slice('test.'.length) }] : [],
  );
  const begin = () => {
    const end = until === '' ? null : endOfDay(until, zone);
    const test = { id: slugOf(name, taken), percent, rules, ...(end ? { until: end } : {}) };
    save.mutate(
      { rules: saved, note: t('test.note', { name }), test },
      {
        onSuccess: () => {
          toast.success(t('test.begun'));
          onClose();
        },
      },
    );
  };
  return (
    <Card aria-label={t('test.new')} className="grid gap-4">
      <h2 className="font-semibold">{t('test.new')}</h2>
      <p className="max-w-prose text-muted-foreground text-sm">{t('test.how')}</p>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t('test.name')} className="content-start">
            {(control) => (
              <Input
                {...control}
                required
                maxLength={50}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
          <Field
            label={t('test.percent')}
            className="content-start"
            hint={t('test.percentHint', { a: 100 - percent, b: percent })}
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                required
                min={1}
                max={99}
                value={Number.isNaN(percent) ? '' : percent}
                onChange={({ target }) => setPercent(target.valueAsNumber)}
              />
            )}
          </Field>
          <Field label={t('test.until')} className="content-start" hint={t('test.untilHint')}>
            {(control) => (
              <Input {...control} type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
            )}
          </Field>
        </div>
        <h3 className="font-medium">{t('test.rulesOfB')}</h3>
        <RuleList
          kinds={['cap', 'situation', 'alternation', 'hours']}
          {...{ rules, names }}
          may
          problems={ofRules}
          change={setRules}
        />
        <p className="text-muted-foreground text-xs">{t('test.fixed')}</p>
        <h3 className="font-medium">{t('test.differs')}</h3>
        <Difference before={saved} after={rules} />
        {problems.length > 0 ? (
          <Notice tone="danger">
            {problems.map(({ message }) => (
              <p key={message}>{message === 'unreachable' ? desk('unreachable') : message}</p>
            ))}
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={same || save.isPending}>
            {save.isPending ? policy('saving') : t('test.begin')}
          </Button>
          <Button look="ghost" onClick={onClose}>
            {desk('cancel')}
          </Button>
        </div>
        {same ? <p className="text-muted-foreground text-xs">{t('test.same')}</p> : null}
      </form>
    </Card>
  );
}
