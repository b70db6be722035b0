/** An answer that is dear to make: an old one is given while a newer one is being made, and says when it was made. */

/** `kept`: how long it is new, wall ms. The call waits at most `patience` for a first one; null: it is not ready yet. */
export function keptAnswer<T>(kept: number, make: (now: number) => Promise<T>) {
  let last: { at: number; answer: T } | null = null;
  let coming: Promise<T | null> | null = null;
  const renew = (now: number): Promise<T | null> => {
    coming ??= make(now)
      .then((answer) => {
        last = { at: performance.now(), answer };
        return answer;
      })
      .finally(() => {
        coming = null;
      });
    return coming;
  };
  return async (now: number, patience: number): Promise<T | null> => {
    if (last && performance.now() - last.at <= kept) return last.answer;
    const fresh = renew(now);
    // A newer one that fails is told by the next call, which makes it again.
    fresh.catch(() => undefined);
    return Promise.race([fresh, after(patience, last?.answer ?? null)]);
  };
}

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((done) => {
    setTimeout(() => done(value), ms).unref();
  });
}
