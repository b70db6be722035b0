'use client';
import { Braces } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { withStandardVariables } from '#editor/data/catalogue.ts';
import { useVariables } from '#editor/data/contents.ts';
import { triggerOf } from '#editor/panels/trigger.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { Popover } from '#editor/ui/popover.tsx';

/** Always there, so that no fallback is asked. */
const OWN = ['brand.name', 'offer.name', 'unsubscribe_url', 'preferences_url'];

/** Puts `{{ path }}` where the writer was; for what a customer may lack, the fallback is asked with it. */
export function VariablePicker({
  label,
  defaults,
  params = [],
  onPick,
}: {
  label: string;
  defaults: Readonly<Record<string, string>>;
  /** Of the chain that the words belong to. */
  params?: readonly string[];
  onPick: (path: string, fallback: string | null) => void;
}) {
  const t = useTranslations('contents');
  const [open, setOpen] = useState(false);
  const [path, setPath] = useState('');
  const [fallback, setFallback] = useState('');
  const { data } = useVariables();
  // Of the chain that is open: what its trigger is sent with may be named before it ever was.
  const trigger = useEditor((s) => triggerOf(s.graph));
  const known = withStandardVariables(data?.items ?? [], trigger);
  const traits = known.filter((v) => v.event === null);
  const events = [...new Set(known.flatMap((v) => v.event ?? []))];
  const asks = path !== '' && !path.startsWith('params.') && (!OWN.includes(path) || path === 'offer.name');

  function choose(next: string) {
    setPath(next);
    setFallback(defaults[next] ?? '');
  }

  return (
    <Popover
      label={label}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" look="ghost" aria-label={label}>
          <Braces aria-hidden />
          {t('variable.short')}
        </Button>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (path === '') return;
          onPick(path, asks && fallback.trim() ? fallback : null);
          setOpen(false);
          choose('');
        }}
      >
        <Field label={t('variable.which')}>
          {(control) => (
            <Select {...control} value={path} onChange={(event) => choose(event.target.value)} required>
              <option value="">{t('variable.choose')}</option>
              <optgroup label={t('variable.customer')}>
                {traits.map((v) => (
                  <option key={v.path} value={v.path}>
                    {v.path.slice('profile.'.length)}
                  </option>
                ))}
              </optgroup>
              {events.map((event) => (
                <optgroup key={event} label={t('variable.event', { event })}>
                  {known
                    .filter((v) => v.event === event)
                    .map((v) => (
                      <option key={v.path} value={v.path}>
                        {v.path.slice('entry.'.length)}
                      </option>
                    ))}
                </optgroup>
              ))}
              {params.length > 0 ? (
                <optgroup label={t('variable.params')}>
                  {params.map((name) => (
                    <option key={name} value={`params.${name}`}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ) : null}
              <optgroup label={t('variable.own')}>
                {OWN.map((own) => (
                  <option key={own} value={own}>
                    {t(`variable.names.${own.replace('.', '_')}`)}
                  </option>
                ))}
              </optgroup>
            </Select>
          )}
        </Field>
        {asks ? (
          <Field label={t('variable.fallback')} hint={t('variable.fallbackHint')}>
            {(control) => <Input {...control} value={fallback} onChange={(event) => setFallback(event.target.value)} />}
          </Field>
        ) : null}
        <Button type="submit" look="primary" size="small" disabled={path === ''}>
          {t('variable.insert')}
        </Button>
      </form>
    </Popover>
  );
}
