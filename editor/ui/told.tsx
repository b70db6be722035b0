'use client';
import Link from 'next/link';

/** A number, and the way to the customers behind it where there is one. `said`: what it counts. */
export function Told({ value, href, said }: { value: string; href?: string | undefined; said: string }) {
  if (!href) return value;
  return (
    <Link
      href={href}
      prefetch={false}
      className="nodrag nopan text-primary underline underline-offset-4"
      aria-label={`${said}: ${value}`}
    >
      {value}
    </Link>
  );
}
