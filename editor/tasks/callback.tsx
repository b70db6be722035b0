'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { instantOf, toLocal } from '#core/date.ts';
import { useMoments } from '#editor/customers/words.ts';
import { postpone, type Task, useTaskDeed } from '#editor/data/tasks.ts';
import { useRefusal } from '#editor/tasks/refusal.ts';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

const DAY = 86_400_000;
const two = (n: number) => String(n).padStart(2, '0');

/** The customer is busy: the task stays open and comes up again then, by the company's clock. */
export function Callback({ task, note, onDone }: { task: Task; note: string; onDone: () => void }) {
  const t = useTranslations('tasks');
  const refusal = useRefusal();
  const { zone, now, when } = useMoments();
  const [local, setLocal] = useState(() => {
    const { year, month, day } = toLocal((now ?? 0) + DAY, zone);
    return `${year}-${two(month)}-${two(day)}T10:00`;
  });
  const put = useTaskDeed(postpone);
  const at = instantOf(local, zone);
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (at === undefined) return;
        const until = new Date(at).toISOString();
        put.mutate(
          { id: task.id, until, ...(note.trim() ? { note: note.trim() } : {}) },
          {
            onSuccess: () => {
              toast.success(t('putOff', { when: when(until) }));
              onDone();
            },
          },
        );
      }}
    >
      <Field
        label={t('callback')}
        problem={put.error ? refusal(put.error) : undefined}
        className="min-w-52 flex-1 sm:flex-none"
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            required
            value={local}
            onChange={(event) => {
              put.reset();
              setLocal(event.target.value);
            }}
          />
        )}
      </Field>
      <Button type="submit" disabled={put.isPending || at === undefined}>
        {t('callbackGo')}
      </Button>
    </form>
  );
}
