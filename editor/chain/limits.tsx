'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { PublishingState } from '#api/routes/publishing.ts';
import { ApiProblem, api } from '#editor/data/api.ts';
import { retake } from '#editor/publish/retake.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Lets in a part of the entrants; everybody, once it is opened. */
export function Gate({ chain, gate, gated, readonly }: Limit & { gate: PublishingState['gate']; gated: number }) {
  const t = useTranslations('chain.settings');
  const publish = useTranslations('publish');
  const [percent, setPercent] = useState(String(gate?.percent ?? ''));
  const save = useSave(chain, 'gate');
  return (
    <Section title={publish('gate')} hint={t('gateHint')} save={save}>
      <Amount label={publish('percent')} value={percent} max={100} readonly={readonly} onChange={setPercent} />
      {gate ? <p className="text-muted-foreground text-sm">{publish('gateKept', { count: gated })}</p> : null}
      {readonly ? null : (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            disabled={save.isPending || percent === '' || Number(percent) === gate?.percent}
            onClick={() => save.mutate({ gate: { percent: Number(percent) } })}
          >
            {t('apply')}
          </Button>
          {gate ? (
            <Button
              size="small"
              look="ghost"
              disabled={save.isPending}
              onClick={() => {
                setPercent('');
                save.mutate({ gate: null });
              }}
            >
              {publish('openGate')}
            </Button>
          ) : null}
        </div>
      )}
    </Section>
  );
}

/** The chain pauses itself when one of these is passed; an empty field sets no limit. */
export function Guard({ chain, guard, readonly }: Limit & { guard: PublishingState['guard'] }) {
  const t = useTranslations('chain.settings');
  const publish = useTranslations('publish');
  const [limits, setLimits] = useState({
    ...{ optOuts: String(guard?.optOuts ?? ''), complaints: String(guard?.complaints ?? '') },
    ...{ days: String(guard?.days ?? 7), atLeast: String(guard?.atLeast ?? 200) },
  });
  const save = useSave(chain, 'guard');
  const set = (name: keyof typeof limits) => (value: string) => setLimits((l) => ({ ...l, [name]: value }));
  const given = (name: 'optOuts' | 'complaints') =>
    limits[name].trim() === '' ? {} : { [name]: Number(limits[name]) };
  const asked = { ...given('optOuts'), ...given('complaints') };
  return (
    <Section title={publish('guard')} hint={publish('guardHint')} save={save}>
      <div className="grid grid-cols-2 items-end gap-3">
        <Amount label={publish('optOuts')} value={limits.optOuts} readonly={readonly} onChange={set('optOuts')} />
        <Amount
          label={publish('complaints')}
          value={limits.complaints}
          readonly={readonly}
          onChange={set('complaints')}
        />
        <Amount label={publish('guardDays')} value={limits.days} readonly={readonly} onChange={set('days')} />
        <Amount label={publish('guardAtLeast')} value={limits.atLeast} readonly={readonly} onChange={set('atLeast')} />
      </div>
      {readonly ? null : (
        <Button
          size="small"
          className="justify-self-start"
          disabled={save.isPending}
          onClick={() =>
            save.mutate({
              guard:
                Object.keys(asked).length === 0
                  ? null
                  : { ...asked, days: Number(limits.days), atLeast: Number(limits.atLeast) },
            })
          }
        >
          {t('apply')}
        </Button>
      )}
    </Section>
  );
}

export function ArchiveChain() {
  const t = useTranslations('chain.settings');
  const desk = useTranslations('desk');
  const publish = useTranslations('publish');
  const queries = useQueryClient();
  const chain = useEditor((s) => s.chain);
  const [asking, setAsking] = useState(false);
  const archive = useMutation({
    mutationFn: () => api(`/chains/${chain?.id}/archive`, { method: 'POST' }),
    onSuccess: async () => {
      setAsking(false);
      toast.success(publish('archived'));
      await queries.invalidateQueries({ queryKey: ['chain', chain?.id] });
      await retake(chain?.id ?? '');
    },
  });
  if (!chain || chain.state === 'archived') return null;
  return (
    <Section title={publish('archive')} hint={t(`archiveHint.${chain.state}`)} save={archive}>
      {chain.state === 'live' ? (
        <Button size="small" className="justify-self-start" onClick={() => setAsking(true)}>
          {t('archive')}
        </Button>
      ) : null}
      <Dialog open={asking} onOpenChange={setAsking} title={t('archiveTitle')} description={t('archiveWhat')}>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{desk('cancel')}</Button>
          <Button look="danger" disabled={archive.isPending} onClick={() => archive.mutate()}>
            {publish('archive')}
          </Button>
        </div>
      </Dialog>
    </Section>
  );
}

type Limit = { chain: string; readonly: boolean };
type Trouble = { error: Error | null };

function useSave(chain: string, what: 'gate' | 'guard') {
  const t = useTranslations('chain.settings');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => api(`/chains/${chain}/${what}`, { method: 'PUT', body }),
    onSuccess: async () => {
      toast.success(t('inForce'));
      await queries.invalidateQueries({ queryKey: ['publishing', chain] });
    },
  });
}

function Section({ title, hint, save, children }: { title: string; hint: string; save: Trouble; children: ReactNode }) {
  const desk = useTranslations('desk');
  const { error } = save;
  return (
    <Card className="grid gap-3">
      <h2 className="font-semibold">{title}</h2>
      <p className="text-muted-foreground text-sm">{hint}</p>
      {children}
      {error ? (
        <Notice tone="danger">
          {error instanceof ApiProblem && error.status !== 0 ? error.message : desk('unreachable')}
        </Notice>
      ) : null}
    </Card>
  );
}

type AmountProps = { label: string; value: string; max?: number; readonly: boolean; onChange: (value: string) => void };

function Amount({ label, value, max, readonly, onChange }: AmountProps) {
  return (
    <Field label={label}>
      {(c) => (
        <Input
          {...c}
          type="number"
          min={0}
          {...(max === undefined ? {} : { max })}
          disabled={readonly}
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}
