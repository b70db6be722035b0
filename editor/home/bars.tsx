import { useLocale } from 'next-intl';
import { type Language, numberIn } from '#editor/ui/moment.ts';

const [WIDTH, GAP, HEIGHT] = [8, 3, 24];

/** Seven small bars; who does not see them hears the numbers. */
export function Bars({ values, label }: { values: readonly number[]; label: (days: string) => string }) {
  const language = useLocale() as Language;
  const most = Math.max(...values, 1);
  return (
    <svg
      role="img"
      aria-label={label(values.map((n) => numberIn(language, n)).join(', '))}
      width={values.length * (WIDTH + GAP) - GAP}
      height={HEIGHT}
      className="shrink-0 text-primary"
    >
      {values.map((n, i) => {
        const tall = n === 0 ? 1 : Math.max(3, Math.round((n / most) * HEIGHT));
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day's place is what it is known by.
            key={i}
            x={i * (WIDTH + GAP)}
            y={HEIGHT - tall}
            width={WIDTH}
            height={tall}
            rx={1}
            fill="currentColor"
            opacity={n === 0 ? 0.35 : i === values.length - 1 ? 1 : 0.6}
          />
        );
      })}
    </svg>
  );
}
