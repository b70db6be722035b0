/** What the worker registers. */
export { cohort } from '#workflows/cohort.ts';
