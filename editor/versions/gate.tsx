'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { PublishingState } from '#api/routes/publishing.ts';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import type { Deed } from '#editor/versions/deeds.tsx';

/** The part that gets in, made larger, or everybody. */
export function Gate({ state, busy, onDeed }: { state: PublishingState; busy: boolean; onDeed: (deed: Deed) => void }) {
  const t = useTranslations('publish');
  const [percent, setPercent] = useState(String(state.gate?.percent ?? 100));
  const put = (gate: { percent: number } | null, said: string) =>
    onDeed({ path: 'gate', method: 'PUT', body: { gate }, said });
  return (
    <form
      className="grid gap-2 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        put({ percent: Number(percent) }, t('gateSet', { percent: Number(percent) }));
      }}
    >
      <h3 className="font-semibold text-sm">{t('gate')}</h3>
      <p className="text-muted-foreground text-sm">{t('gateKept', { count: state.gated })}</p>
      <div className="flex items-end gap-2">
        <Field label={t('percent')} className="flex-1">
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              min={0}
              max={100}
              value={percent}
              onChange={(event) => setPercent(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={busy || Number(percent) === state.gate?.percent}>
          {t('gateChange')}
        </Button>
      </div>
      <Button disabled={busy} onClick={() => put(null, t('gateOpened'))}>
        {t('openGate')}
      </Button>
      <p className="text-muted-foreground text-xs">{t('openGateHow')}</p>
    </form>
  );
}
