import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#core/canonical.ts';
import { type CompileOptions, compile } from '#core/compile.ts';
import { readGraph } from '#core/graph.ts';
import { type Plan, START } from '#core/plan.ts';
import type { Problem } from '#core/problem.ts';

type Step = { id: string; type: string; data?: object; label?: string };
type Drawing = {
  steps: Step[];
  edges?: [from: string, port: string, to: string][];
  params?: object;
  [more: string]: unknown;
};

const MAIL = { channel: 'email', class: 'commercial', content: { subject: 'S', html: '<p>x</p>' } };
const START_STEP = { id: 'in', type: 'entry', data: { event: 'Order Completed' } };
const END = { id: 'out', type: 'end' };

function compiled({ edges = [], ...rest }: Drawing, options?: CompileOptions) {
  const read = readGraph({
    schema: 1,
    name: 'G',
    edges: edges.map(([from, port, to]) => ({ from, port, to })),
    ...rest,
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return compile(read.graph, options);
}

function planOf(drawing: Drawing): Plan {
  const result = compiled(drawing);
  if ('problems' in result) throw new Error(result.problems.map((p) => p.message).join('\n'));
  return result.plan;
}

function problemsOf(drawing: Drawing, options?: CompileOptions): Problem[] {
  const result = compiled(drawing, options);
  return 'problems' in result ? result.problems : [];
}

/** Steps one after the other, from the trigger to an end. */
function line(...middle: Step[]): Drawing {
  const steps = [START_STEP, ...middle, END];
  return { steps, edges: steps.slice(1).map((s, i) => [steps[i]!.id, 'done', s.id]) };
}

const wait = (id: string, data: object = { for: { days: 1 } }): Step => ({ id, type: 'wait', data });
const contact = (id: string, data: object = {}): Step => ({ id, type: 'contact', data: { ...MAIL, ...data } });
const trigger = (days: number) => ({ when: { anchor: { kind: 'trigger' }, days } });

describe('a plan', () => {
  it('begins behind the trigger and is numbered along the path', () => {
    const plan = planOf(line(contact('a', trigger(0)), wait('w'), contact('b', trigger(7))));
    expect(plan.steps[START]).toMatchObject({ step: 'a', op: { kind: 'sleep' } });
    expect(plan.steps.map((s) => [s.step, s.op.kind, s.next])).toEqual([
      ['a', 'sleep', { done: 1 }],
      ['a', 'touch', { done: 2 }],
      ['w', 'sleep', { done: 3 }],
      ['b', 'sleep', { done: 4 }],
      ['b', 'touch', { done: 5 }],
      ['out', 'end', {}],
    ]);
  });

  it('numbers every step after those that lead to it, and a way back leads to a smaller number', () => {
    const plan = planOf({
      steps: [
        START_STEP,
        { id: 'if', type: 'condition', data: { if: { field: 'profile.vip', op: 'exists' } } },
        contact('a'),
        wait('w'),
        END,
      ],
      edges: [
        ['in', 'done', 'if'],
        ['if', 'yes', 'a'],
        ['if', 'no', 'out'],
        ['a', 'done', 'w'],
        ['w', 'done', 'if'],
      ],
    });
    expect(plan.steps.map((s) => s.step)).toEqual(['if', 'a', 'a', 'w', 'out']);
    expect(plan.steps[3]!.next).toEqual({ done: 0 });
  });

  it('is the same whatever the order in which steps and edges were drawn', () => {
    const drawing: Drawing = {
      steps: [
        START_STEP,
        {
          id: 's',
          type: 'split',
          data: {
            arms: [
              { port: 'a', share: 50 },
              { port: 'b', share: 50 },
            ],
          },
        },
        contact('a'),
        contact('b'),
        END,
      ],
      edges: [
        ['in', 'done', 's'],
        ['s', 'a', 'a'],
        ['s', 'b', 'b'],
        ['a', 'done', 'out'],
        ['b', 'done', 'out'],
      ],
    };
    const { hash } = planOf(drawing);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(drawing.steps, { minLength: 5 }),
        fc.shuffledSubarray(drawing.edges!, { minLength: 5 }),
        (steps, edges) => {
          expect(planOf({ steps, edges }).hash).toBe(hash);
        },
      ),
    );
  });

  it('has the hash of its content, which neither positions nor notes change', () => {
    const drawing = line(contact('a'));
    const { hash, ...body } = planOf(drawing);
    expect(hash).toBe(createHash('sha256').update(canonical(body)).digest('hex'));
    expect(planOf({ ...drawing, notes: [{ text: 'n' }] }).hash).toBe(hash);
    expect(planOf({ ...drawing, name: 'H' }).hash).not.toBe(hash);
  });

  it('survives being stored as jsonb: its ports keep their order', () => {
    const plan = planOf({
      steps: [
        START_STEP,
        {
          id: 'w',
          type: 'waitfor',
          data: {
            events: [
              { event: 'A', port: 'confirmed' },
              { event: 'B', port: 'b' },
            ],
            for: { days: 1 },
          },
        },
        END,
      ],
      edges: [
        ['in', 'done', 'w'],
        ['w', 'timeout', 'out'],
        ['w', 'confirmed', 'out'],
        ['w', 'b', 'out'],
      ],
    });
    // Postgres keeps the keys of a jsonb by length, then by letter.
    expect(Object.keys(plan.steps[0]!.next)).toEqual(['b', 'timeout', 'confirmed']);
  });

  it('carries the rule of entry, the exits, the control group and all names that may end a wait or an enrolment', () => {
    const plan = planOf({
      steps: [
        { id: 'in', type: 'entry', data: { event: 'Cart Abandoned', key: 'cart_id', inside: 'beside' } },
        {
          id: 'w',
          type: 'waitfor',
          data: { events: [{ event: 'Order Completed', sameKey: true, port: 'ok' }], for: { hours: 1 } },
        },
        END,
        {
          id: 'g',
          type: 'goal',
          data: { on: [{ event: 'Cart Emptied' }, { event: 'Order Completed', sameKey: true }] },
        },
      ],
      edges: [
        ['in', 'done', 'w'],
        ['w', 'ok', 'out'],
        ['w', 'timeout', 'out'],
      ],
      holdout: 10,
      zone: 'Europe/Paris',
      country: 'FR',
      language: 'fr',
    });
    expect(plan.entry).toEqual({
      event: 'Cart Abandoned',
      key: 'cart_id',
      inside: 'beside',
      reentry: { kind: 'always' },
      maxAgeDays: 3,
    });
    expect(plan.exits).toEqual([
      { step: 'g', outcome: 'goal', on: [{ event: 'Cart Emptied' }, { event: 'Order Completed', sameKey: true }] },
    ]);
    expect(plan).toMatchObject({
      holdout: 10,
      zone: 'Europe/Paris',
      country: 'FR',
      language: 'fr',
      listens: ['Cart Emptied', 'Order Completed'],
    });
  });

  it('tells conditions which property names the run', () => {
    const asked = { happened: { event: 'Order Completed', sameKey: true } };
    const plan = planOf({
      steps: [
        { id: 'in', type: 'entry', data: { event: 'A', key: 'cart.id' } },
        { id: 'if', type: 'condition', data: { if: { not: asked } } },
        END,
      ],
      edges: [
        ['in', 'done', 'if'],
        ['if', 'yes', 'out'],
        ['if', 'no', 'out'],
      ],
    });
    expect(plan.steps[0]!.op).toMatchObject({ question: { if: { not: { happened: { key: 'cart.id' } } } } });
  });

  it('connects the ports that were drawn and leaves the others to the main path', () => {
    const drawing = line(contact('a'), contact('b'));
    const plan = planOf({ ...drawing, edges: [...drawing.edges!, ['a', 'no_consent', 'out']] });
    expect(plan.steps[1]!.next).toEqual({ done: 2, no_consent: 4 });
  });

  it('bounds a contact by the next dated step of the main path, through branches', () => {
    const plan = planOf({
      steps: [
        START_STEP,
        contact('a', trigger(7)),
        { id: 'if', type: 'condition', data: { if: { field: 'profile.vip', op: 'exists' } } },
        contact('b', trigger(15)),
        contact('c', trigger(9)),
        END,
      ],
      edges: [
        ['in', 'done', 'a'],
        ['a', 'done', 'if'],
        ['if', 'yes', 'b'],
        ['if', 'no', 'c'],
        ['b', 'done', 'out'],
        ['c', 'done', 'out'],
      ],
    });
    expect(plan.steps[1]!.op).toMatchObject({ touch: { validUntil: { anchor: { kind: 'trigger' }, days: 15 } } });
  });
});

