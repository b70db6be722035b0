'use client';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

/** The table beneath it says the same to those who do not see it. */
export function WeekChart({
  weeks,
  recorded,
  replayed,
}: {
  weeks: { week: string; recorded: number; replayed: number }[];
  recorded: string;
  replayed: string;
}) {
  return (
    <div aria-hidden className="h-60">
      <ResponsiveContainer>
        <BarChart data={weeks} accessibilityLayer={false} barGap={1}>
          <CartesianGrid stroke="var(--border)" vertical={false} />
          <XAxis dataKey="week" stroke="var(--muted-foreground)" fontSize={12} />
          <YAxis allowDecimals={false} width={40} stroke="var(--muted-foreground)" fontSize={12} />
          <Tooltip
            cursor={{ fill: 'var(--muted)' }}
            contentStyle={{ background: 'var(--card)', borderColor: 'var(--border)' }}
          />
          <Legend />
          <Bar dataKey="recorded" name={recorded} fill="var(--muted-foreground)" isAnimationActive={false} />
          <Bar dataKey="replayed" name={replayed} fill="var(--primary)" isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
