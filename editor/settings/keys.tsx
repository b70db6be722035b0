'use client';
import { KeyRound, Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '#editor/data/me.ts';
import { type KeyAnswer, type NewKeyAnswer, useKeys, useRevokeKey, useRotateKey } from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { NewKeyForm } from '#editor/settings/newkey.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { CopyField } from '#editor/ui/copy.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

type Open = { kind: 'new' } | { kind: 'rotate' | 'revoke'; key: KeyAnswer } | null;

/** What programs come in with: made, replaced and revoked; a key is shown once. */
export function Keys() {
  const t = useTranslations('settings');
  const locale = useLocale() as Language;
  const said = useSaid('settings');
  const { data: me, dataUpdatedAt } = useMe();
  const keys = useKeys();
  const [open, setOpen] = useState<Open>(null);
  const [made, setMade] = useState<NewKeyAnswer | null>(null);
  const [dead, setDead] = useState(false);
  const zone = me?.company.zone ?? 'UTC';
  // By the instance's clock, on from when it was asked.
  const now = me ? Date.parse(me.now) + (Date.now() - dataUpdatedAt) * me.speed : 0;
  const at = (moment: string) => momentIn(locale, zone, moment);
  const isDead = (key: KeyAnswer) =>
    key.revokedAt !== null || (key.expiresAt !== null && Date.parse(key.expiresAt) <= now);
  const items = (keys.data ?? []).filter((key) => dead || !isDead(key));
  const hidden = (keys.data ?? []).filter(isDead).length;
  const close = () => setOpen(null);

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-muted-foreground text-sm">{t('keysText')}</p>
        <Button look="primary" onClick={() => setOpen({ kind: 'new' })}>
          <Plus aria-hidden className="size-4" />
          {t('newKey')}
        </Button>
      </div>
      {keys.error ? <Notice tone="danger">{said(keys.error)}</Notice> : null}
      {keys.isPending ? <Skeleton className="h-40" /> : null}
      {keys.data && items.length === 0 ? (
        <Empty icon={<KeyRound aria-hidden />} title={t('noKeys')}>
          {t('noKeysHint')}
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <Table label={t('section.keys')} className="min-w-2xl">
          <thead>
            <tr>
              <Th>{t('keyName')}</Th>
              <Th>{t('opens')}</Th>
              <Th>{t('keyUsed')}</Th>
              <Th>
                <span className="sr-only">{t('deeds')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {items.map((key) => (
              <tr key={key.id} className={isDead(key) ? 'text-muted-foreground' : ''}>
                <Td>
                  <p className="font-medium">{key.name}</p>
                  <p className="font-mono text-muted-foreground text-xs">{key.hint}…</p>
                  {key.revokedAt ? <Badge tone="danger">{t('revokedOn', { at: at(key.revokedAt) })}</Badge> : null}
                  {!key.revokedAt && key.expiresAt ? (
                    <Badge tone={isDead(key) ? 'danger' : 'warning'}>
                      {t(isDead(key) ? 'expiredOn' : 'expiresOn', { at: at(key.expiresAt) })}
                    </Badge>
                  ) : null}
                </Td>
                <Td>
                  <ul className="grid gap-0.5 text-xs">
                    {key.scopes.map((scope) => (
                      <li key={scope}>{t.has(`scope.${scope}`) ? t(`scope.${scope}`) : scope}</li>
                    ))}
                  </ul>
                  {key.origins.length > 0 ? (
                    <p className="mt-1 text-muted-foreground text-xs">
                      {t('fromPages', { origins: key.origins.join(', ') })}
                    </p>
                  ) : null}
                </Td>
                <Td className="text-xs">
                  <p>{key.lastUsedAt ? at(key.lastUsedAt) : t('neverUsed')}</p>
                  <p className="text-muted-foreground">{t('madeOn', { at: at(key.createdAt) })}</p>
                </Td>
                <Td className="text-right">
                  {isDead(key) ? null : (
                    <span className="flex flex-wrap justify-end gap-2">
                      <Button
                        size="small"
                        aria-label={t('rotateNamed', { name: key.name })}
                        onClick={() => setOpen({ kind: 'rotate', key })}
                      >
                        {t('rotateKey')}
                      </Button>
                      <Button
                        size="small"
                        look="ghost"
                        aria-label={t('revokeNamed', { name: key.name })}
                        onClick={() => setOpen({ kind: 'revoke', key })}
                      >
                        {t('revokeKey')}
                      </Button>
                    </span>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {hidden > 0 ? (
        <Button look="link" size="small" className="justify-self-start px-0" onClick={() => setDead(!dead)}>
          {dead ? t('hideDead') : t('showDead', { count: hidden })}
        </Button>
      ) : null}
      {open?.kind === 'new' ? <NewKeyForm onClose={close} onMade={setMade} /> : null}
      {open?.kind === 'rotate' ? <Rotate apiKey={open.key} onClose={close} onMade={setMade} /> : null}
      {open?.kind === 'revoke' ? <Revoke apiKey={open.key} onClose={close} /> : null}
      {made ? <Made made={made} onClose={() => setMade(null)} /> : null}
    </div>
  );
}

function Made({ made, onClose }: { made: NewKeyAnswer; onClose: () => void }) {
  const t = useTranslations('settings');
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      title={t('keyMade', { name: made.name })}
      description={t('keyOnce')}
    >
      <CopyField label={t('key')} value={made.token ?? ''} />
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        {t('keyKept')}
      </Button>
    </Dialog>
  );
}

type Deed = { apiKey: KeyAnswer; onClose: () => void };

function Rotate({ apiKey, onClose, onMade }: Deed & { onMade: (made: NewKeyAnswer) => void }) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const said = useSaid('settings');
  const rotate = useRotateKey();
  const [overlapHours, setOverlap] = useState(24);
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      title={t('rotateTitle', { name: apiKey.name })}
      description={t('rotateText')}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rotate.mutateAsync({ id: apiKey.id, overlapHours }).then(
            (made) => {
              onClose();
              onMade(made);
            },
            () => undefined,
          );
        }}
      >
        <Field label={t('overlap')} className="w-40">
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              min={0}
              max={720}
              value={Number.isNaN(overlapHours) ? '' : overlapHours}
              onChange={(event) => setOverlap(event.target.valueAsNumber)}
            />
          )}
        </Field>
        {rotate.error ? <Notice tone="danger">{said(rotate.error)}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button look="primary" type="submit" disabled={rotate.isPending}>
            {t('rotateKey')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Revoke({ apiKey, onClose }: Deed) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const said = useSaid('settings');
  const revoke = useRevokeKey();
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      title={t('revokeTitle', { name: apiKey.name })}
      description={t('revokeText')}
    >
      {revoke.error ? <Notice tone="danger">{said(revoke.error)}</Notice> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button
          look="danger"
          disabled={revoke.isPending}
          onClick={() => revoke.mutateAsync(apiKey.id).then(onClose, () => undefined)}
        >
          {t('revokeKey')}
        </Button>
      </div>
    </Dialog>
  );
}
