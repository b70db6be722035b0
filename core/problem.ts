/** Something wrong with input, said so that its author can mend it. The API returns these as they are. */
export type Problem = {
  /** Stable code in snake_case: clients branch on it. */
  code: string;
  /** Graph step id, where the problem belongs to one. */
  step?: string;
  /** Path into the step's data or the request, dotted. */
  field?: string;
  message: string;
  /** Amber: advice that does not block. Absent: red. */
  severity?: 'warning';
};
