'use client';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ShelvesAnswer, Wanted } from '#editor/data/chains.ts';
import { Input, Select } from '#editor/ui/input.tsx';

const STATES = ['draft', 'live', 'paused', 'archived'] as const;
const SORTS = ['newest', 'changed', 'name', 'entered'] as const;

export function Filters({
  wanted,
  shelves,
  onChange,
}: {
  wanted: Wanted;
  shelves: ShelvesAnswer | undefined;
  onChange(change: Partial<Wanted>): void;
}) {
  const t = useTranslations('chains');
  const named = (list: { name: string; id?: string; count: number }[]) =>
    list.map(({ name, id = name, count }) => [id, `${name} (${count})`] as const);
  const choice = (name: keyof Wanted, all: string | null, options: readonly (readonly [string, string])[]) => {
    // What nobody uses is no choice, unless it stands.
    if (options.length === 0 && wanted[name] === '') return null;
    return (
      <Select
        aria-label={t(`by.${name}`)}
        className="w-auto min-w-44 flex-1 truncate sm:max-w-52 sm:min-w-32 sm:flex-none"
        value={wanted[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
      >
        {all === null ? null : <option value="">{all}</option>}
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    );
  };
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-56">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label={t('by.q')}
          placeholder={t('by.q')}
          className="pl-9"
          value={wanted.q}
          onChange={(event) => onChange({ q: event.target.value })}
        />
      </div>
      {choice(
        'state',
        t('all.state'),
        STATES.map((s) => [s, t(`states.${s}`)] as const),
      )}
      {choice('folder', t('all.folder'), named(shelves?.folders ?? []))}
      {choice('tag', t('all.tag'), named(shelves?.tags ?? []))}
      {choice('owner', t('all.owner'), named(shelves?.owners ?? []))}
      <span className="hidden flex-1 sm:block" />
      {choice(
        'sort',
        null,
        SORTS.map((s) => [s, t(`sorts.${s}`)] as const),
      )}
    </search>
  );
}
