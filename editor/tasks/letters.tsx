'use client';
import { Download, Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useMoments } from '#editor/customers/words.ts';
import { closeTogether, type Task, useTaskDeed } from '#editor/data/tasks.ts';
import { csvOf } from '#editor/results/csv.ts';
import { sharedOutcomes, useOutcomeWords } from '#editor/tasks/outcome.ts';
import { useRefusal } from '#editor/tasks/refusal.ts';
import { Due } from '#editor/tasks/rows.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Checkbox, Select } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Props = { items: readonly Task[]; chosen: string | null; onChoose: (id: string) => void };

/** The mail-room's day: letters chosen together, printed, exported, and marked in one go. */
export function Letters({ items, chosen, onChoose }: Props) {
  const t = useTranslations('tasks');
  const refusal = useRefusal();
  const words = useOutcomeWords();
  const { when } = useMoments();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState('');
  const mark = useTaskDeed(closeTogether);
  const picked = items.filter(({ id }) => ids.has(id));
  const outcomes = sharedOutcomes(picked);
  const how = outcomes.includes(outcome) ? outcome : (outcomes[0] ?? '');
  const all = picked.length === items.length;
  const toggle = (id: string) =>
    setIds((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));

  const download = () => {
    const columns = ['id', 'name', 'address', 'title', 'body', 'due'] as const;
    const rows = picked.map(({ id, person, title, body, due }) => [
      ...[id, person.name ?? '', person.address?.join('\n') ?? '', title, body, when(due)],
    ]);
    const text = csvOf([columns.map((column) => t(`letters.columns.${column}`)), ...rows]);
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    Object.assign(document.createElement('a'), { href: url, download: t('letters.file') }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="grid gap-3">
      <div className="grid gap-2 rounded-lg border bg-card p-3">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Checkbox
            id="all-letters"
            aria-label={t('letters.selectAll')}
            checked={all}
            onChange={() => setIds(new Set(all ? [] : items.map(({ id }) => id)))}
          />
          <label htmlFor="all-letters">{t('letters.chosen', { count: picked.length })}</label>
        </div>
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Button size="small" disabled={picked.length === 0} onClick={() => window.print()}>
            <Printer aria-hidden />
            {t('letters.print')}
          </Button>
          <Button size="small" disabled={picked.length === 0} onClick={download}>
            <Download aria-hidden />
            {t('letters.csv')}
          </Button>
        </div>
        {picked.length > 0 ? (
          <form
            className="flex flex-wrap items-center gap-2 text-sm"
            onSubmit={(event) => {
              event.preventDefault();
              mark.mutate(
                { tasks: picked.map(({ id }) => id), outcome: how },
                {
                  onSuccess: ({ closed }) => {
                    setIds(new Set());
                    if (closed > 0) toast.success(t('letters.marked', { count: closed }));
                  },
                },
              );
            }}
          >
            <label htmlFor="letters-outcome">{t('letters.close')}</label>
            <Select
              id="letters-outcome"
              className="h-8 w-auto"
              value={how}
              onChange={(event) => setOutcome(event.target.value)}
            >
              {outcomes.map((one) => (
                <option key={one} value={one}>
                  {words(one)}
                </option>
              ))}
            </Select>
            <Button type="submit" size="small" look="primary" disabled={mark.isPending || how === ''}>
              {t('letters.go')}
            </Button>
          </form>
        ) : null}
        {mark.data && mark.data.left.length > 0 ? (
          <Notice tone="warning">{t('letters.left', { count: mark.data.left.length })}</Notice>
        ) : null}
        {mark.error ? <Notice tone="danger">{refusal(mark.error)}</Notice> : null}
      </div>
      <ul aria-label={t('list')} className="grid gap-2">
        {items.map((task) => (
          <li
            key={task.id}
            className={cn(
              'flex items-start gap-3 rounded-lg border bg-card p-3 text-sm',
              chosen === task.id && 'border-primary bg-accent',
            )}
          >
            <Checkbox
              aria-label={t('letters.select', { title: task.title })}
              className="mt-0.5"
              checked={ids.has(task.id)}
              onChange={() => toggle(task.id)}
            />
            <button
              type="button"
              aria-current={chosen === task.id ? 'true' : undefined}
              className="grid min-w-0 flex-1 gap-0.5 text-left"
              onClick={() => onChoose(task.id)}
            >
              <span className="truncate font-medium">{task.person.name ?? t('nameless')}</span>
              <span className="line-clamp-2 text-muted-foreground">{task.title}</span>
              <Due task={task} />
            </button>
          </li>
        ))}
      </ul>
      {picked.length > 0 ? <Printed letters={picked} /> : null}
    </div>
  );
}

/** Seen by the printer only: one sheet a letter. */
function Printed({ letters }: { letters: readonly Task[] }) {
  const t = useTranslations('tasks');
  return createPortal(
    <div id="printed-letters" className="hidden bg-white text-black print:block">
      <style media="print">{'body > :not(#printed-letters) { display: none !important }'}</style>
      {letters.map(({ id, person, title, body }) => (
        <article key={id} className="break-after-page p-8">
          <p className="mb-16 ml-auto w-64 whitespace-pre-line">
            {[person.name ?? t('nameless'), ...(person.address ?? [t('noAddress')])].join('\n')}
          </p>
          <h2 className="mb-4 font-semibold text-lg">{title}</h2>
          <p className="whitespace-pre-line">{body}</p>
          <p className="mt-16 text-xs">{id}</p>
        </article>
      ))}
    </div>,
    document.body,
  );
}
