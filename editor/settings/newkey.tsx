'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { SCOPES } from '#api/access.ts';
import { type NewKeyAnswer, useCreateKey } from '#editor/data/people.ts';
import { fieldProblem, useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Choice } from '#editor/ui/choice.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Textarea } from '#editor/ui/input.tsx';

/** A key for a program of ours, or one that the pages of a shop hold and that can only send events. */
export function NewKeyForm({ onClose, onMade }: { onClose: () => void; onMade: (made: NewKeyAnswer) => void }) {
  const t = useTranslations('settings');
  const desk = useTranslations('desk');
  const said = useSaid('settings');
  const create = useCreateKey();
  const [name, setName] = useState('');
  const [browser, setBrowser] = useState(false);
  const [scopes, setScopes] = useState<string[]>(['events:write']);
  const [origins, setOrigins] = useState('');
  const [until, setUntil] = useState('');
  const listed = origins.split(/[\s,]+/).filter(Boolean);
  const ready = browser ? listed.length > 0 : scopes.length > 0;

  async function save(event: FormEvent) {
    event.preventDefault();
    const expiry = until === '' ? {} : { expiresAt: new Date(`${until}T23:59:59Z`).toISOString() };
    try {
      const may = browser ? ['events:write'] : scopes;
      const made = await create.mutateAsync({ name, scopes: may, origins: browser ? listed : [], ...expiry });
      onClose();
      onMade(made);
    } catch {
      // Said below; the form keeps what was typed.
    }
  }

  return (
    <Dialog open onOpenChange={(stays) => !stays && onClose()} title={t('newKeyTitle')} description={t('newKeyText')}>
      <form onSubmit={save} className="grid gap-4">
        <Field label={t('keyName')} hint={t('keyNameHint')} problem={fieldProblem(create.error, 'name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={100}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="grid gap-1 text-sm">
          <legend className="mb-1 font-medium">{t('keyFor')}</legend>
          {[false, true].map((pages) => (
            <label key={String(pages)} className="flex items-center gap-2">
              <input
                type="radio"
                name="for"
                className="size-4 accent-primary"
                checked={browser === pages}
                onChange={() => setBrowser(pages)}
              />
              {t(pages ? 'forPages' : 'forProgram')}
            </label>
          ))}
        </fieldset>
        {browser ? (
          <Field label={t('origins')} hint={t('originsHint')} problem={fieldProblem(create.error, 'origins.0')}>
            {(control) => (
              <Textarea
                {...control}
                placeholder="https://shop.example"
                value={origins}
                onChange={(event) => setOrigins(event.target.value)}
              />
            )}
          </Field>
        ) : (
          <fieldset className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-2">
            <legend className="mb-1 font-medium">{t('opens')}</legend>
            {SCOPES.map((scope) => (
              <Choice
                key={scope}
                label={t(`scope.${scope}`)}
                hint={<code>{scope}</code>}
                checked={scopes.includes(scope)}
                onChange={(event) =>
                  setScopes(SCOPES.filter((one) => (one === scope ? event.target.checked : scopes.includes(one))))
                }
              />
            ))}
          </fieldset>
        )}
        <Field label={t('expiry')} hint={t('expiryHint')} problem={fieldProblem(create.error, 'expiresAt')}>
          {(control) => (
            <Input {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          )}
        </Field>
        {create.error ? <Notice tone="danger">{said(create.error)}</Notice> : null}
        <DialogDeeds>
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button look="primary" type="submit" disabled={create.isPending || !ready}>
            {t('newKey')}
          </Button>
        </DialogDeeds>
      </form>
    </Dialog>
  );
}
