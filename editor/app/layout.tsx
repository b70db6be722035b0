import '@fontsource-variable/inter/wght.css';
import '#editor/app/globals.css';
import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { DataProvider } from '#editor/data/provider.tsx';
import { Toaster } from '#editor/ui/toast.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: { default: 'Jalon', template: '%s · Jalon' }, description: t('description'), robots: 'noindex' };
}

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <ThemeProvider attribute="class" disableTransitionOnChange>
            <DataProvider>{children}</DataProvider>
            <Toaster />
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
