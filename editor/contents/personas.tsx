'use client';
import { Plus, UserRound } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { pairsOf, recordOf } from '#editor/contents/pairs.ts';
import { Pairs } from '#editor/contents/pairs.tsx';
import {
  type Persona,
  type PersonaFields,
  useDeletePersona,
  usePersonas,
  useSavePersona,
  useVariables,
} from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog, DialogDeeds } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

const LANGUAGES = ['fr', 'en', 'de', 'es', 'it', 'nl', 'pt'];
const COUNTRIES = [
  'FR',
  'BE',
  'CH',
  'LU',
  'CA',
  'GB',
  'IE',
  'DE',
  'ES',
  'IT',
  'NL',
  'PT',
  'RE',
  'GP',
  'MQ',
  'GF',
  'US',
];

/** Invented people: what is previewed and tried out is seen with their eyes, and with nobody's data. */
export function Personas() {
  const t = useTranslations('contents');
  const locale = useLocale();
  const mayWrite = useMay('chains:draft');
  const personas = usePersonas();
  const [open, setOpen] = useState<Persona | 'new' | null>(null);
  const items = personas.data?.items ?? [];
  const tongue = (tag: string) => new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted-foreground text-sm">{t('persona.about')}</p>
        {mayWrite ? (
          <Button look="primary" onClick={() => setOpen('new')}>
            <Plus aria-hidden />
            {t('persona.new')}
          </Button>
        ) : null}
      </div>
      {personas.error ? <Notice tone="danger">{personas.error.message}</Notice> : null}
      {personas.isPending ? <Skeleton className="h-40" /> : null}
      {personas.data && items.length === 0 ? (
        <Empty icon={<UserRound aria-hidden />} title={t('persona.none')}>
          {t('persona.noneHint')}
        </Empty>
      ) : null}
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {items.map((persona) => (
          <li key={persona.id}>
            <Card className="relative grid h-full content-start gap-2 p-4 focus-within:ring-2 focus-within:ring-ring">
              <h2 className="font-medium">
                <button
                  type="button"
                  className="text-left after:absolute after:inset-0 focus-visible:outline-none"
                  onClick={() => setOpen(persona)}
                >
                  {persona.name}
                </button>
              </h2>
              <p className="text-muted-foreground text-sm">
                {[tongue(persona.locale), persona.country, persona.zone].filter(Boolean).join(' · ')}
              </p>
              <p className="truncate text-sm">
                {Object.entries({ ...persona.traits, ...persona.entry })
                  .slice(0, 4)
                  .map(([name, value]) => `${name} ${typeof value === 'object' ? '…' : String(value)}`)
                  .join(' · ')}
              </p>
            </Card>
          </li>
        ))}
      </ul>
      {open ? <PersonaDialog persona={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function PersonaDialog({ persona, onClose }: { persona: Persona | null; onClose: () => void }) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const mayWrite = useMay('chains:draft');
  const save = useSavePersona();
  const remove = useDeletePersona();
  const variables = useVariables().data?.items ?? [];
  const [form, setForm] = useState<PersonaFields>(
    persona ?? { name: '', locale, zone: null, country: null, traits: {}, entry: {} },
  );
  const [traits, setTraits] = useState(() => pairsOf(form.traits));
  const [entry, setEntry] = useState(() => pairsOf(form.entry));
  const put = (change: Partial<PersonaFields>) => setForm((now) => ({ ...now, ...change }));
  const named = (kind: 'profile.' | 'entry.') => [
    ...new Set(variables.filter((v) => v.path.startsWith(kind)).map((v) => v.path.slice(kind.length))),
  ];
  const failure = save.error ?? remove.error;
  return (
    <Dialog
      open
      place="side"
      onOpenChange={(on) => !on && onClose()}
      title={persona ? persona.name : t('persona.new')}
      description={t('persona.how')}
    >
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          const { id: _, ...fields } = { id: '', ...form };
          const body = {
            ...fields,
            traits: recordOf(traits.pairs, traits.rest),
            entry: recordOf(entry.pairs, entry.rest),
          };
          save.mutateAsync(persona ? { id: persona.id, ...body } : body).then(onClose, () => undefined);
        }}
      >
        <fieldset disabled={!mayWrite} className="grid min-w-0 gap-5">
          <Field label={t('persona.name')}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={100}
                value={form.name}
                onChange={(e) => put({ name: e.target.value })}
              />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Named
              label={t('persona.language')}
              of="language"
              value={form.locale}
              choices={LANGUAGES}
              onValue={(tag) => put({ locale: tag ?? form.locale })}
            />
            <Named
              label={t('persona.country')}
              of="region"
              value={form.country}
              choices={COUNTRIES}
              none={t('persona.companys')}
              onValue={(country) => put({ country })}
            />
          </div>
          <Field label={t('persona.zone')} hint={t('persona.zoneHint')}>
            {(control) => (
              <Select {...control} value={form.zone ?? ''} onChange={(e) => put({ zone: e.target.value || null })}>
                <option value="">{t('persona.companys')}</option>
                {Intl.supportedValuesOf('timeZone').map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </Select>
            )}
          </Field>
          <Pairs
            legend={t('persona.traits')}
            known={named('profile.')}
            pairs={traits.pairs}
            onPairs={(pairs) => setTraits((now) => ({ ...now, pairs }))}
          />
          <Pairs
            legend={t('persona.entry')}
            known={named('entry.')}
            pairs={entry.pairs}
            onPairs={(pairs) => setEntry((now) => ({ ...now, pairs }))}
          />
        </fieldset>
        {Object.keys({ ...traits.rest, ...entry.rest }).length > 0 ? (
          <p className="text-muted-foreground text-xs">
            {t('persona.kept', { names: Object.keys({ ...traits.rest, ...entry.rest }).join(', ') })}
          </p>
        ) : null}
        {failure ? <Notice tone="danger">{failure.message}</Notice> : null}
        {mayWrite ? (
          <DialogDeeds>
            {persona ? (
              <Button
                className="mr-auto"
                look="ghost"
                onClick={() => remove.mutateAsync(persona.id).then(onClose, () => undefined)}
              >
                {t('persona.delete')}
              </Button>
            ) : null}
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" look="primary" disabled={save.isPending}>
              {t('save')}
            </Button>
          </DialogDeeds>
        ) : null}
      </form>
    </Dialog>
  );
}

function Named({
  label,
  of,
  value,
  choices,
  none,
  onValue,
}: {
  label: string;
  of: 'language' | 'region';
  value: string | null;
  choices: readonly string[];
  none?: string;
  onValue: (value: string | null) => void;
}) {
  const locale = useLocale();
  const names = new Intl.DisplayNames([locale], { type: of });
  const all = value === null || choices.includes(value) ? choices : [value, ...choices];
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={value ?? ''} onChange={(e) => onValue(e.target.value || null)}>
          {none === undefined ? null : <option value="">{none}</option>}
          {all.map((tag) => (
            <option key={tag} value={tag}>
              {names.of(tag) ?? tag}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
