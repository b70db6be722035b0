/** Answers that cost a pass over everything: whoever asks meanwhile shares one, and on a large base it is not asked at once again. */

/** Wall ms: what takes less is cheap enough to be asked each time. */
const CHEAP = 100;
const TIMES = 10;

/** `monotonic`: wall ms of the process. An answer is good for ten times as long as it took, where it took long. */
export function spared<T>(monotonic: () => number) {
  type Kept = { answer: Promise<T>; until: number };
  const kept = new Map<string, Kept>();
  return (key: string, ask: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known && monotonic() < known.until) return known.answer;
    const began = monotonic();
    const mine: Kept = { answer: ask(), until: Number.POSITIVE_INFINITY };
    // Of other keys nobody asks again.
    kept.clear();
    kept.set(key, mine);
    mine.answer.then(
      () => {
        const took = monotonic() - began;
        mine.until = took < CHEAP ? began : began + took * (TIMES + 1);
      },
      () => {
        mine.until = began;
      },
    );
    return mine.answer;
  };
}
