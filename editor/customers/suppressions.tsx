'use client';
import { useTranslations } from 'next-intl';
import { useMoments } from '#editor/customers/words.ts';
import { api } from '#editor/data/api.ts';
import { type CustomerAnswer, useDeed, useSuppressed } from '#editor/data/customers.ts';
import { useMay } from '#editor/data/me.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { Menu, MenuItem } from '#editor/ui/menu.tsx';
import { toast } from '#editor/ui/toast.tsx';

/** Which of the customer's addresses nothing is sent to, and why. */
export function Suppressions({ customer: { id, addresses } }: { customer: CustomerAnswer }) {
  const t = useTranslations('customers');
  const { date } = useMoments();
  const may = useMay('customers:write');
  const suppressed = useSuppressed(id);
  const lift = useDeed(id, (suppression: string) => api(`/suppressions/${suppression}`, { method: 'DELETE' }));
  const add = useDeed(id, (address: { kind: string; value: string }) =>
    api('/suppressions', { method: 'POST', body: { addresses: [address], reason: 'manual' } }),
  );
  const items = suppressed.data?.items ?? [];
  const free = addresses.filter(({ kind }) => !items.some((one) => one.kind === kind));
  const failed = suppressed.error ?? lift.error ?? add.error;
  return (
    <Card aria-label={t('suppression.title')} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t('suppression.title')}</h2>
        {may && free.length > 0 ? (
          <Menu
            trigger={
              <Button size="small" look="ghost">
                {t('suppression.add')}
              </Button>
            }
          >
            {free.map((address) => (
              <MenuItem
                key={address.kind}
                onSelect={() => add.mutate(address, { onSuccess: () => toast.success(t('suppression.added')) })}
              >
                {t(`kinds.${address.kind}`)}: {address.value}
              </MenuItem>
            ))}
          </Menu>
        ) : null}
      </div>
      {failed ? <Notice tone="danger">{failed.message}</Notice> : null}
      {suppressed.data && items.length === 0 ? (
        <p className="text-muted-foreground text-sm">{t('suppression.none')}</p>
      ) : null}
      <ul className="grid gap-2">
        {items.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-2 text-sm">
            <span>
              {t(`kinds.${one.kind}`)} {one.hint}
              <span className="block text-muted-foreground text-xs">
                {t(`suppression.reasons.${one.reason}`)}, {t('suppression.since', { when: date(one.at) })}
              </span>
            </span>
            {may ? (
              <Button
                size="small"
                disabled={lift.isPending}
                onClick={() => lift.mutate(one.id, { onSuccess: () => toast.success(t('suppression.lifted')) })}
              >
                {t('suppression.lift')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
