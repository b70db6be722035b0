import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WorkList } from '#editor/tasks/worklist.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('desk');
  return { title: t('rooms.tasks') };
}

export default function Page() {
  return <WorkList />;
}
