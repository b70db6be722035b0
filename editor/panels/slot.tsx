'use client';
import { Variable } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Hands, Path } from '#editor/panels/hands.ts';
import { isParam } from '#editor/panels/query.ts';
import { Button } from '#editor/ui/button.tsx';
import { Menu, MenuChoice, MenuChoices } from '#editor/ui/menu.tsx';

type SlotProps = {
  label: string;
  types: readonly string[];
  path: Path;
  value: unknown;
  hands: Hands;
  children: ReactNode;
};

/** A control, or the parameter that stands in its place; the button beside it changes between the two. */
export function Slot({ label, types, path, value, hands, children }: SlotProps) {
  const t = useTranslations('panels');
  const { params } = hands.graph;
  const bound = isParam(value) ? value.param : undefined;
  const fitting = Object.entries(params).filter(([, { type }]) => types.includes(type));
  if (bound === undefined && fitting.length === 0) return children;
  const shown = bound === undefined ? undefined : params[bound];
  return (
    <div className="flex min-w-0 gap-1">
      {bound === undefined ? (
        <div className="min-w-0 flex-1">{children}</div>
      ) : (
        <span
          data-field={path.join('.')}
          className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md border border-dashed px-3 text-sm"
        >
          <span className="font-medium">{bound}</span>
          <span className="truncate text-muted-foreground">
            {shown === undefined ? t('paramGone') : t('paramIs', { value: String(shown.value) })}
          </span>
        </span>
      )}
      <Menu
        trigger={
          <Button
            look="ghost"
            size="icon"
            className="shrink-0"
            aria-label={t('param', { field: label })}
            title={t('param', { field: label })}
            disabled={hands.readonly}
          >
            <Variable aria-hidden />
          </Button>
        }
      >
        <MenuChoices
          value={bound ?? ''}
          onValueChange={(name) => hands.put(path, name === '' ? undefined : { param: name })}
        >
          <MenuChoice value="">{t('noParam')}</MenuChoice>
          {fitting.map(([name, { label: said }]) => (
            <MenuChoice key={name} value={name}>
              {said ? `${name} · ${said}` : name}
            </MenuChoice>
          ))}
        </MenuChoices>
      </Menu>
    </div>
  );
}
