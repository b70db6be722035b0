'use client';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Failure, problemIn } from '#editor/consent/problem.tsx';
import { api } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

/** A customer to see chains with; who asks stands in the form already. */
export function NewTester() {
  const t = useTranslations('customers');
  const may = useMay('customers:write');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FlaskConical aria-hidden />
        {t('tester.new')}
      </Button>
      {open ? <Form onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Form({ onClose }: { onClose(): void }) {
  const t = useTranslations('customers');
  const desk = useTranslations('desk');
  const router = useRouter();
  const person = useMe().data?.person;
  const [firstName = '', ...rest] = (person?.name ?? '').split(' ');
  const [form, setForm] = useState({
    ...{ email: person?.email ?? '', firstName, lastName: rest.join(' '), language: person?.language ?? 'en' },
  });
  const make = useMutation({
    mutationFn: () => {
      const filled = Object.fromEntries(Object.entries(form).filter(([, value]) => value.trim() !== ''));
      return api<{ id: string }>('/customers', { method: 'POST', body: filled });
    },
    onSuccess: ({ id }) => router.push(`/customers/${id}`),
  });
  const put = (change: Partial<typeof form>) => setForm((now) => ({ ...now, ...change }));
  return (
    <Dialog open onOpenChange={onClose} title={t('tester.new')} description={t('tester.what')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label={t('kinds.email')} problem={problemIn(make.error, 'email')}>
          {(control) => (
            <Input
              {...control}
              type="email"
              required
              maxLength={320}
              value={form.email}
              onChange={({ target }) => put({ email: target.value })}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          {(['firstName', 'lastName'] as const).map((name) => (
            <Field key={name} label={t(`tester.${name}`)}>
              {(control) => (
                <Input
                  {...control}
                  maxLength={200}
                  value={form[name]}
                  onChange={({ target }) => put({ [name]: target.value })}
                />
              )}
            </Field>
          ))}
          <Field label={t('language')}>
            {(control) => (
              <Select
                {...control}
                value={form.language}
                onChange={({ target }) => put({ language: target.value as 'en' | 'fr' })}
              >
                <option value="en">English</option>
                <option value="fr">Français</option>
              </Select>
            )}
          </Field>
        </div>
        <Failure error={make.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{desk('cancel')}</Button>
          <Button type="submit" look="primary" disabled={make.isPending || make.isSuccess}>
            {t('tester.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
