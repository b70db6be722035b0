'use client';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LANGUAGES } from '#core/language.ts';
import { Mark } from '#editor/desk/mark.tsx';
import { speak } from '#editor/desk/speak.ts';
import { cn } from '#editor/ui/class.ts';

/** A page before the desk: the mark, one heading, one form; and the language, for nobody is known yet. */
export function Door({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const t = useTranslations('desk');
  const locale = useLocale();
  const router = useRouter();
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-lg content-center gap-6 px-4 py-8">
      <div className="flex items-center gap-3 font-semibold text-xl">
        <Mark /> Jalon
      </div>
      <section className="grid gap-6 rounded-xl border bg-card p-6 shadow-raised sm:p-8">
        <div className="grid gap-1.5">
          <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
          {text ? <p className="text-muted-foreground text-sm">{text}</p> : null}
        </div>
        {children}
      </section>
      <nav aria-label={t('language')} className="flex justify-center gap-1 text-sm">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-current={language === locale ? 'true' : undefined}
            className={cn(
              'rounded-md px-2.5 py-1 text-muted-foreground hover:bg-muted hover:text-foreground',
              language === locale && 'font-medium text-foreground',
            )}
            onClick={() => {
              speak(language);
              router.refresh();
            }}
          >
            {t(`languages.${language}`)}
          </button>
        ))}
      </nav>
    </main>
  );
}
