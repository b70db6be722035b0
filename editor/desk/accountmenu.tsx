'use client';
import { LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { useMe } from '#editor/data/me.ts';
import { signOut } from '#editor/data/session.ts';
import { AccountButton } from '#editor/desk/accountbutton.tsx';
import { LANGUAGE_COOKIE, LANGUAGES } from '#editor/desk/language.ts';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#editor/ui/menu.tsx';

const THEMES = ['system', 'light', 'dark'] as const;

/** Opens as it comes: it is fetched when it is asked for. */
export function AccountMenu() {
  const t = useTranslations('desk');
  const router = useRouter();
  const locale = useLocale();
  const { theme, setTheme } = useTheme();
  const { data: me } = useMe();

  function speak(language: string) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet.
    document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  }

  return (
    <Menu align="start" defaultOpen trigger={<AccountButton name={me?.person?.name} />}>
      <MenuLabel>{t('language')}</MenuLabel>
      <MenuChoices value={locale} onValueChange={speak}>
        {LANGUAGES.map((language) => (
          <MenuChoice key={language} value={language} lang={language}>
            {t(`languages.${language}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuLabel>{t('theme')}</MenuLabel>
      <MenuChoices value={theme ?? 'system'} onValueChange={setTheme}>
        {THEMES.map((name) => (
          <MenuChoice key={name} value={name}>
            {t(`themes.${name}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuLine />
      <MenuItem
        onSelect={async () => {
          await signOut();
          router.push('/sign-in');
        }}
      >
        <LogOut aria-hidden />
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
