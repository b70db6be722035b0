'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ROLE_NAMES, type Role } from '#api/access.ts';
import {
  type Invitation,
  type LinkedAnswer,
  type PersonAnswer,
  useChangePerson,
  useInvite,
  usePeople,
} from '#editor/data/people.ts';
import { fieldProblem, useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Choice } from '#editor/ui/choice.tsx';
import { CopyField } from '#editor/ui/copy.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

/** Without a person: an invitation. */
export function PersonForm({
  person,
  onClose,
  onLinked,
}: {
  person?: PersonAnswer;
  onClose: () => void;
  onLinked: (linked: LinkedAnswer) => void;
}) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const locale = useLocale() as 'en' | 'fr';
  const said = useSaid('settings');
  const invite = useInvite();
  const change = useChangePerson();
  const teams = [...new Set((usePeople().data ?? []).flatMap(({ team }) => team ?? []))];
  const [form, setForm] = useState<Invitation>({
    name: person?.name ?? '',
    email: person?.email ?? '',
    roles: person?.roles ?? ['author'],
    team: person?.team ?? null,
    language: locale,
  });
  const put = (more: Partial<Invitation>) => setForm((before) => ({ ...before, ...more }));
  const failure = invite.error ?? change.error;
  const busy = invite.isPending || change.isPending;

  async function save(event: FormEvent) {
    event.preventDefault();
    const team = form.team?.trim() || null;
    try {
      if (person) await change.mutateAsync({ id: person.id, name: form.name, roles: form.roles, team });
      else onLinked(await invite.mutateAsync({ ...form, team }));
      onClose();
    } catch {
      // Said below; the form keeps what was typed.
    }
  }

  const toggle = (role: Role, on: boolean) =>
    put({ roles: ROLE_NAMES.filter((name) => (name === role ? on : form.roles.includes(name))) });

  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      className="w-[min(46rem,calc(100vw-2rem))]"
      title={person ? t('changeTitle', { name: person.name }) : t('inviteTitle')}
      {...(person ? {} : { description: t('inviteText') })}
    >
      <form onSubmit={save} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('personName')} problem={fieldProblem(failure, 'name')}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={200}
                autoComplete="off"
                value={form.name}
                onChange={(event) => put({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('email')} problem={fieldProblem(failure, 'email')}>
            {(control) => (
              <Input
                {...control}
                required
                type="email"
                autoComplete="off"
                disabled={person !== undefined}
                value={form.email}
                onChange={(event) => put({ email: event.target.value })}
              />
            )}
          </Field>
        </div>
        <fieldset className="grid gap-1.5 sm:grid-cols-2">
          <legend className="mb-1 font-medium text-sm">{t('roles')}</legend>
          {ROLE_NAMES.map((role) => (
            <Choice
              key={role}
              label={t(`role.${role}.name`)}
              hint={t(`role.${role}.opens`)}
              className="rounded-lg border px-3 py-2 text-sm has-[:checked]:bg-accent"
              checked={form.roles.includes(role)}
              onChange={(event) => toggle(role, event.target.checked)}
            />
          ))}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('team')} hint={t('teamHint')}>
            {(control) => (
              <Input
                {...control}
                maxLength={100}
                list="teams"
                value={form.team ?? ''}
                onChange={(event) => put({ team: event.target.value })}
              />
            )}
          </Field>
          {person ? null : (
            <Field label={t('mailLanguage')}>
              {(control) => (
                <Select
                  {...control}
                  value={form.language}
                  onChange={(event) => put({ language: event.target.value as 'en' | 'fr' })}
                >
                  <option value="en">{desk('languages.en')}</option>
                  <option value="fr">{desk('languages.fr')}</option>
                </Select>
              )}
            </Field>
          )}
        </div>
        <datalist id="teams">
          {teams.map((team) => (
            <option key={team} value={team} />
          ))}
        </datalist>
        {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
        <DialogDeeds>
          {form.roles.length === 0 ? <p className="mr-auto text-danger text-xs">{t('noRole')}</p> : null}
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button look="primary" type="submit" disabled={busy || form.roles.length === 0}>
            {person ? desk('save') : t('invite')}
          </Button>
        </DialogDeeds>
      </form>
    </Dialog>
  );
}

/** A link that was made, shown this once. */
export function LinkDialog({ linked, onClose }: { linked: LinkedAnswer; onClose: () => void }) {
  const t = useTranslations('settings');
  const { person, link } = linked;
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose()}
      title={t('linkTitle', { name: person.name })}
      description={t(person.joined ? 'linkReset' : 'linkInvited', { email: person.email })}
    >
      {link ? <CopyField label={t('link')} value={link} /> : null}
      <p className="text-muted-foreground text-sm">{t('linkOnce')}</p>
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        {t('done')}
      </Button>
    </Dialog>
  );
}
