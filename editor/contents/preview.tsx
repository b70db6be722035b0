'use client';
import { AlertTriangle, Monitor, Moon, Smartphone, Sun } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import type { Variant } from '#core/contents/template.ts';
import type { ContentWarning } from '#core/contents/warnings.ts';
import { dressed } from '#editor/contents/source.ts';
import { findCustomer, type ShownAs, usePersonas, useShown } from '#editor/data/contents.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

/** What a contact says of its message. */
export type About = {
  class?: string;
  offer?: string;
  params?: Record<string, string | number | boolean>;
};

/** The message as somebody gets it: on a telephone or a desk, by day or by night. */
export function Preview({
  variant,
  language,
  as,
  onAs,
  about = {},
}: {
  variant: Variant;
  language: string;
  as: ShownAs;
  onAs: (as: ShownAs) => void;
  about?: About;
}) {
  const t = useTranslations('contents');
  const [mobile, setMobile] = useState(false);
  const [dark, setDark] = useState(false);
  const shown = useShown(useDeferredValue({ variant, language, as, ...about }));
  const { data } = shown;

  return (
    <section aria-label={t('preview.title')} className="grid content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t('preview.title')}</h2>
        <div className="flex gap-1">
          <Toggle on={!mobile} label={t('preview.desktop')} onClick={() => setMobile(false)}>
            <Monitor aria-hidden />
          </Toggle>
          <Toggle on={mobile} label={t('preview.mobile')} onClick={() => setMobile(true)}>
            <Smartphone aria-hidden />
          </Toggle>
          <Toggle on={dark} label={t('preview.dark')} onClick={() => setDark(!dark)}>
            {dark ? <Moon aria-hidden /> : <Sun aria-hidden />}
          </Toggle>
        </div>
      </div>
      <As as={as} onAs={onAs} />
      {shown.isError ? (
        <Notice tone="danger" className="flex items-center justify-between gap-3">
          {shown.error.message}
          <Button size="small" onClick={() => shown.refetch()}>
            {t('again')}
          </Button>
        </Notice>
      ) : null}
      {data ? (
        <>
          <div className="rounded-t-lg border border-b-0 bg-card px-4 py-2 text-sm">
            <p className="truncate font-medium">{data.subject || t('preview.noSubject')}</p>
            <p className="truncate text-muted-foreground text-xs">{data.preheader}</p>
          </div>
          <div className={cn('-mt-3 flex justify-center rounded-b-lg border', dark ? 'bg-black' : 'bg-muted')}>
            <iframe
              title={t('preview.frame')}
              sandbox=""
              srcDoc={dressed(data.html, dark)}
              className={cn('h-[36rem] border-0', mobile ? 'w-[375px] max-w-full' : 'w-full')}
            />
          </div>
          <Findings shown={data} />
        </>
      ) : (
        <Skeleton className="h-[36rem]" />
      )}
    </section>
  );
}

function Toggle({ on, label, ...props }: { on: boolean; label: string } & React.ComponentProps<'button'>) {
  return (
    <Button
      size="icon"
      look={on ? 'secondary' : 'ghost'}
      aria-pressed={on}
      aria-label={label}
      title={label}
      {...props}
    />
  );
}

export function As({ as, onAs }: { as: ShownAs; onAs: (as: ShownAs) => void }) {
  const t = useTranslations('contents');
  const { data } = usePersonas();
  const mayRead = useMay('customers:read');
  const [asking, setAsking] = useState(false);
  const [email, setEmail] = useState('');
  const [unknown, setUnknown] = useState(false);
  const value = asking || (as && 'customer' in as) ? 'customer' : as && 'persona' in as ? as.persona : '';
  return (
    <div className="grid gap-2">
      <Field label={t('preview.as')}>
        {(control) => (
          <Select
            {...control}
            value={value}
            onChange={({ target }) => {
              setAsking(target.value === 'customer');
              if (target.value !== 'customer') onAs(target.value === '' ? null : { persona: target.value });
            }}
          >
            <option value="">{t('preview.nobody')}</option>
            {data?.items.map((persona) => (
              <option key={persona.id} value={persona.id}>
                {persona.name}
              </option>
            ))}
            {mayRead ? <option value="customer">{t('preview.customer')}</option> : null}
          </Select>
        )}
      </Field>
      {asking ? (
        <form
          className="flex items-end gap-2"
          onSubmit={async (event) => {
            event.preventDefault();
            const found = await findCustomer(email).catch(() => null);
            const customer = found?.items[0];
            setUnknown(!customer);
            if (!customer) return;
            onAs({ customer: customer.id });
            setAsking(false);
          }}
        >
          <Field className="flex-1" label={t('preview.email')} problem={unknown ? t('preview.unknown') : undefined}>
            {(control) => (
              <Input {...control} type="email" required value={email} onChange={(e) => setEmail(e.target.value)} />
            )}
          </Field>
          <Button type="submit">{t('preview.show')}</Button>
        </form>
      ) : null}
    </div>
  );
}

type Shown = NonNullable<ReturnType<typeof useShown>['data']>;

function Findings({ shown }: { shown: Shown }) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const { problems, warnings, bytes } = shown;
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(bytes / 1024);
  return (
    <div aria-live="polite" className="grid gap-2 text-sm">
      {problems.map((problem) => (
        <Notice key={problem.message} tone="danger">
          {problem.line ? `${t('problemAt', { line: problem.line })} ` : ''}
          {problem.message}
        </Notice>
      ))}
      <p className="text-muted-foreground text-xs">{t('preview.size', { size })}</p>
      {warnings.length === 0 && problems.length === 0 ? (
        <p className="text-success">{t('warnings.none')}</p>
      ) : (
        <ul className="grid gap-1.5">
          {warnings.map((warning) => (
            <li key={warning.code} className="flex gap-2 rounded-md bg-warning-soft px-3 py-2">
              <AlertTriangle aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
              <span>
                <Worded warning={warning} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Worded({ warning: { code, count = 0, names = [] } }: { warning: ContentWarning }) {
  const t = useTranslations('contents');
  const inBytes = code === 'too_large' || code === 'heavy_images';
  return t(`warnings.${code}`, { count: inBytes ? Math.round(count / 1024) : count, names: names.join(', ') });
}
