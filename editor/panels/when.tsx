'use client';
import { useTranslations } from 'next-intl';
import { type Hands, idOf, type Loose, looseOf, type Path } from '#editor/panels/hands.ts';
import { AttributePicker, PropertyPicker, StepPicker } from '#editor/panels/pickers.tsx';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { isParam } from '#editor/panels/query.ts';
import { Slot } from '#editor/panels/slot.tsx';
import { Tick } from '#editor/panels/tick.tsx';
import { triggerOf } from '#editor/panels/trigger.ts';
import { put } from '#editor/state/document.ts';
import { Input, Select } from '#editor/ui/input.tsx';

const UNITS = ['days', 'hours', 'minutes'] as const;
type Unit = (typeof UNITS)[number];
const NUMBERS = ['number', 'days'];
const ANCHORS = ['trigger', 'arrival', 'event', 'profile', 'date', 'step'] as const;

type Props = { path: Path; value: unknown; hands: Hands };

/** A date: how far from what, at what time, on which days. */
export function When({ path, value, hands: given, anchors = ANCHORS }: Props & { anchors?: readonly string[] }) {
  const hands = anchoredHands(given, path, value);
  return (
    <div className="grid gap-3">
      <Offset path={path} value={value} hands={hands} signed />
      <Anchor path={path} value={value} hands={hands} anchors={anchors} />
      <Clock path={path} value={value} hands={hands} />
    </div>
  );
}

/** A date that nothing says counts from the arrival; once something is said of it, so is that. */
export function anchoredHands(hands: Hands, path: Path, value: unknown): Hands {
  const date = looseOf(value);
  if (date.anchor !== undefined) return hands;
  const whole = { anchor: { kind: 'arrival' }, ...date };
  return { ...hands, put: (at, next) => hands.put(path, put(whole, at.slice(path.length), next)) };
}

/** A time span, and the hour and days it may end on. */
export function Duration({ path, value, hands }: Props) {
  return (
    <div className="grid gap-3">
      <Offset path={path} value={value} hands={hands} />
      <Clock path={path} value={value} hands={hands} />
    </div>
  );
}

/** How far: one number and its unit; where several units are in use, each on its own. */
export function Offset({ path, value, hands, signed = false }: Props & { signed?: boolean }) {
  const t = useTranslations('panels');
  const at = looseOf(value);
  const used = UNITS.filter((unit) => at[unit] !== undefined);
  const set = (unit: Unit, next: unknown) => hands.put([...path, unit], next);
  if (used.length > 1) {
    return (
      <div className="grid grid-cols-3 gap-2">
        {UNITS.map((unit) => (
          <Placed key={unit} at={[...path, unit]} hands={hands}>
            {(control) => (
              <Slot label={t(`fields.${unit}`)} types={NUMBERS} path={[...path, unit]} value={at[unit]} hands={hands}>
                <Amount control={control} value={at[unit]} disabled={hands.readonly} onChange={(n) => set(unit, n)} />
              </Slot>
            )}
          </Placed>
        ))}
      </div>
    );
  }
  const unit: Unit = used[0] ?? 'days';
  const amount = at[unit];
  const before = typeof amount === 'number' && amount < 0;
  const name = t(signed ? 'howFar' : 'howLong');
  const problem = UNITS.map((u) => hands.problem([...path, u])).find(Boolean);
  return (
    <div className="grid gap-1.5" id={idOf([...path, 'offset'])}>
      <div className="flex flex-wrap gap-2" id={idOf([...path, unit])}>
        <div className="min-w-24 flex-1">
          <Slot label={name} types={NUMBERS} path={[...path, unit]} value={amount} hands={hands}>
            <Amount
              control={{ 'aria-label': name, 'aria-invalid': problem ? true : undefined }}
              value={typeof amount === 'number' ? Math.abs(amount) : amount}
              disabled={hands.readonly}
              onChange={(n) => set(unit, n === undefined ? undefined : before ? -n : n)}
            />
          </Slot>
        </div>
        <Select
          className="w-auto px-2"
          aria-label={t('unit')}
          value={unit}
          disabled={hands.readonly}
          onChange={(event) => hands.put(path, rescaled(at, unit, event.target.value as Unit))}
        >
          {UNITS.map((u) => (
            <option key={u} value={u}>
              {t(`units.${u}`)}
            </option>
          ))}
        </Select>
        {signed ? (
          <Select
            className="w-auto px-2"
            aria-label={t('side')}
            value={before ? 'before' : 'after'}
            disabled={hands.readonly || isParam(amount)}
            onChange={(event) => {
              const far = Math.abs(Number(amount ?? 0)) || 1;
              set(unit, event.target.value === 'before' ? -far : far);
            }}
          >
            <option value="after">{t('after')}</option>
            <option value="before">{t('before')}</option>
          </Select>
        ) : null}
      </div>
      <Wrong text={problem} />
    </div>
  );
}