describe('parameters', () => {
  const params = {
    X: { type: 'days', value: 60 },
    hello: { type: 'text', value: 'Hello' },
    gift: { type: 'offer', value: 'g1' },
  };

  it('stand in dates, offers and content, and travel with the plan', () => {
    const data = {
      when: { anchor: { kind: 'trigger' }, days: { param: 'X' } },
      offer: { param: 'gift' },
      content: { subject: { param: 'hello' }, html: '{{ params.X }}' },
    };
    const plan = planOf({ ...line(contact('a', data)), params });
    expect(plan.params).toEqual({ X: 60, hello: 'Hello', gift: 'g1' });
    expect(plan.steps[0]!.op).toMatchObject({ when: { days: 60 } });
    expect(plan.steps[1]!.op).toMatchObject({
      touch: { offer: 'g1', content: { subject: 'Hello', html: '{{ params.X }}' } },
    });
  });

  it('that nobody declared are a problem wherever they stand', () => {
    const data = { when: { anchor: { kind: 'trigger' }, days: { param: 'N' } } };
    expect(problemsOf(line(contact('a', data)))).toMatchObject([
      { code: 'unknown_param', step: 'a', field: 'when.days' },
    ]);
    const content = {
      subject: 'S',
      html: 'Only {{ params.price | round }} and {% if params.gift %}x{% endif %} params.free',
    };
    expect(problemsOf(line(contact('a', { content })))).toMatchObject([
      { code: 'unknown_param', step: 'a', field: 'content.html' },
      { code: 'unknown_param', step: 'a', field: 'content.html' },
    ]);
    expect(
      problemsOf(
        line({
          id: 'w',
          type: 'waitfor',
          data: { events: [{ event: 'A', filter: { field: 'params.no', op: 'exists' } }], for: { days: 1 } },
        }),
      ).map((p) => p.code),
    ).toContain('unknown_param');
  });

  it('of the wrong kind are a problem where they are used', () => {
    const data = { when: { anchor: { kind: 'trigger' }, days: { param: 'hello' } } };
    expect(problemsOf({ ...line(contact('a', data)), params })).toMatchObject([
      { code: 'bad_data', step: 'a', field: 'when.days' },
    ]);
  });

  it.each([
    ['days', 1.5],
    ['days', '7'],
    ['number', '7'],
    ['text', 7],
    ['offer', ''],
    ['boolean', 'yes'],
    ['date', 'Christmas'],
  ])('declared as %s may not hold %j', (type, value) => {
    const problems = problemsOf({ ...line(contact('a')), params: { p: { type, value } } });
    expect(problems).toMatchObject([{ code: 'bad_param', field: 'params.p.value' }]);
  });
});

