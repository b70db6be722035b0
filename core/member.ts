/** A member is one enrolment as its cohort's workflow carries it: numbers only, nothing about the person. */

/** What the member does at its step. */
export const ARRIVED = 0;
/** Asleep or listening until `due`. */
export const WAITING = 1;
/** Held: asks again at `due`. */
export const AGAIN = 2;
/** Arrived at a touch whose date this customer does not have. */
export const UNDATED = 3;

export type Member = {
  enrolment: number;
  customer: number;
  step: number;
  visit: number;
  phase: number;
  /** Domain ms. */
  due: number;
  rev: number;
};

/** As it stands in workflow state and signals: [enrolment, customer, step, visit, phase, due, rev]. */
export type MemberTuple = [number, number, number, number, number, number, number];

export function toTuple(m: Member): MemberTuple {
  return [m.enrolment, m.customer, m.step, m.visit, m.phase, m.due, m.rev];
}

export function fromTuple(t: MemberTuple): Member {
  return { enrolment: t[0], customer: t[1], step: t[2], visit: t[3], phase: t[4], due: t[5], rev: t[6] };
}
