'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { type ControlElementsProp, QueryBuilder, type RuleGroupType, type RuleType } from 'react-querybuilder';
import { canonical } from '#core/canonical.ts';
import type { Condition } from '#core/condition.ts';
import { propertiesOf, useAttributes, useEvents, withStandard } from '#editor/data/catalogue.ts';
import { askedFields, firstValue, fitted, operatorsOf } from '#editor/panels/asked.ts';
import {
  AddGroup,
  AddRule,
  type Around,
  CombinatorChoice,
  FieldChoice,
  NotChoice,
  OperatorChoice,
  RemoveGroup,
  RemoveRule,
  typeOfField,
} from '#editor/panels/controls.tsx';
import type { Hands } from '#editor/panels/hands.ts';
import { useNames, useSay } from '#editor/panels/names.ts';
import { Operand } from '#editor/panels/operand.tsx';
import { conditionOf, type Query, queryOf } from '#editor/panels/query.ts';
import { triggerOf } from '#editor/panels/trigger.ts';

const CONTROLS = {
  fieldSelector: FieldChoice,
  operatorSelector: OperatorChoice,
  valueEditor: Operand,
  combinatorSelector: CombinatorChoice,
  notToggle: NotChoice,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: RemoveRule,
  removeGroupAction: RemoveGroup,
} as unknown as ControlElementsProp<never, string>;

const LOOK = {
  ruleGroup: 'grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg border bg-background p-2 sm:p-3',
  header: 'flex flex-wrap items-center gap-2',
  body: 'grid grid-cols-[minmax(0,1fr)] gap-2 empty:hidden',
  rule: 'relative flex flex-wrap items-start gap-2 rounded-md border bg-card p-2 pr-12',
};

type Props = {
  value: Condition | undefined;
  hands: Hands;
  /** The event the condition is asked of; '': one that is not chosen yet. */
  event: string | undefined;
  /** Whether it may ask for events of the past. */
  past: boolean;
  /** Where the condition stands at the trigger itself, whose event is the one asked. */
  atTrigger?: boolean;
  onChange: (value: Condition | undefined) => void;
};

const same = (a: unknown, b: unknown) => canonical({ a: a ?? null }) === canonical({ a: b ?? null });

export function Builder({ value, hands, event, past, atTrigger = false, onChange }: Props) {
  const t = useTranslations('panels');
  const names = useNames(hands.graph);
  const ask = useSay('condition');
  const events = useEvents();
  const attributes = useAttributes();
  const { graph } = hands;
  const asked = useMemo(() => {
    const properties = (name: string | undefined) =>
      Object.entries(propertiesOf(events, name)).map(([key, type]) => ({
        name: key,
        type,
      }));
    return askedFields({
      graph,
      attributes: withStandard(attributes ?? []),
      event: event === undefined ? null : properties(event),
      entry: atTrigger ? null : properties(triggerOf(graph)),
      past,
    });
  }, [graph, attributes, events, event, atTrigger, past]);
  const around: Around = { hands, asked, names, ask, event };

  const [query, setQuery] = useState<Query>(() => queryOf(value));
  // Undone, or changed elsewhere: what stands in the document counts.
  useEffect(() => {
    setQuery((shown) => (same(conditionOf(shown), value) ? shown : queryOf(value)));
  }, [value]);

  const take = (next: RuleGroupType) => {
    const shown = adapted(query, next as Query);
    setQuery(shown);
    const condition = conditionOf(shown);
    if (!same(condition, value)) onChange(condition);
  };
  const fields = asked.map(({ name }) => ({ name, label: name }));

  return (
    <fieldset ref={plain} aria-label={t('builder.label')} className="min-w-0">
      <QueryBuilder
        query={query}
        onQueryChange={take}
        fields={fields}
        context={around}
        controlElements={CONTROLS as never}
        controlClassnames={LOOK}
        suppressStandardClassnames
        enableMountQueryChange={false}
        showNotToggle
        resetOnOperatorChange={false}
        disabled={hands.readonly}
        getOperators={(field) => operatorsOf(typeOfField(around, field)).map((name) => ({ name, label: name }))}
        getDefaultField={() => asked[0]?.name ?? (event === undefined ? 'profile.' : 'event.')}
        getDefaultOperator={(field) => operatorsOf(typeOfField(around, field))[0]!}
        getDefaultValue={({ field, operator }) => firstValue(typeOfField(around, field), operator)}
        addRuleToNewGroups
      />
      {query.rules.length === 0 ? <p className="mt-2 text-muted-foreground text-sm">{t('builder.empty')}</p> : null}
    </fieldset>
  );
}

/** Builders stand within builders: none is a landmark of the page. */
function plain(place: HTMLElement | null): void {
  place?.querySelector(':scope > [role=form]')?.setAttribute('role', 'group');
}

/** A value follows its operator, where she changed that: a list for "one of", nothing for "is known". */
export function adapted(before: Query, after: Query): Query {
  const known = new Map<string, RuleType>();
  const note = (group: RuleGroupType): void => {
    for (const node of group.rules) {
      if ('rules' in node) note(node);
      else if (node.id) known.set(node.id, node);
    }
  };
  note(before);
  const follow = (group: Query): Query => ({
    ...group,
    rules: group.rules.map((node) => {
      if ('rules' in node) return follow(node as Query);
      const old = node.id === undefined ? undefined : known.get(node.id);
      if (!old || old.field !== node.field || old.operator === node.operator) return node;
      return { ...node, value: fitted(node.operator, node.value) };
    }),
  });
  return follow(after);
}
