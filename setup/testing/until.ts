/** Polls until `ask` answers something true; the bound is only there so that a broken test ends. */
export async function until<T>(
  ask: () => Promise<T | false | null | undefined>,
  what: string,
  bound = 60_000,
): Promise<T> {
  const start = performance.now();
  while (performance.now() - start < bound) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Waited ${bound} ms in vain for: ${what}.`);
}
