'use client';
import { useLocale, useTranslations } from 'next-intl';
import {
  propertiesOf,
  useAttributes,
  useBrands,
  useChainNames,
  useEvents,
  withStandard,
} from '#editor/data/catalogue.ts';
import { useOffers, useTopics } from '#editor/data/contents.ts';
import { Combo } from '#editor/panels/combo.tsx';
import { useEventChoices } from '#editor/panels/eventchoices.ts';
import type { Hands, Path } from '#editor/panels/hands.ts';
import { Placed } from '#editor/panels/placed.tsx';
import { Slot } from '#editor/panels/slot.tsx';
import { Tick } from '#editor/panels/tick.tsx';
import { Input } from '#editor/ui/input.tsx';

type Props = { path: Path; value: unknown; hands: Hands };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An event among those really seen; another may be typed, and is said to be unseen. */
export function EventPicker({ path, value, hands, optional = false }: Props & { optional?: boolean }) {
  const t = useTranslations('panels');
  const seen = useEvents();
  const choices = useEventChoices();
  const name = textOf(value);
  const unseen = name !== '' && seen !== undefined && !seen.some((event) => event.name === name);
  return (
    <Placed at={path} hands={hands} warning={unseen ? t('neverSeen') : undefined}>
      {(control) => (
        <Slot label={t('fields.event')} types={['text']} path={path} value={value} hands={hands}>
          <Combo
            {...control}
            label={t('fields.event')}
            free
            clearable={optional}
            empty={optional ? t('noEvent') : t('chooseEvent')}
            value={name}
            choices={choices(seen)}
            disabled={hands.readonly}
            onChange={(next) => hands.put(path, next || (optional ? undefined : ''))}
          />
        </Slot>
      )}
    </Placed>
  );
}

/** A property that the event was seen with. */
export function PropertyPicker({
  path,
  value,
  event,
  hands,
  optional = false,
}: Props & { event: string | undefined; optional?: boolean }) {
  const t = useTranslations('panels');
  const events = useEvents();
  const seen = events?.find(({ name }) => name === event);
  const properties = Object.entries(propertiesOf(events, event));
  const name = textOf(value);
  const unseen = name !== '' && seen !== undefined && !(name.split('.')[0]! in seen.properties);
  return (
    <Placed
      at={path}
      hands={hands}
      warning={unseen ? t('neverSeenProperty', { event: event ?? '' }) : undefined}
      hint={path.at(-1) === 'key' ? t('keyHint') : undefined}
    >
      {(control) => (
        <Combo
          {...control}
          label={t(`fields.${path.at(-1)}`)}
          free
          clearable={optional}
          {...(optional ? { empty: t('nothing') } : {})}
          value={name}
          choices={properties.map(([property, type]) => ({ value: property, hint: typeName(t, type) }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next || (optional ? undefined : ''))}
        />
      )}
    </Placed>
  );
}

export function AttributePicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const known = useAttributes();
  const name = textOf(value);
  const unseen = name !== '' && known !== undefined && !known.some((one) => one.name === name.split('.')[0]);
  return (
    <Placed at={path} hands={hands} warning={unseen ? t('neverSeenAttribute') : undefined}>
      {(control) => (
        <Combo
          {...control}
          label={t('fields.trait')}
          free
          value={name}
          choices={withStandard(known ?? []).map((one) => ({ value: one.name, hint: typeName(t, one.type) }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next)}
        />
      )}
    </Placed>
  );
}

function typeName(t: ReturnType<typeof useTranslations<'panels'>>, type: unknown): string {
  return typeof type === 'string' && t.has(`types.${type}`) ? t(`types.${type}`) : '';
}

/** An earlier contact: only the end of one is a date. */
export function StepPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const contacts = hands.graph.steps.filter((step) => step.type === 'contact' && step.id !== hands.step.id);
  return (
    <Placed at={path} hands={hands}>
      {(control) => (
        <Combo
          {...control}
          label={t('fields.step')}
          value={textOf(value)}
          choices={contacts.map((step) => ({ value: step.id, label: step.label || step.id }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next)}
        />
      )}
    </Placed>
  );
}

export function ChainPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const chains = useChainNames();
  const states = useTranslations('chain');
  const gone = typeof value === 'number' && chains !== undefined && !chains.some(({ number }) => number === value);
  return (
    <Placed at={path} hands={hands} warning={gone ? t('chainUnknown') : undefined}>
      {(control) => (
        <Combo
          {...control}
          label={t('fields.chain')}
          value={typeof value === 'number' ? String(value) : ''}
          empty={t('chooseChain')}
          choices={(chains ?? []).map(({ number, name, state }) => ({
            value: String(number),
            label: name,
            hint: states(`state.${state as 'live'}`),
          }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, Number(next))}
        />
      )}
    </Placed>
  );
}

export function OfferPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const language = useLocale();
  const offers = useOffers().data?.items;
  const id = textOf(value);
  const unknown = id !== '' && offers !== undefined && !offers.some((offer) => offer.id === id);
  return (
    <Placed at={path} hands={hands} warning={unknown ? t('offerUnknown') : undefined}>
      {(control) => (
        <Slot label={t('fields.offer')} types={['offer', 'text']} path={path} value={value} hands={hands}>
          <Combo
            {...control}
            label={t('fields.offer')}
            free
            clearable
            empty={t('noOffer')}
            value={id}
            choices={(offers ?? []).map((offer) => ({
              value: offer.id,
              label: offer.names[language] ?? Object.values(offer.names)[0] ?? offer.id,
              hint: offer.id,
            }))}
            disabled={hands.readonly}
            onChange={(next) => hands.put(path, next || undefined)}
          />
        </Slot>
      )}
    </Placed>
  );
}

