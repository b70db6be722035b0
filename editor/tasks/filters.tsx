'use client';
import { useTranslations } from 'next-intl';
import type { TaskCounts } from '#api/routes/tasks.ts';
import type { TaskFilter } from '#editor/data/tasks.ts';
import { cn } from '#editor/ui/class.ts';
import { Select } from '#editor/ui/input.tsx';

const KINDS = ['call', 'letter', 'sms', 'other'] as const;

type Props = {
  filter: TaskFilter;
  change: (filter: TaskFilter) => void;
  seesAll: boolean;
  counts: TaskCounts['items'];
};

/** Which tasks are listed, with how many there are of each. */
export function Filters({ filter, change, seesAll, counts }: Props) {
  const t = useTranslations('tasks');
  const team = counts.filter((count) => filter.team === '' || count.team === filter.team);
  const sum = (of: typeof counts, field: 'open' | 'overdue') => of.reduce((total, one) => total + one[field], 0);
  const teams = [...new Set(counts.flatMap((count) => (count.team === null ? [] : [count.team])))];
  const shown = KINDS.filter((kind) => kind === filter.kind || counts.some((count) => count.kind === kind));
  const overdue = sum(team, 'overdue');
  return (
    <div className="grid gap-3">
      <p role="status" className="text-muted-foreground text-sm">
        {t('counts', { open: sum(team, 'open') })}
        {overdue > 0 ? <span className="font-medium text-danger"> · {t('overdue', { count: overdue })}</span> : null}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">{t('kind')}</legend>
          {['', ...shown].map((kind) => {
            const of = kind === '' ? team : team.filter((count) => count.kind === kind);
            return (
              <button
                key={kind}
                type="button"
                aria-pressed={filter.kind === kind}
                onClick={() => change({ ...filter, kind })}
                className={cn(
                  'h-9 rounded-full border px-3.5 text-sm hover:bg-muted',
                  filter.kind === kind && 'border-primary bg-accent font-medium text-accent-foreground',
                )}
              >
                {kind === '' ? t('all') : t(`kindsMany.${kind}`)}{' '}
                <span className="tabular-nums opacity-80">{sum(of, 'open')}</span>
              </button>
            );
          })}
        </fieldset>
        <div className="flex min-w-0 flex-wrap gap-2 sm:ml-auto">
          {seesAll && (teams.length > 0 || filter.team) ? (
            <Select
              aria-label={t('team')}
              className="w-auto max-w-full"
              value={filter.team}
              onChange={(event) => change({ ...filter, team: event.target.value })}
            >
              <option value="">{t('allTeams')}</option>
              {[...new Set([...teams, ...(filter.team ? [filter.team] : [])])].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          ) : null}
          <Select
            aria-label={t('state')}
            className="w-auto max-w-full"
            value={filter.state}
            onChange={(event) => change({ ...filter, state: event.target.value as TaskFilter['state'] })}
          >
            <option value="open">{t('open')}</option>
            <option value="done">{t('done')}</option>
            <option value="expired">{t('expired')}</option>
          </Select>
        </div>
      </div>
    </div>
  );
}
