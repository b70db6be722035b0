/** What is said before the shelf that shows it has been loaded: it waits here, and is heard in its order. */
export type Said = {
  kind: 'message' | 'success' | 'error' | 'warning';
  text: string;
  more?: { description?: string; duration?: number } | undefined;
};

let show: ((said: Said) => void) | null = null;
let wake: (() => void) | null = null;
let waiting: Said[] = [];

export const toasts = {
  say(said: Said): void {
    if (show) show(said);
    else {
      waiting.push(said);
      wake?.();
    }
  },
  /** Called when something waits for the shelf. Answers how to stop listening. */
  onWanted(call: () => void): () => void {
    wake = call;
    if (waiting.length > 0) call();
    return () => {
      wake = null;
    };
  },
  /** The shelf is there. Answers how it goes. */
  shelved(by: (said: Said) => void): () => void {
    show = by;
    const all = waiting;
    waiting = [];
    for (const said of all) by(said);
    return () => {
      show = null;
    };
  },
};