describe('what is wrong with a graph', () => {
  const codes = (drawing: Drawing) => problemsOf(drawing).map((p) => `${p.code} ${p.step ?? '-'} ${p.field ?? '-'}`);
  const two = (extra: Partial<Drawing>): Drawing => {
    const base = line(contact('a'));
    return { ...base, steps: [...base.steps, ...(extra.steps ?? [])], edges: [...base.edges!, ...(extra.edges ?? [])] };
  };

  it('no trigger', () => {
    expect(codes({ steps: [END] })).toEqual(['no_entry - -']);
  });

  it('two triggers', () => {
    expect(codes(two({ steps: [{ id: 'in2', type: 'entry', data: {} }], edges: [['in2', 'done', 'a']] }))).toEqual([
      'two_entries in2 -',
    ]);
  });

  it('a step type that does not exist', () => {
    expect(codes(line({ id: 'x', type: 'teleport' }))).toEqual(['unknown_type x type']);
  });

  it('an id that is there twice', () => {
    expect(codes(two({ steps: [{ id: 'a', type: 'end' }] }))).toContain('duplicate_step a id');
  });

  it('bad data and unknown fields, by their dotted path', () => {
    expect(codes(line(contact('a', { when: { anchor: { kind: 'trigger' }, days: 'seven' } })))).toEqual([
      'bad_data a when.days',
    ]);
    expect(codes(line(contact('a', { colour: 'red' })))).toEqual(['unknown_field a colour']);
    expect(codes(line(contact('a', { when: { anchor: { kind: 'trigger', weeks: 2 } } })))).toEqual([
      'unknown_field a when.anchor.weeks',
    ]);
    expect(codes(line(contact('a', { content: { subject: 'S' } })))).toEqual(['bad_data a content.html']);
    expect(codes(line(contact('a', { channel: 'pigeon' })))).toEqual(['unknown_channel a channel']);
    expect(codes(line(contact('a', { class: undefined })))).toEqual(['bad_data a class']);
  });

  it('a malformed condition, as deep as it lies', () => {
    const asked = {
      all: [{ field: 'profile.age', op: 'gte', value: 1 }, { any: [{ field: 'profile.age', op: 'like', value: 1 }] }],
    };
    const drawing = {
      steps: [START_STEP, { id: 'if', type: 'condition', data: { if: asked } }, END],
      edges: [
        ['in', 'done', 'if'],
        ['if', 'yes', 'out'],
        ['if', 'no', 'out'],
      ] as Drawing['edges'],
    } as Drawing;
    expect(codes(drawing)).toEqual(['bad_data if if.all.1.any.0.op']);
  });

  it('a port that leads nowhere', () => {
    expect(codes({ steps: [START_STEP, contact('a')], edges: [['in', 'done', 'a']] })).toEqual([
      'unconnected_port a done',
    ]);
    const branch = { id: 'if', type: 'condition', data: { if: { field: 'profile.vip', op: 'exists' } } };
    expect(
      codes({
        steps: [START_STEP, branch, END],
        edges: [
          ['in', 'done', 'if'],
          ['if', 'yes', 'out'],
        ],
      }),
    ).toEqual(['unconnected_port if no']);
  });

  it('an edge from or to nowhere, from a port that is not there, or a second from the same port', () => {
    expect(codes(two({ edges: [['ghost', 'done', 'a']] }))).toEqual(['edge_from_missing - edges.ghost.done']);
    expect(codes(two({ edges: [['a', 'capped', 'ghost']] }))).toEqual(['edge_to_missing a capped']);
    expect(codes(two({ edges: [['a', 'sideways', 'out']] }))).toEqual(['unknown_port a sideways']);
    expect(codes(two({ edges: [['a', 'done', 'out']] }))).toEqual(['port_used_twice a done']);
    expect(codes(two({ edges: [['out', 'done', 'a']] }))).toEqual(['unknown_port out done']);
  });

  it('an edge into the trigger or into a goal', () => {
    expect(codes(two({ edges: [['a', 'capped', 'in']] }))).toEqual(['edge_into_entry a capped']);
    const goal = { id: 'g', type: 'goal', data: { on: [{ event: 'A' }] } };
    expect(codes(two({ steps: [goal], edges: [['a', 'capped', 'g']] }))).toEqual(['edge_into_goal a capped']);
  });

  it('steps that nothing leads to', () => {
    expect(codes(two({ steps: [contact('lost')], edges: [['lost', 'done', 'out']] }))).toEqual(['unreachable lost -']);
  });

  it('a loop without a wait, however it is drawn', () => {
    const loop = (middle: Step) =>
      codes({
        steps: [
          START_STEP,
          contact('a'),
          middle,
          { id: 'if', type: 'condition', data: { if: { field: 'profile.vip', op: 'exists' } } },
          END,
        ],
        edges: [
          ['in', 'done', 'a'],
          ['a', 'done', middle.id],
          [middle.id, 'done', 'if'],
          ['if', 'yes', 'a'],
          ['if', 'no', 'out'],
        ],
      });
    expect(loop(contact('b'))).toEqual(['endless_loop a -']);
    expect(loop(wait('w', { for: { hours: 0 } }))).toEqual(['endless_loop a -']);
    expect(loop(wait('w', { until: { anchor: { kind: 'trigger' }, days: 30 } }))).toEqual(['endless_loop a -']);
    expect(loop(wait('w'))).toEqual([]);
    expect(loop(contact('b', { when: { anchor: { kind: 'arrival' }, hours: 1 } }))).toEqual([]);
    expect(
      loop(contact('b', { when: { anchor: { kind: 'profile', trait: 'birthDate', yearly: true }, days: -7 } })),
    ).toEqual([]);
  });

  it('a step that leads to itself', () => {
    const waitfor = (hours: number) => ({
      id: 'w',
      type: 'waitfor',
      data: { events: [{ event: 'A', port: 'again' }], for: { hours } },
    });
    const edges: Drawing['edges'] = [
      ['in', 'done', 'w'],
      ['w', 'again', 'w'],
      ['w', 'timeout', 'out'],
    ];
    expect(codes({ steps: [START_STEP, waitfor(0), END], edges })).toEqual(['endless_loop w -']);
    expect(codes({ steps: [START_STEP, waitfor(1), END], edges })).toEqual([]);
  });

  it('a date counted from what is not an earlier contact', () => {
    const from = (step: string) => contact('b', { when: { anchor: { kind: 'step', step }, days: 21 } });
    expect(codes(line(contact('a'), from('a')))).toEqual([]);
    expect(codes(line(contact('a'), from('ghost')))).toEqual(['bad_anchor b when.anchor']);
    expect(codes(line(contact('a'), from('b')))).toEqual(['bad_anchor b when.anchor']);
    expect(codes(line(contact('a'), from('c'), contact('c')))).toEqual(['bad_anchor b when.anchor']);
    expect(codes(line(wait('w'), from('w')))).toEqual(['bad_anchor b when.anchor']);
  });

  it('shares that do not add up to 100', () => {
    const split = {
      id: 's',
      type: 'split',
      data: {
        arms: [
          { port: 'a', share: 50 },
          { port: 'b', share: 40 },
        ],
      },
    };
    expect(
      codes({
        steps: [START_STEP, split, END],
        edges: [
          ['in', 'done', 's'],
          ['s', 'a', 'out'],
          ['s', 'b', 'out'],
        ],
      }),
    ).toEqual(['bad_shares s arms']);
  });

  it('a key that is compared and that the trigger does not name', () => {
    const goal = { id: 'g', type: 'goal', data: { on: [{ event: 'A', sameKey: true }] } };
    expect(codes(two({ steps: [goal] }))).toEqual(['no_key g on.0.sameKey']);
  });

  it('a condition on a contact that is none', () => {
    const branch = {
      id: 'if',
      type: 'condition',
      data: { if: { field: 'touch.ghost.outcome', op: 'eq', value: 'x' } },
    };
    expect(
      codes({
        steps: [START_STEP, branch, END],
        edges: [
          ['in', 'done', 'if'],
          ['if', 'yes', 'out'],
          ['if', 'no', 'out'],
        ],
      }),
    ).toEqual(['bad_field if if']);
  });

  it('content that its channel cannot parse, as the check given says', () => {
    const options: CompileOptions = {
      checkContent: (channel, content) => [{ field: 'subject', message: `${channel}: ${JSON.stringify(content)}` }],
    };
    expect(problemsOf(line(contact('a')), options)).toMatchObject([
      { code: 'bad_content', step: 'a', field: 'content.subject' },
    ]);
  });

  it('a zone that does not exist', () => {
    expect(codes({ ...line(contact('a')), zone: 'Europe/Atlantis' })).toEqual(['bad_zone - zone']);
  });

  it('is said in a sentence that names the step as it is called', () => {
    const [problem] = problemsOf(
      line({ ...contact('a', { when: { anchor: { kind: 'trigger' }, days: 'x' } }), label: 'J+7: e-mail' }),
    );
    expect(problem?.message).toBe('Step J+7: e-mail (a): when.days: expected number, received string.');
  });
});

