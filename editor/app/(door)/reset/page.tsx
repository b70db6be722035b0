import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChoosePassword } from '#editor/door/password.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('newPassword') };
}

export default function PasswordPage() {
  return <ChoosePassword />;
}
