import { Card, Skeleton } from '#editor/ui/card.tsx';

/** A number with its definition. */
export function Figure({ name, how, value, mark }: { name: string; how: string; value: string | null; mark?: string }) {
  return (
    <Card className="p-4">
      <p className="text-muted-foreground text-sm">{name}</p>
      {value === null ? (
        <Skeleton className="h-8 w-20" />
      ) : (
        <p className="font-semibold text-2xl tabular-nums" data-figure={mark}>
          {value}
        </p>
      )}
      <p className="text-muted-foreground text-xs">{how}</p>
    </Card>
  );
}
