'use client';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

/** The table beside it says the same to those who do not see it. */
export function EntriesChart({ days, name }: { days: { day: string; entered: number }[]; name: string }) {
  return (
    <div aria-hidden className="h-56">
      <ResponsiveContainer>
        <AreaChart data={days} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--border)" vertical={false} />
          <XAxis dataKey="day" stroke="var(--muted-foreground)" fontSize={12} />
          <YAxis allowDecimals={false} width={36} stroke="var(--muted-foreground)" fontSize={12} />
          <Tooltip contentStyle={{ background: 'var(--card)', borderColor: 'var(--border)' }} />
          <Area dataKey="entered" name={name} stroke="var(--primary)" fill="var(--primary)" fillOpacity={0.18} />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
