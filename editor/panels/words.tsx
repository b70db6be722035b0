'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { stepTypeOf } from '#core/steps/index.ts';
import { ConditionDialog } from '#editor/panels/condition.tsx';
import { FormPart } from '#editor/panels/field.tsx';
import { focusOn } from '#editor/panels/focus.ts';
import { type FormField, fieldsOf } from '#editor/panels/form.ts';
import { type Hands, looseOf, type Path } from '#editor/panels/hands.ts';
import { useNames, useSay } from '#editor/panels/names.ts';
import { EventPicker } from '#editor/panels/pickers.tsx';
import { type Part, sentenceOf } from '#editor/panels/sentence.ts';
import { triggerOf } from '#editor/panels/trigger.ts';
import { Anchor, anchoredHands, Days, Holidays, Offset, Time } from '#editor/panels/when.tsx';
import { cn } from '#editor/ui/class.ts';
import { Popover } from '#editor/ui/popover.tsx';

/** The step as a sentence; its words are what they can be changed by. */
export function Sentence({ hands }: { hands: Hands }) {
  const names = useNames(hands.graph);
  const parts = sentenceOf(hands.step, useSay('sentences'), useSay('condition'), names);
  if (parts.length === 0) return null;
  return (
    <p className="leading-7">
      {parts.map((part, i) =>
        part.at === undefined ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence keep their order.
          <span key={i}>{upper(part.text, i)}</span>
        ) : (
          <Word key={part.at} part={part} first={i === 0} hands={hands} />
        ),
      )}
    </p>
  );
}

function upper(text: string, i: number): string {
  return i === 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const LONG = 90;
const LOOK =
  'rounded border-primary border-b-2 border-dotted px-0.5 text-left font-medium text-primary leading-5 hover:bg-accent';

function Word({ part, first, hands }: { part: Part; first: boolean; hands: Hands }) {
  const t = useTranslations('panels');
  const [open, setOpen] = useState(false);
  const at = part.at ?? '';
  const path = at.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const key = String(path.at(-1));
  const name = t.has(`fields.${key}`) ? t(`fields.${key}`) : t('howFar');
  const whole = part.text === '…' ? t('choose') : first ? upper(part.text, 0) : part.text;
  // A long condition stands in full below.
  const text = whole.length > LONG ? `${whole.slice(0, LONG).replace(/\s+\S*$/, '')}…` : whole;
  const wrong = hands.problem(path) !== undefined;
  const look = cn(LOOK, wrong && 'border-danger text-danger');
  const asked = key === 'if' || key === 'filter';
  const written = path[0] === 'content';
  if (asked || written) {
    // What is written at length is written below.
    const act = () => (asked ? setOpen(true) : focusOn(at));
    return (
      <>
        {/* A button would break as one block: these are as long as a sentence. */}
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <span
          role="button"
          tabIndex={0}
          aria-label={`${name}: ${text}`}
          className={cn(look, 'cursor-pointer')}
          onClick={act}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            act();
          }}
        >
          {text}
        </span>
        {asked ? (
          <ConditionDialog
            open={open}
            onClose={() => setOpen(false)}
            path={path}
            value={valueAt(hands.step.data, path)}
            hands={hands}
            event={eventAt(hands, path)}
          />
        ) : null}
      </>
    );
  }
  if (path[0] === 'arms' || hands.readonly) {
    return (
      <button type="button" aria-label={`${name}: ${text}`} className={look} onClick={() => focusOn(at)}>
        {text}
      </button>
    );
  }
  return (
    <Popover
      label={name}
      trigger={
        <button type="button" aria-label={`${name}: ${text}`} className={look}>
          {text}
        </button>
      }
    >
      {/* The same field stands in the form below: here it is no place of its own. */}
      <Editor path={path} hands={hands} />
    </Popover>
  );
}

function Editor({ path, hands }: { path: Path; hands: Hands }) {
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const date = valueAt(hands.step.data, above);
  const own = above[0] === 'when' || above[0] === 'until' ? anchoredHands(hands, above, date) : hands;
  const part = { path: above, value: date, hands: own };
  if (key === 'offset') return <Offset {...part} signed={above[0] !== 'for'} />;
  if (key === 'anchor') return <Anchor {...part} />;
  if (key === 'time') return <Time {...part} />;
  if (key === 'on') return <Days {...part} />;
  if (key === 'holidays') return <Holidays {...part} />;
  const value = valueAt(hands.step.data, path);
  if (key === 'event') return <EventPicker path={path} value={value} hands={hands} optional={path.length === 1} />;
  const field = fieldAt(hands, path);
  return field ? <FormPart field={field} path={path} value={value} hands={hands} /> : null;
}

function fieldAt(hands: Hands, path: Path): FormField | undefined {
  const type = stepTypeOf(hands.step.type);
  return type ? fieldsOf(type.data).find(({ key }) => key === path[0]) : undefined;
}

export function valueAt(from: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (Array.isArray(value) ? value[Number(key)] : looseOf(value)[String(key)]),
    from,
  );
}

/** The event that a condition at this place is asked of. */
function eventAt(hands: Hands, path: Path): string | undefined {
  if (path.at(-1) === 'if') return undefined;
  if (path.length === 1) return triggerOf(hands.graph) ?? '';
  const event = looseOf(valueAt(hands.step.data, path.slice(0, -1))).event;
  return typeof event === 'string' ? event : '';
}
