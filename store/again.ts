/** Once more where Postgres rolled a transaction back for the sake of others: nobody's fault, and simply run again. */

export async function again<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left <= 0 || !passing(error)) throw error;
    }
  }
}

/** Class 40: a deadlock, a serialisation failure. */
export function passing(error: unknown): boolean {
  return String((error as { code?: unknown }).code ?? '').startsWith('40');
}