export function BrandPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const brands = useBrands();
  return (
    <Placed at={path} hands={hands}>
      {(control) => (
        <Combo
          {...control}
          label={t('fields.brand')}
          clearable
          empty={t('brandOfChain')}
          value={textOf(value)}
          choices={(brands ?? []).map((brand) => ({ value: brand.id, label: brand.name, hint: brand.id }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next || undefined)}
        />
      )}
    </Placed>
  );
}

/** Teams are names that people give: those of the chain's other tasks are offered. */
export function TeamPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const teams = hands.graph.steps.flatMap(({ data }) => {
    const team = (data.content as { team?: unknown } | undefined)?.team;
    return typeof team === 'string' && team !== '' ? [team] : [];
  });
  return (
    <Placed at={path} hands={hands}>
      {(control) => (
        <Combo
          {...control}
          label={t('fields.team')}
          free
          clearable
          empty={t('anyTeam')}
          value={textOf(value)}
          choices={[...new Set(teams)].map((team) => ({ value: team }))}
          disabled={hands.readonly}
          onChange={(next) => hands.put(path, next || undefined)}
        />
      )}
    </Placed>
  );
}

/** Topics a customer may have refused; those that are not there any more can still be taken off. */
export function TopicPicker({ path, value, hands }: Props) {
  const t = useTranslations('panels');
  const language = useLocale();
  const topics = useTopics().data?.items ?? [];
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const known = topics.map(({ id, names }) => ({ id, name: names[language] ?? Object.values(names)[0] ?? id }));
  const all = [...known, ...chosen.filter((id) => !known.some((k) => k.id === id)).map((id) => ({ id, name: id }))];
  const put = (next: string[]) => hands.put(path, next.length === 0 ? undefined : next);
  return (
    <Placed at={path} hands={hands} {...(all.length === 0 ? { hint: t('noTopics') } : {})}>
      {(control) =>
        all.length === 0 ? (
          <Input {...control} disabled value="" placeholder={t('nothing')} />
        ) : (
          <fieldset id={control.id} aria-label={t('fields.topics')} className="flex flex-wrap gap-x-4 gap-y-1.5">
            {all.map(({ id, name }) => (
              <Tick
                key={id}
                label={name}
                checked={chosen.includes(id)}
                disabled={hands.readonly}
                onChange={(checked) => put(checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
              />
            ))}
          </fieldset>
        )
      }
    </Placed>
  );
}
