'use client';
import { useTranslations } from 'next-intl';
import type { Moves } from '#api/routes/moves.ts';
import { Badge, Notice } from '#editor/ui/card.tsx';
import { useStepNames } from '#editor/versions/names.ts';

const TONE = { same: 'success', again: 'wait', none: 'plain' } as const;

/** Who waits where and goes where, a line a place; and who would get something twice, or is on the way just now. */
export function Movers({ groups, chain }: { groups: Moves['groups']; chain: string }) {
  const t = useTranslations('publish');
  const name = useStepNames(
    chain,
    groups.flatMap(({ step, again }) => [step, ...again]),
  );
  if (groups.length === 0) return <p className="text-sm">{t('noWaiting')}</p>;
  const [twice, busy] = [sumOf(groups, 'twice'), sumOf(groups, 'busy')];
  const again = [...new Set(groups.flatMap((g) => g.again))].map(name).join(', ');
  return (
    <div className="grid gap-3 text-sm">
      <ul className="grid gap-1.5">
        {groups.map((g) => (
          <li key={`${g.from} ${g.step} ${g.moves} ${g.reason}`} className="flex flex-wrap items-center gap-2">
            <span>{t('waitsAt', { count: g.count, step: name(g.step) })}</span>
            <Badge tone={TONE[g.moves]}>{t(`moves.${g.moves}`)}</Badge>
          </li>
        ))}
      </ul>
      {twice > 0 ? <Notice tone="warning">{t('twice', { count: twice, what: again })}</Notice> : null}
      {busy > 0 ? <Notice>{t('busy', { count: busy })}</Notice> : null}
    </div>
  );
}

/** Somebody could move now. */
export function movable(groups: Moves['groups'], allow: boolean): boolean {
  return groups.some((g) => g.moves !== 'none' && g.count > g.busy + (allow ? 0 : g.twice));
}

export function sumOf(groups: Moves['groups'], of: 'twice' | 'busy' | 'count'): number {
  return groups.reduce((sum, group) => sum + group[of], 0);
}
