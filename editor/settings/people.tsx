'use client';
import { MoreHorizontal, UserPlus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '#editor/data/me.ts';
import {
  type LinkedAnswer,
  type PersonAnswer,
  useChangePerson,
  usePeople,
  usePersonLink,
  useSaveSettings,
  useSettings,
  useTakeTotp,
} from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { LinkDialog, PersonForm } from '#editor/settings/person.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Choice } from '#editor/ui/choice.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '#editor/ui/menu.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Open = { kind: 'invite' } | { kind: 'change' | 'leave' | 'totp'; person: PersonAnswer } | null;

/** Who works here, as what; invited, changed and let go. */
export function People() {
  const t = useTranslations('settings');
  const locale = useLocale() as Language;
  const said = useSaid('settings');
  const me = useMe().data;
  const people = usePeople();
  const link = usePersonLink();
  const change = useChangePerson();
  const [open, setOpen] = useState<Open>(null);
  const [linked, setLinked] = useState<LinkedAnswer | null>(null);
  const failure = people.error ?? link.error ?? (open === null ? change.error : null);
  const items = [...(people.data ?? [])].sort((a, b) => Number(b.active) - Number(a.active));
  // People sign in by the wall's clock, whatever the instance's says.
  const zone = me?.company.zone ?? 'UTC';

  return (
    <div className="grid gap-6">
      <Everyone />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">{t('people')}</h2>
        <Button look="primary" onClick={() => setOpen({ kind: 'invite' })}>
          <UserPlus aria-hidden className="size-4" />
          {t('invite')}
        </Button>
      </div>
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      {people.isPending ? <Skeleton className="h-48" /> : null}
      {people.data ? (
        <Table label={t('people')}>
          <thead>
            <tr>
              <Th>{t('personName')}</Th>
              <Th>{t('roles')}</Th>
              <Th className="hidden sm:table-cell">{t('team')}</Th>
              <Th className="hidden md:table-cell">{t('seen')}</Th>
              <Th>
                <span className="sr-only">{t('deeds')}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {items.map((person) => (
              <tr key={person.id} className={person.active ? '' : 'text-muted-foreground'}>
                <Td>
                  <p className="font-medium">{person.name}</p>
                  <p className="break-all text-muted-foreground text-xs">{person.email}</p>
                  <span className="md:hidden">
                    <Standing person={person} />
                  </span>
                </Td>
                <Td>
                  <span className="flex flex-wrap gap-1">
                    {person.roles.map((role) => (
                      <Badge key={role}>{t(`role.${role}.name`)}</Badge>
                    ))}
                  </span>
                </Td>
                <Td className="hidden sm:table-cell">{person.team ?? '–'}</Td>
                <Td className="hidden md:table-cell">
                  <span className="flex flex-wrap items-center gap-1.5">
                    <Standing person={person} />
                    {person.active && person.joined
                      ? person.lastSeenAt
                        ? momentIn(locale, zone, person.lastSeenAt)
                        : t('signedOut')
                      : null}
                    {person.totp ? <Badge tone="success">{t('secondFactor')}</Badge> : null}
                  </span>
                </Td>
                <Td className="text-right">
                  <Menu
                    trigger={
                      <Button look="ghost" size="icon" aria-label={t('deedsFor', { name: person.name })}>
                        <MoreHorizontal aria-hidden className="size-4" />
                      </Button>
                    }
                  >
                    <MenuItem onSelect={() => setOpen({ kind: 'change', person })}>{t('change')}</MenuItem>
                    {person.active ? (
                      <MenuItem onSelect={() => link.mutate(person.id, { onSuccess: setLinked })}>
                        {t(person.joined ? 'newPassword' : 'newInvitation')}
                      </MenuItem>
                    ) : null}
                    {person.totp ? (
                      <MenuItem onSelect={() => setOpen({ kind: 'totp', person })}>{t('takeTotp')}</MenuItem>
                    ) : null}
                    <MenuLine />
                    {person.active ? (
                      <MenuItem onSelect={() => setOpen({ kind: 'leave', person })}>{t('deactivate')}</MenuItem>
                    ) : (
                      <MenuItem onSelect={() => change.mutate({ id: person.id, active: true })}>
                        {t('activate')}
                      </MenuItem>
                    )}
                  </Menu>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      {open?.kind === 'invite' ? <PersonForm onClose={() => setOpen(null)} onLinked={setLinked} /> : null}
      {open?.kind === 'change' ? (
        <PersonForm person={open.person} onClose={() => setOpen(null)} onLinked={setLinked} />
      ) : null}
      {open?.kind === 'leave' || open?.kind === 'totp' ? (
        <Sure kind={open.kind} person={open.person} onClose={() => setOpen(null)} />
      ) : null}
      {linked ? <LinkDialog linked={linked} onClose={() => setLinked(null)} /> : null}
    </div>
  );
}

/** Said only where it is not as usual. */
function Standing({ person: { active, joined } }: { person: PersonAnswer }) {
  const t = useTranslations('settings');
  if (!active) return <Badge tone="danger">{t('inactive')}</Badge>;
  return joined ? null : <Badge tone="wait">{t('invited')}</Badge>;
}

/** A second factor of everybody. */
function Everyone() {
  const t = useTranslations('settings');
  const said = useSaid('settings');
  const me = useMe().data;
  const settings = useSettings().data;
  const save = useSaveSettings();
  const on = settings?.totpRequired ?? false;
  // Who asks it of everybody without having one would find the door closed behind them.
  const shut = !on && me?.person?.totp === false;
  return (
    <Card className="grid gap-2">
      <Choice
        label={t('everyone')}
        hint={`${t('everyoneHint')}${shut ? ` ${t('everyoneFirst')}` : ''}`}
        checked={on}
        disabled={settings === undefined || save.isPending || shut}
        onChange={(event) =>
          save.mutate({ totpRequired: event.target.checked }, { onSuccess: () => toast.success(t('saved')) })
        }
      />
      {save.error ? <Notice tone="danger">{said(save.error)}</Notice> : null}
    </Card>
  );
}

function Sure({ kind, person, onClose }: { kind: 'leave' | 'totp'; person: PersonAnswer; onClose: () => void }) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const said = useSaid('settings');
  const change = useChangePerson();
  const take = useTakeTotp();
  const { name, id } = person;
  const failure = change.error ?? take.error;
  const deed = () =>
    (kind === 'leave' ? change.mutateAsync({ id, active: false }) : take.mutateAsync(id)).then(
      onClose,
      () => undefined,
    );
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      title={t(`${kind}.title`, { name })}
      description={t(`${kind}.text`)}
    >
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button look="danger" disabled={change.isPending || take.isPending} onClick={deed}>
          {t(`${kind}.do`)}
        </Button>
      </div>
    </Dialog>
  );
}
