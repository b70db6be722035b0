import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SignIn } from '#editor/door/signin.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('signIn') };
}

export default function SignInPage() {
  return <SignIn />;
}
