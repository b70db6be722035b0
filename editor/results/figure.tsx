import { Card, Skeleton } from '#editor/ui/card.tsx';

type Props = { name: string; how: string; value: string | null; unit?: string | undefined; mark?: string };

/** A number with its definition. */
export function Figure({ name, how, value, unit, mark }: Props) {
  return (
    <Card className="p-4">
      <p className="text-muted-foreground text-sm">{name}</p>
      {value === null ? (
        <Skeleton className="h-8 w-20" />
      ) : (
        <p className="font-semibold text-2xl tabular-nums" data-figure={mark}>
          {value}
          {unit ? <span className="ml-1.5 font-normal text-muted-foreground text-sm">{unit}</span> : null}
        </p>
      )}
      <p className="text-muted-foreground text-xs">{how}</p>
    </Card>
  );
}
