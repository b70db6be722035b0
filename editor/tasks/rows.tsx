'use client';
import { ListTodo, type LucideIcon, MessageSquare, Phone, Stamp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMoments } from '#editor/customers/words.ts';
import type { Task } from '#editor/data/tasks.ts';
import { useOutcomeWords } from '#editor/tasks/outcome.ts';
import { cn } from '#editor/ui/class.ts';

export const TASK_ICON: Record<string, LucideIcon> = { call: Phone, letter: Stamp, sms: MessageSquare };

type Props = { items: readonly Task[]; chosen: string | null; onChoose: (id: string) => void };

export function Rows({ items, chosen, onChoose }: Props) {
  const t = useTranslations('tasks');
  return (
    <ul aria-label={t('list')} className="grid gap-2">
      {items.map((task) => {
        const Icon = TASK_ICON[task.kind] ?? ListTodo;
        return (
          <li key={task.id}>
            <button
              type="button"
              aria-current={chosen === task.id ? 'true' : undefined}
              onClick={() => onChoose(task.id)}
              className={cn(
                'grid w-full grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-lg border bg-card p-3 text-left text-sm hover:bg-muted',
                chosen === task.id && 'border-primary bg-accent hover:bg-accent',
              )}
            >
              <Icon aria-hidden className="mt-0.5 size-4 text-contact" />
              <span className="truncate font-medium">
                <span className="sr-only">{t(`kinds.${task.kind}`)}: </span>
                {task.person.name ?? t('nameless')}
              </span>
              <span className="col-start-2 line-clamp-2 text-muted-foreground">{task.title}</span>
              <span className="col-start-2">
                <Due task={task} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** When it is due, or what became of it, and in whose hands it is. */
export function Due({ task }: { task: Task }) {
  const t = useTranslations('tasks');
  const words = useOutcomeWords();
  const { when, now } = useMoments();
  if (task.state !== 'open') {
    return (
      <span className="text-muted-foreground text-xs">
        {t('closedBy', { outcome: words(task.outcome ?? task.state), when: when(task.closedAt ?? task.due) })}
      </span>
    );
  }
  const late = now !== null && Date.parse(task.due) < now;
  return (
    <span className="flex flex-wrap gap-x-2 text-xs">
      <span className={late ? 'font-medium text-danger' : 'text-muted-foreground'}>
        {t(late ? 'late' : 'due', { when: when(task.due) })}
      </span>
      {task.team ? <span className="text-muted-foreground">{task.team}</span> : null}
      {task.claim ? (
        <span className="font-medium text-contact">
          {task.claim.mine ? t('mine') : t('inHand', { name: task.claim.by ?? t('another') })}
        </span>
      ) : null}
    </span>
  );
}
