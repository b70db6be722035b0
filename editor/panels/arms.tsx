'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FieldProps, idOf, looseOf } from '#editor/panels/hands.ts';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { isParam } from '#editor/panels/query.ts';
import { equal, portOf, rebalanced } from '#editor/panels/share.ts';
import { Slot } from '#editor/panels/slot.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Input } from '#editor/ui/input.tsx';

const TINTS = ['bg-branch', 'bg-contact', 'bg-wait', 'bg-entry', 'bg-goal', 'bg-flow'];

/** The arms of a split: their shares as one bar; changing one takes from or gives to the others. */
export function Arms({ path, value, hands }: FieldProps) {
  const t = useTranslations('panels');
  const arms = (Array.isArray(value) ? value : []).map(looseOf);
  const fixed = (share: unknown) => (isParam(share) ? Number(hands.graph.params[share.param]?.value ?? 0) : 0);
  const held = arms.reduce((sum, { share }) => sum + fixed(share), 0);
  const shares = arms.map(({ share }) => (isParam(share) ? null : typeof share === 'number' ? share : 0));
  const sum = Math.round((held + shares.reduce<number>((a, b) => a + (b ?? 0), 0)) * 10) / 10;
  const ports = arms.map(({ port }) => String(port ?? ''));
  const called = (i: number) => String(arms[i]!.label ?? '') || ports[i] || t('arm', { n: i + 1 });
  const put = (next: readonly Record<string, unknown>[]) => hands.put(path, next);
  const withShares = (list: readonly Record<string, unknown>[], given: readonly (number | null)[]) =>
    put(list.map((arm, i) => (given[i] === null ? arm : { ...arm, share: given[i] })));
  const remove = (at: number) => {
    const rest = arms.filter((_, i) => i !== at);
    const left = shares.filter((_, i) => i !== at);
    const first = left.findIndex((share) => share !== null);
    withShares(rest, first < 0 ? left : rebalanced(left, first, scaled(left, first, 100 - held), held));
  };
  const add = () => {
    const n = arms.length + 1;
    const fresh = { port: portOf(String.fromCharCode(96 + n), ports), share: 0 };
    withShares([...arms, fresh], rebalanced([...shares, 0], arms.length, Math.floor((100 - held) / n), held));
  };
  const share = (at: number, wanted: number) => withShares(arms, rebalanced(shares, at, wanted, held));
  const rename = (at: number, label: string) => {
    // The outcome keeps its name: results and whoever is on the way know it by that.
    const port = ports[at] || portOf(label, ports);
    put(arms.map((arm, i) => (i === at ? named({ ...arm, port }, label) : arm)));
  };

  return (
    <fieldset
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3"
      id={idOf(path)}
      tabIndex={-1}
      data-field={path.join('.')}
    >
      <legend className="mb-2 font-medium text-sm">{t('fields.arms')}</legend>
      <div aria-hidden className="flex h-3 overflow-hidden rounded-full bg-muted">
        {arms.map((arm, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: arms have no other name than their place.
            key={i}
            className={`${TINTS[i % TINTS.length]} border-card border-r last:border-r-0`}
            style={{ width: `${isParam(arm.share) ? fixed(arm.share) : (shares[i] ?? 0)}%` }}
          />
        ))}
      </div>
      {arms.map((arm, i) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          key={i}
          className="grid min-w-0 gap-2 rounded-md border p-2"
        >
          <legend className="sr-only">{called(i)}</legend>
          <div className="flex items-end gap-2">
            <span aria-hidden className={`mb-3 size-3 shrink-0 rounded-sm ${TINTS[i % TINTS.length]}`} />
            <Placed
              at={[...path, i, 'port']}
              hands={hands}
              label={t('armName', { n: i + 1 })}
              className="min-w-0 flex-1"
            >
              {(control) => (
                <Input
                  {...control}
                  disabled={hands.readonly}
                  placeholder={ports[i]}
                  value={String(arm.label ?? '')}
                  onChange={(event) => rename(i, event.target.value)}
                />
              )}
            </Placed>
            <Placed at={[...path, i, 'share']} hands={hands} className="w-32 shrink-0">
              {(control) => (
                <Slot
                  label={t('fields.share')}
                  types={['number', 'days']}
                  path={[...path, i, 'share']}
                  value={arm.share}
                  hands={hands}
                >
                  <Input
                    {...control}
                    type="number"
                    min={0}
                    max={100}
                    step="any"
                    disabled={hands.readonly}
                    value={shares[i] ?? ''}
                    onChange={({ target }) => target.value !== '' && share(i, target.valueAsNumber)}
                  />
                </Slot>
              )}
            </Placed>
            <Button
              look="ghost"
              size="icon"
              aria-label={t('removeNamed', { name: called(i) })}
              disabled={hands.readonly || arms.length <= 2}
              onClick={() => remove(i)}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
          {isParam(arm.share) ? null : (
            <input
              type="range"
              min={0}
              max={100}
              className="w-full accent-primary"
              aria-label={t('armShare', { name: called(i) })}
              disabled={hands.readonly}
              value={shares[i] ?? 0}
              onChange={(event) => share(i, event.target.valueAsNumber)}
            />
          )}
        </fieldset>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p aria-live="polite" className="text-muted-foreground text-sm">
          {t('sum', { n: sum })}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            disabled={hands.readonly || arms.length === 0}
            onClick={() => {
              const free = shares.filter((one) => one !== null).length;
              const each = equal(Math.max(1, free), held);
              withShares(
                arms,
                shares.map((one) => (one === null ? null : (each.shift() ?? 0))),
              );
            }}
          >
            {t('equally')}
          </Button>
          <Button size="small" disabled={hands.readonly || arms.length >= 20} onClick={add}>
            <Plus aria-hidden />
            {t('addArm')}
          </Button>
        </div>
      </div>
      <Wrong text={hands.problem(path)} />
    </fieldset>
  );
}

/** What one share is of all that is left, when an arm goes. */
function scaled(shares: readonly (number | null)[], at: number, room: number): number {
  const total = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  return total > 0 ? Math.round(((shares[at] ?? 0) / total) * room) : Math.round(room / shares.length);
}

function named(arm: Record<string, unknown>, label: string): Record<string, unknown> {
  const { label: _, ...rest } = arm;
  return label === '' ? rest : { ...rest, label };
}
