'use client';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { dayIn, type Language } from '#editor/ui/moment.ts';

/** The table beside it says the same to those who do not see it. */
export function EntriesChart({
  days,
  name,
  language,
}: {
  days: { day: string; entered: number }[];
  name: string;
  language: Language;
}) {
  const day = (label: unknown) => (typeof label === 'string' ? dayIn(language, label) : '');
  return (
    <div aria-hidden className="h-56">
      <ResponsiveContainer>
        <AreaChart data={days} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--border)" vertical={false} />
          <XAxis dataKey="day" tickFormatter={day} minTickGap={24} stroke="var(--muted-foreground)" fontSize={12} />
          <YAxis allowDecimals={false} width={36} stroke="var(--muted-foreground)" fontSize={12} />
          <Tooltip labelFormatter={day} contentStyle={{ background: 'var(--card)', borderColor: 'var(--border)' }} />
          <Area dataKey="entered" name={name} stroke="var(--primary)" fill="var(--primary)" fillOpacity={0.18} />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
