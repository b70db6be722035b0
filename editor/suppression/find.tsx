'use client';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Failure } from '#editor/consent/problem.tsx';
import { type Suppression, useFindSuppression } from '#editor/data/consent.ts';
import { KINDS, Reason, Since } from '#editor/suppression/entry.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Card } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

type Kind = (typeof KINDS)[number];

/** One address, whole: whether it is in quarantine, and its soft errors. It is never kept nor put into an address bar. */
export function Find({ may, lift }: { may: boolean; lift(suppression: Suppression): void }) {
  const t = useTranslations('suppression');
  const find = useFindSuppression();
  const [kind, setKind] = useState<Kind>('email');
  const [value, setValue] = useState('');
  const found = find.data;
  return (
    <Card className="grid gap-3">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          find.mutate({ kind, value: value.trim() });
        }}
      >
        <Field label={t('kind')} className="w-36">
          {(control) => (
            <Select {...control} value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`kinds.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('find')} className="min-w-56 flex-1">
          {(control) => (
            <Input
              {...control}
              required
              maxLength={320}
              autoComplete="off"
              type={kind === 'email' ? 'email' : 'text'}
              value={value}
              onChange={({ target }) => {
                setValue(target.value);
                find.reset();
              }}
            />
          )}
        </Field>
        <Button type="submit" look="primary" disabled={find.isPending}>
          <Search aria-hidden />
          {t('search')}
        </Button>
      </form>
      <div aria-live="polite" className="text-sm">
        <Failure error={find.error} />
        {found && !found.suppression ? (
          <p>
            {t('free')} {found.softErrors ? t('softOf', { errors: found.softErrors.errors }) : null}
          </p>
        ) : null}
        {found?.suppression ? (
          <div className="flex flex-wrap items-start gap-x-8 gap-y-2">
            <p className="font-medium">{t('held', { hint: found.suppression.hint })}</p>
            <div>
              <Reason suppression={found.suppression} />
            </div>
            <div>
              <Since suppression={found.suppression} />
            </div>
            {may ? (
              <Button
                size="small"
                onClick={() => {
                  lift(found.suppression!);
                  find.reset();
                }}
              >
                {t('lift')}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}
