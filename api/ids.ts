/** Public ids: a prefix that says what it is, and our own number in base 36. Nothing about a person is in them. */
import type { TouchKey } from '#store/touches.ts';

const PREFIX = {
  customer: 'cus',
  chain: 'chn',
  version: 'ver',
  enrolment: 'enr',
  event: 'evt',
  task: 'tsk',
  key: 'key',
  stop: 'stp',
  suppression: 'sup',
  contact: 'cnt',
  reservation: 'rsv',
  whatif: 'wif',
  record: 'rec',
  request: 'req',
  template: 'tpl',
  persona: 'psn',
  list: 'lst',
  proof: 'prf',
  attention: 'atn',
} as const;

export type IdKind = keyof typeof PREFIX;

export function idOf(kind: IdKind, number: number): string {
  return `${PREFIX[kind]}_${number.toString(36)}`;
}

export function maybeId(kind: IdKind, number: number | null): string | null {
  return number === null ? null : idOf(kind, number);
}

/** null unless it is exactly what `idOf` writes. */
export function numberOf(kind: IdKind, id: string): number | null {
  const digits = id.startsWith(`${PREFIX[kind]}_`) ? id.slice(4) : '';
  return base36(digits);
}

export function exampleId(kind: IdKind | 'touch'): string {
  return kind === 'touch' ? 'tch_2611_9ix_4_1' : idOf(kind, 12_345);
}

/** `tch_<yymm of the month of entry>_<enrolment in base 36>_<plan step>_<visit>` */
export function touchId({ month, enrolment, step, visit }: TouchKey): string {
  return `tch_${month.slice(2, 4)}${month.slice(5, 7)}_${enrolment.toString(36)}_${step}_${visit}`;
}

export function touchRef(id: string): TouchKey | null {
  const found = /^tch_(\d\d)(0[1-9]|1[0-2])_([0-9a-z]+)_(0|[1-9]\d{0,4})_([1-9]\d{0,8})$/.exec(id);
  const enrolment = base36(found?.[3] ?? '');
  if (!found || enrolment === null) return null;
  // The demo's purchases are of 1997.
  const century = Number(found[1]) >= 70 ? 19 : 20;
  return { month: `${century}${found[1]}-${found[2]}-01`, enrolment, step: Number(found[4]), visit: Number(found[5]) };
}

function base36(digits: string): number | null {
  if (!/^[1-9a-z][0-9a-z]{0,10}$/.test(digits)) return null;
  const number = Number.parseInt(digits, 36);
  return Number.isSafeInteger(number) ? number : null;
}