describe('advice', () => {
  const warnings = (drawing: Drawing) => {
    const result = compiled(drawing);
    return 'warnings' in result ? result.warnings.map((w) => `${w.severity} ${w.code}`) : ['problems'];
  };

  it('a chain without a goal, and a parameter nobody uses', () => {
    expect(warnings({ ...line(contact('a')), params: { p: { type: 'days', value: 1 } } })).toEqual([
      'warning no_goal',
      'warning unused_param',
    ]);
  });

  it.each([
    ['gt', '100 €', 'warning no_number'],
    ['lt', '12 rue', 'warning no_number'],
    ['eq', '', 'warning no_value'],
    ['in', [], 'warning no_value'],
    ['gte', null, 'warning no_value'],
    ['gt', '100.5', null],
    ['gte', 100, null],
    ['gt', '2026-11-24', null],
    ['gt', { param: 'p' }, null],
    ['eq', '100 €', null],
    ['exists', undefined, null],
  ] as const)('a condition that says nothing, or compares letters: %s %j', (op, value, expected) => {
    const asked = { field: 'entry.total', op, ...(value === undefined ? {} : { value }) };
    const filtered = { on: [{ event: 'A', filter: { all: [{ not: { ...asked, field: 'event.total' } }] } }] };
    const drawing = line(contact('a'));
    const goal = { id: 'g', type: 'goal', data: filtered };
    const params = { p: { type: 'number', value: 3 } } as const;
    const found = warnings({ ...drawing, params, steps: [...drawing.steps, goal] });
    expect(found.filter((w) => !w.endsWith('unused_param'))).toEqual(expected === null ? [] : [expected]);
  });

  it('nothing, where nothing is odd', () => {
    const drawing = line(contact('a'));
    const goal = { id: 'g', type: 'goal', data: { on: [{ event: 'A' }] } };
    expect(warnings({ ...drawing, steps: [...drawing.steps, goal] })).toEqual([]);
  });
});

describe('any drawing at all', () => {
  it('is compiled or has problems, and is never an exception', () => {
    const id = fc.constantFrom('in', 'a', 'b', 'c', 'd', 'ghost');
    const step = fc.record({
      id,
      type: fc.constantFrom('entry', 'contact', 'wait', 'waitfor', 'condition', 'split', 'goal', 'end', 'enter', 'odd'),
      data: fc.oneof(
        fc.constant({}),
        fc.constant({ for: { days: 1 } }),
        fc.constant(MAIL),
        fc.dictionary(fc.string(), fc.jsonValue()),
      ),
    });
    const edge = fc.tuple(id, fc.constantFrom('done', 'yes', 'no', 'timeout', 'odd'), id);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.array(edge, { maxLength: 10 }), (steps, edges) => {
        const result = compiled({ steps, edges });
        if ('problems' in result) expect(result.problems.length).toBeGreaterThan(0);
        else
          for (const { next } of result.plan.steps)
            for (const to of Object.values(next)) expect(result.plan.steps[to]).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it('of a thousand steps compiles', () => {
    const many = Array.from({ length: 998 }, (_, i) => contact(`c${i}`, trigger(i)));
    expect(planOf(line(...many)).steps).toHaveLength(998 * 2 + 1);
  });
});
