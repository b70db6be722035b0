'use client';
import { CartesianGrid, ErrorBar, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

export type Level = {
  level: string;
  response: number;
  optOut: number;
  responseSpan: [number, number];
  optOutSpan: [number, number];
};

/** The table beneath it says the same to those who do not see it. */
export function CurveChart({
  levels,
  names,
}: {
  levels: Level[];
  names: { response: string; optOut: string; x: string; y: string };
}) {
  const line = (key: 'response' | 'optOut', colour: string, dash?: string) => (
    <Line
      dataKey={key}
      name={names[key]}
      stroke={colour}
      strokeWidth={2}
      {...(dash ? { strokeDasharray: dash } : {})}
      isAnimationActive={false}
    >
      <ErrorBar dataKey={`${key}Span`} stroke={colour} width={4} />
    </Line>
  );
  return (
    <div aria-hidden className="h-72">
      <ResponsiveContainer>
        <LineChart data={levels} accessibilityLayer={false} margin={{ left: 8, right: 16, bottom: 12 }}>
          <CartesianGrid stroke="var(--border)" vertical={false} />
          <XAxis
            dataKey="level"
            stroke="var(--muted-foreground)"
            fontSize={12}
            label={{
              value: names.x,
              position: 'insideBottom',
              offset: -2,
              fill: 'var(--muted-foreground)',
              fontSize: 12,
            }}
            height={44}
          />
          <YAxis
            width={52}
            stroke="var(--muted-foreground)"
            fontSize={12}
            label={{
              value: names.y,
              angle: -90,
              position: 'insideLeft',
              fill: 'var(--muted-foreground)',
              fontSize: 12,
            }}
          />
          <Tooltip contentStyle={{ background: 'var(--card)', borderColor: 'var(--border)' }} />
          <Legend verticalAlign="top" />
          {line('response', 'var(--primary)')}
          {line('optOut', 'var(--danger)', '5 3')}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
