'use client';
import { CircleCheckBig, ListTodo } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { claim, type Task, type TaskFilter, useTaskCounts, useTaskDeed, useTasks } from '#editor/data/tasks.ts';
import { Filters } from '#editor/tasks/filters.tsx';
import { useRefusal } from '#editor/tasks/refusal.ts';
import { Rows } from '#editor/tasks/rows.tsx';
import { TaskPanel } from '#editor/tasks/task.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Page } from '#editor/ui/page.tsx';
import { toast } from '#editor/ui/toast.tsx';

const Letters = dynamic(() => import('#editor/tasks/letters.tsx').then((m) => m.Letters), { ssr: false });
const START: TaskFilter = { state: 'open', kind: '', team: '' };
/** So many are tried where others are faster. */
const TRIES = 5;

/** Calls and letters that people make: what is due first on the left, the task in hand on the right. */
export function WorkList() {
  const t = useTranslations('tasks');
  const desk = useTranslations('desk');
  const seesAll = useMay('tasks:read');
  const me = useMe().data?.person;
  // Of a team's tasks, whoever is in none hears nothing.
  const teamless = !seesAll && me?.team === null;
  // Home leads to those that nobody saw to.
  const expired = useSearchParams().get('state') === 'expired';
  const [filter, setFilter] = useState<TaskFilter>(expired ? { ...START, state: 'expired' } : START);
  const narrowed = filter.kind || filter.team ? 'emptyKind' : teamless ? 'emptyYours' : 'empty';
  const emptiness = filter.state === 'open' ? narrowed : filter.state === 'done' ? 'emptyDone' : 'emptyExpired';
  const [chosen, setChosen] = useState<string | null>(null);
  const refusal = useRefusal();
  const counts = useTaskCounts();
  const list = useTasks(filter);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const take = useTaskDeed(claim);
  const free = useRef<Task[]>([]);
  free.current = items.filter((task) => task.state === 'open' && (task.claim === null || task.claim.mine));

  /** The first that nobody has, taken in hand; whoever was faster is passed over. */
  const takeNext = useCallback(
    async (but?: string) => {
      for (const task of free.current.filter(({ id }) => id !== but).slice(0, TRIES)) {
        try {
          await take.mutateAsync(task.id);
          setChosen(task.id);
          return;
        } catch (problem) {
          if (!(problem instanceof ApiProblem) || problem.status !== 409 || problem.code === 'hands_full') {
            toast.error(refusal(problem));
            return;
          }
        }
      }
      setChosen(null);
    },
    [take.mutateAsync, refusal],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=dialog]')) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.toLowerCase() === 'n') void takeNext();
      else if (event.key === 'Escape') setChosen(null);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [takeNext]);

  const change = (next: TaskFilter) => {
    setChosen(null);
    setFilter(next);
  };
  const letters = filter.kind === 'letter' && filter.state === 'open';
  return (
    <Page
      title={desk('rooms.tasks')}
      actions={
        filter.state === 'open' ? (
          <Button look="primary" disabled={take.isPending || free.current.length === 0} onClick={() => takeNext()}>
            {t('takeNext')}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-4">
        <Filters {...{ filter, change, seesAll }} counts={counts.data?.items ?? []} />
        {list.error ? (
          <Notice tone="danger" className="flex items-center justify-between gap-4">
            {refusal(list.error)}
            <Button size="small" onClick={() => list.refetch()}>
              {desk('again')}
            </Button>
          </Notice>
        ) : null}
        {list.isPending && !list.error ? <Skeleton className="h-64" /> : null}
        {list.data && items.length === 0 ? (
          <Empty icon={<CircleCheckBig aria-hidden />} title={t(emptiness)}>
            {filter.state === 'open' ? t(teamless ? 'emptyTeamless' : 'emptyText') : null}
          </Empty>
        ) : null}
        {items.length > 0 ? (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <div className={cn('grid min-w-0 gap-3', chosen && 'hidden lg:grid')}>
              {letters ? (
                <Letters items={items} chosen={chosen} onChoose={setChosen} />
              ) : (
                <Rows items={items} chosen={chosen} onChoose={setChosen} />
              )}
              {list.hasNextPage ? (
                <Button disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                  {t('more')}
                </Button>
              ) : null}
            </div>
            <div className={cn('min-w-0', !chosen && 'hidden lg:block')}>
              {chosen ? (
                <TaskPanel key={chosen} id={chosen} onDone={() => takeNext(chosen)} onBack={() => setChosen(null)} />
              ) : (
                <Empty icon={<ListTodo aria-hidden />} title={t('choose')}>
                  <p>{t('chooseText')}</p>
                  <p className="mt-2">{t('keysNext')}</p>
                </Empty>
              )}
            </div>
          </div>
        ) : null}
      </div>
    </Page>
  );
}
