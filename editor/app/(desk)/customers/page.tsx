import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { CustomerSearch } from '#editor/customers/search.tsx';
import type { Whereabouts } from '#editor/data/customers.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.customers') };
}

const NAMES = ['chain', 'version', 'step', 'at', 'port', 'state', 'outcome'] as const;

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const asked = await searchParams;
  const where: Whereabouts = {};
  for (const name of NAMES) {
    const value = asked[name];
    if (typeof value === 'string' && value !== '') where[name] = value;
  }
  return <CustomerSearch key={JSON.stringify(where)} where={where} />;
}
