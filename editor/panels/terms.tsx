'use client';
import { useTranslations } from 'next-intl';
import { type FieldProps, idOf, looseOf, type Path } from '#editor/panels/hands.ts';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { Slot } from '#editor/panels/slot.tsx';
import { Duration, When } from '#editor/panels/when.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

type Props = Pick<FieldProps, 'path' | 'value' | 'hands'>;
const HOURS = ['number', 'days'];
const DATES = ['trigger', 'event', 'profile', 'date', 'step'];

/** Which of several ways a field is filled in; each begins with a value of its own. */
function Kinds<K extends string>({
  path,
  hands,
  kind,
  begins,
  word,
}: Omit<Props, 'value'> & { kind: K; begins: Record<K, unknown>; word: (kind: K) => string }) {
  return (
    <Placed at={path} hands={hands}>
      {(control) => (
        <Select
          {...control}
          disabled={hands.readonly}
          value={kind}
          onChange={(event) => hands.put(path, begins[event.target.value as K])}
        >
          {(Object.keys(begins) as K[]).map((choice) => (
            <option key={choice} value={choice}>
              {word(choice)}
            </option>
          ))}
        </Select>
      )}
    </Placed>
  );
}

const VALIDITY = { next: undefined, span: { days: 5 }, date: { anchor: { kind: 'trigger' }, days: 14 } };

/** How long a contact is worth making: until the next date, for a while, or until a date of its own. */
export function Validity({ path, value, hands }: Props) {
  const t = useTranslations('panels.validity');
  const kind = value === undefined ? 'next' : 'anchor' in looseOf(value) ? 'date' : 'span';
  return (
    <div className="grid gap-2">
      <Kinds path={path} hands={hands} kind={kind} begins={VALIDITY} word={t} />
      {kind === 'span' ? (
        <div className="grid grid-cols-2 gap-2">
          {['days', 'hours'].map((unit) => (
            <NumberField key={unit} path={[...path, unit]} value={looseOf(value)[unit]} hands={hands} />
          ))}
        </div>
      ) : null}
      {kind === 'date' ? (
        <div className="border-l-2 pl-3">
          <When path={path} value={value} hands={hands} anchors={DATES} />
        </div>
      ) : null}
    </div>
  );
}

const LATE = { send: undefined, within: { sendWithinHours: 24 }, skip: 'skip' };

export function Late({ path, value, hands }: Props) {
  const t = useTranslations('panels.late');
  const kind = value === undefined ? 'send' : value === 'skip' ? 'skip' : 'within';
  return (
    <div className="grid gap-2">
      <Kinds path={path} hands={hands} kind={kind} begins={LATE} word={t} />
      {kind === 'within' ? (
        <NumberField path={[...path, 'sendWithinHours']} value={looseOf(value).sendWithinHours} hands={hands} />
      ) : null}
    </div>
  );
}

function NumberField({ path, value, hands }: { path: Path; value: unknown; hands: Props['hands'] }) {
  const t = useTranslations('panels');
  const label = t(`fields.${path.at(-1)}`);
  return (
    <Placed at={path} hands={hands}>
      {(control) => (
        <Slot label={label} types={HOURS} path={path} value={value} hands={hands}>
          <Input
            {...control}
            type="number"
            min={0}
            step="any"
            disabled={hands.readonly}
            value={typeof value === 'number' ? value : ''}
            onChange={({ target }) => hands.put(path, target.value === '' ? undefined : target.valueAsNumber)}
          />
        </Slot>
      )}
    </Placed>
  );
}

/** How long to wait: for a while, or until a date. The step holds one of the two. */
export function Delay({ data, hands }: { data: Record<string, unknown>; hands: Props['hands'] }) {
  const t = useTranslations('panels');
  const dated = data.until !== undefined;
  const turn = (to: string) => {
    if (to === 'until') hands.put([], { for: undefined, until: { anchor: { kind: 'trigger' }, days: 7 } });
    else hands.put([], { for: { days: 3 }, until: undefined });
  };
  return (
    <div className="grid gap-3" id={idOf([dated ? 'until' : 'for'])} data-field={dated ? 'until' : 'for'}>
      <Field label={t('delay.how')}>
        {(control) => (
          <Select
            {...control}
            disabled={hands.readonly}
            value={dated ? 'until' : 'for'}
            onChange={(event) => turn(event.target.value)}
          >
            <option value="for">{t('delay.for')}</option>
            <option value="until">{t('delay.until')}</option>
          </Select>
        )}
      </Field>
      {dated ? (
        <When path={['until']} value={data.until} hands={hands} />
      ) : (
        <Duration path={['for']} value={data.for} hands={hands} />
      )}
      <Wrong text={hands.problem(['for']) ?? hands.problem(['until']) ?? hands.problem([])} />
    </div>
  );
}

const REENTRY = { always: { kind: 'always' }, never: { kind: 'never' }, after: { kind: 'after', days: 30 } };

/** Whether a customer may come again, and when. */
export function Reentry({ path, value, hands }: Props) {
  const t = useTranslations('panels.choices');
  const { kind = 'always', days } = looseOf(value);
  return (
    <div className="grid gap-2">
      <Kinds path={path} hands={hands} kind={kind as keyof typeof REENTRY} begins={REENTRY} word={t} />
      {kind === 'after' ? <NumberField path={[...path, 'days']} value={days} hands={hands} /> : null}
    </div>
  );
}
