'use client';
import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Popover as Radix } from 'radix-ui';
import { useState } from 'react';
import { cn } from '#editor/ui/class.ts';

export type Choice = { value: string; label?: string; hint?: string; group?: string };

export type ComboProps = {
  id?: string | undefined;
  label: string;
  value: string;
  choices: readonly Choice[];
  /** Absent: only what is offered can be chosen. */
  free?: boolean;
  /** What it says where nothing is chosen. */
  empty?: string;
  /** Offers to choose nothing. */
  clearable?: boolean;
  disabled?: boolean;
  className?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
  onChange(value: string): void;
};

const ITEM =
  'flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground';

/** A choice among what is known, found by typing; where it may be free, what was typed can be taken as it is. */
export function Combo(props: ComboProps) {
  const {
    label,
    value,
    choices,
    free = false,
    empty,
    clearable = false,
    disabled = false,
    className,
    onChange,
  } = props;
  const t = useTranslations('panels');
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const groups = [...new Set(choices.map(({ group = '' }) => group))];
  const chosen = choices.find((choice) => choice.value === value);
  const text = typed.trim();
  const take = (next: string) => {
    onChange(next);
    setOpen(false);
    setTyped('');
  };
  const fresh = free && text !== '' && !choices.some((choice) => choice.value === text);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <button
          type="button"
          role="combobox"
          id={props.id}
          aria-label={props.id ? undefined : label}
          aria-describedby={props['aria-describedby']}
          aria-invalid={props['aria-invalid']}
          aria-expanded={open}
          disabled={disabled}
          className={cn(
            'flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-input bg-card px-3 text-left text-sm disabled:opacity-60 aria-invalid:border-danger',
            className,
          )}
        >
          <span className={cn('truncate', value === '' && 'text-muted-foreground')}>
            {value === '' ? (empty ?? t('choose')) : (chosen?.label ?? value)}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          aria-label={label}
          className="z-50 w-[max(18rem,var(--radix-popover-trigger-width))] max-w-[calc(100vw-2rem)] overflow-hidden rounded-lg border bg-card text-foreground shadow-raised"
        >
          <Command label={label}>
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder={t(free ? 'findOrType' : 'find')}
              className="w-full border-b bg-transparent px-3 py-2 text-sm placeholder:text-muted-foreground"
            />
            {/* A dialog around it would keep the wheel for itself. */}
            <Command.List
              className="max-h-64 overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
              onWheel={(event) => event.stopPropagation()}
            >
              {fresh ? null : (
                <Command.Empty className="px-3 py-4 text-center text-muted-foreground text-sm">
                  {t(free ? 'nothingKnown' : 'nothingFound')}
                </Command.Empty>
              )}
              {clearable && text === '' ? (
                <Command.Item className={ITEM} value="—" onSelect={() => take('')}>
                  <Tick on={value === ''} />
                  {empty ?? t('nothing')}
                </Command.Item>
              ) : null}
              {groups.map((group) => (
                <Command.Group key={group} heading={group || undefined}>
                  {choices
                    .filter((choice) => (choice.group ?? '') === group)
                    .map((choice) => (
                      <Command.Item
                        key={choice.value}
                        className={ITEM}
                        value={`${choice.label ?? ''} ${choice.value} ${choice.hint ?? ''}`}
                        onSelect={() => take(choice.value)}
                      >
                        <Tick on={choice.value === value} />
                        <span className="min-w-0 flex-1 truncate">{choice.label ?? choice.value}</span>
                        {choice.hint ? (
                          <span className="shrink-0 text-muted-foreground text-xs">{choice.hint}</span>
                        ) : null}
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
              {fresh ? (
                <Command.Item forceMount className={ITEM} value={`= ${text}`} onSelect={() => take(text)}>
                  <Tick on={false} />
                  {t('use', { text })}
                </Command.Item>
              ) : null}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Tick({ on }: { on: boolean }) {
  return <Check aria-hidden className={cn('size-4 shrink-0', !on && 'invisible')} />;
}