function rescaled(at: Loose, from: Unit, to: Unit): Loose {
  const { [from]: amount, ...rest } = at;
  return amount === undefined ? rest : { ...rest, [to]: amount };
}

function Amount({
  control,
  value,
  disabled,
  onChange,
}: {
  control: Record<string, unknown>;
  value: unknown;
  disabled: boolean;
  onChange: (n: number | undefined) => void;
}) {
  return (
    <Input
      {...control}
      type="number"
      step="any"
      placeholder="0"
      disabled={disabled}
      value={typeof value === 'number' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  );
}

export function Anchor({ path, value, hands, anchors = ANCHORS }: Props & { anchors?: readonly string[] }) {
  const t = useTranslations('panels');
  const anchor = looseOf(looseOf(value).anchor ?? (anchors.includes('arrival') ? { kind: 'arrival' } : undefined));
  const at = [...path, 'anchor'];
  const kind = String(anchor.kind ?? '');
  const trigger = triggerOf(hands.graph);
  const date = anchor.at;
  return (
    <div className="grid gap-2">
      <Placed at={at} hands={hands}>
        {(control) => (
          <Select
            {...control}
            disabled={hands.readonly}
            value={kind}
            onChange={(event) => hands.put(at, { kind: event.target.value })}
          >
            {kind === '' ? <option value="">{t('choose')}</option> : null}
            {anchors.map((choice) => (
              <option key={choice} value={choice}>
                {choice === 'trigger' && trigger ? t('triggerIs', { event: trigger }) : t(`choices.${choice}`)}
              </option>
            ))}
          </Select>
        )}
      </Placed>
      {kind === 'event' ? (
        <PropertyPicker path={[...at, 'property']} value={anchor.property} event={trigger} hands={hands} />
      ) : null}
      {kind === 'profile' ? (
        <>
          <AttributePicker path={[...at, 'trait']} value={anchor.trait} hands={hands} />
          <Tick
            label={t('fields.yearly')}
            checked={anchor.yearly === true}
            disabled={hands.readonly}
            onChange={(checked) => hands.put([...at, 'yearly'], checked || undefined)}
          />
        </>
      ) : null}
      {kind === 'step' ? <StepPicker path={[...at, 'step']} value={anchor.step} hands={hands} /> : null}
      {kind === 'date' ? (
        <Placed at={[...at, 'at']} hands={hands}>
          {(control) => (
            <Slot label={t('fields.at')} types={['date']} path={[...at, 'at']} value={date} hands={hands}>
              <Input
                {...control}
                // A moment that a day does not hold stays as it is written.
                type={typeof date === 'string' && date.length > 10 ? 'text' : 'date'}
                disabled={hands.readonly}
                value={typeof date === 'string' ? date : ''}
                onChange={(event) => hands.put([...at, 'at'], event.target.value || undefined)}
              />
            </Slot>
          )}
        </Placed>
      ) : null}
    </div>
  );
}

function Clock(props: Props) {
  return (
    <>
      <div className="grid grid-cols-[minmax(9.75rem,1fr)_minmax(0,1fr)] gap-2">
        <Time {...props} />
        <Days {...props} />
      </div>
      <Holidays {...props} />
    </>
  );
}

export function Time({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const { time } = looseOf(value);
  const at = [...path, 'time'];
  return (
    <Placed at={at} hands={hands}>
      {(control) => (
        <Slot label={t('fields.time')} types={['text']} path={at} value={time} hands={hands}>
          <Input
            {...control}
            type="time"
            className="px-2"
            disabled={hands.readonly}
            value={typeof time === 'string' ? time : ''}
            onChange={(event) => hands.put(at, event.target.value || undefined)}
          />
        </Slot>
      )}
    </Placed>
  );
}

export function Days({ path, value, hands }: Props) {
  return (
    <Choose at={[...path, 'on']} value={looseOf(value).on} choices={['all', 'mon-fri', 'mon-sat']} hands={hands} />
  );
}

export function Holidays({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const at = [...path, 'holidays'];
  return (
    <div id={idOf(at)} data-field={at.join('.')}>
      <Tick
        label={t('noHolidays')}
        checked={looseOf(value).holidays === 'out'}
        disabled={hands.readonly}
        onChange={(checked) => hands.put(at, checked ? 'out' : undefined)}
      />
      <Wrong text={hands.problem(at)} />
    </div>
  );
}

/** The first is what holds where nothing is said: choosing it says nothing. */
function Choose({ at, value, choices, hands }: { at: Path; value: unknown; choices: readonly string[]; hands: Hands }) {
  const t = useTranslations('panels');
  return (
    <Placed at={at} hands={hands}>
      {(control) => (
        <Select
          {...control}
          className="px-2"
          disabled={hands.readonly}
          value={String(value ?? choices[0])}
          onChange={(event) => hands.put(at, event.target.value === choices[0] ? undefined : event.target.value)}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {t(`choices.${choice}`)}
            </option>
          ))}
        </Select>
      )}
    </Placed>
  );
}
