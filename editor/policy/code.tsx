'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Textarea } from '#editor/ui/input.tsx';

/** What the forms cannot show, as it is written: nothing of it is ever lost. */
export function Code({
  value,
  name,
  any,
  change,
}: {
  value: unknown;
  name: string;
  any: boolean;
  change(value: unknown): void;
}) {
  const t = useTranslations('policy');
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const take = () => {
    try {
      const taken = text.trim() === '' ? undefined : JSON.parse(text);
      setWrong(taken === undefined && !any);
      if (taken !== undefined || any) change(taken);
    } catch {
      setWrong(true);
    }
  };
  return (
    <div className="grid gap-3">
      <Field label={name} hint={any ? t('codeEmpty') : t('code')} problem={wrong ? t('codeWrong') : undefined}>
        {(control) => (
          <Textarea
            {...control}
            className="font-mono text-xs"
            rows={6}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        )}
      </Field>
      <Button size="small" onClick={take}>
        {t('take')}
      </Button>
    </div>
  );
}
