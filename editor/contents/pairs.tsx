'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { type Pair, TYPES } from '#editor/contents/pairs.ts';
import { Button } from '#editor/ui/button.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

/** Names and values, a line each. */
export function Pairs({
  legend,
  known,
  pairs,
  onPairs,
}: {
  legend: string;
  /** Names really seen. */
  known: readonly string[];
  pairs: readonly Pair[];
  onPairs: (pairs: Pair[]) => void;
}) {
  const t = useTranslations('contents');
  const id = useId();
  const put = (at: number, change: Partial<Pair>) =>
    onPairs(pairs.map((pair, i) => (i === at ? { ...pair, ...change } : pair)));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <datalist id={id}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {pairs.map((pair, i) => (
        <div key={pair.key} className="grid grid-cols-[1fr_6.5rem_1fr_auto] gap-2 max-sm:grid-cols-[1fr_1fr_auto]">
          <Input
            aria-label={t('pairs.name', { n: i + 1 })}
            className="max-sm:col-span-2"
            list={id}
            maxLength={100}
            value={pair.name}
            placeholder={t('pairs.namePlace')}
            onChange={(e) => put(i, { name: e.target.value })}
          />
          <Select
            aria-label={t('pairs.type', { n: i + 1 })}
            className="max-sm:col-start-1"
            value={pair.type}
            onChange={(e) => put(i, { type: e.target.value as Pair['type'], text: '' })}
          >
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`pairs.types.${type}`)}
              </option>
            ))}
          </Select>
          {pair.type === 'boolean' ? (
            <Select
              aria-label={t('pairs.value', { n: i + 1 })}
              value={pair.text}
              onChange={(e) => put(i, { text: e.target.value })}
            >
              <option value="">–</option>
              <option value="true">{t('pairs.yes')}</option>
              <option value="false">{t('pairs.no')}</option>
            </Select>
          ) : (
            <Input
              aria-label={t('pairs.value', { n: i + 1 })}
              type={pair.type === 'string' ? 'text' : pair.type}
              step="any"
              value={pair.text}
              onChange={(e) => put(i, { text: e.target.value })}
            />
          )}
          <Button
            look="ghost"
            size="icon"
            className="max-sm:col-start-3 max-sm:row-start-1"
            aria-label={t('pairs.remove', { name: pair.name || String(i + 1) })}
            onClick={() => onPairs(pairs.filter((_, at) => at !== i))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onPairs([...pairs, { key: crypto.randomUUID(), name: '', type: 'string', text: '' }])}
      >
        <Plus aria-hidden />
        {t('pairs.add')}
      </Button>
    </fieldset>
  );
}
