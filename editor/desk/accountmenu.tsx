'use client';
import { CircleUserRound, LogOut, Settings } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { LANGUAGES } from '#core/language.ts';
import { api } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { signOut } from '#editor/data/session.ts';
import { AccountButton } from '#editor/desk/accountbutton.tsx';
import { speak } from '#editor/desk/speak.ts';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#editor/ui/menu.tsx';

const THEMES = ['system', 'light', 'dark'] as const;

/** Opens as it comes: it is fetched when it is asked for. */
export function AccountMenu() {
  const t = useTranslations('desk');
  const router = useRouter();
  const locale = useLocale();
  const { theme, setTheme } = useTheme();
  const { data: me } = useMe();

  function choose(language: string) {
    speak(language);
    // It is kept for other browsers too; that it could not be is no reason to stay in this language.
    if (me?.person) api('/me', { method: 'PATCH', body: { language } }).catch(() => undefined);
    router.refresh();
  }

  return (
    <Menu align="start" defaultOpen trigger={<AccountButton name={me?.person?.name} />}>
      {me?.person ? (
        <MenuItem onSelect={() => router.push('/account')}>
          <CircleUserRound aria-hidden />
          {t('account')}
        </MenuItem>
      ) : null}
      {me?.may.includes('admin') ? (
        <MenuItem onSelect={() => router.push('/settings')}>
          <Settings aria-hidden />
          {t('settings')}
        </MenuItem>
      ) : null}
      <MenuLine />
      <MenuLabel>{t('language')}</MenuLabel>
      <MenuChoices value={locale} onValueChange={choose}>
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
