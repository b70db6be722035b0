'use client';
import { CircleUserRound, LogOut, UserCog } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { useMe } from '#editor/data/me.ts';
import { signOut } from '#editor/data/session.ts';
import { LANGUAGE_COOKIE, LANGUAGES } from '#editor/desk/language.ts';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#editor/ui/menu.tsx';

const THEMES = ['system', 'light', 'dark'] as const;

export function Account() {
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
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex items-center gap-3 rounded-md px-2.5 py-2 text-left text-sm hover:bg-muted"
        >
          <CircleUserRound aria-hidden className="size-4 shrink-0" />
          <span className="sr-only truncate md:not-sr-only">{me?.person?.name ?? t('account')}</span>
        </button>
      }
    >
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
      <MenuItem onSelect={() => router.push('/settings/account')}>
        <UserCog aria-hidden />
        {t('account')}
      </MenuItem>
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
