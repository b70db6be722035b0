/** How long an offer stands, in days of the company's zone: from the first moment of one to the last of another. */
import { DateTime } from 'luxon';

export function dayOf(iso: string | null, zone: string): string {
  return iso === null ? '' : (DateTime.fromISO(iso, { zone }).toISODate() ?? '');
}

export function startOfDay(day: string, zone: string): string | null {
  return day === '' ? null : DateTime.fromISO(day, { zone }).startOf('day').toUTC().toISO();
}

export function endOfDay(day: string, zone: string): string | null {
  return day === '' ? null : DateTime.fromISO(day, { zone }).endOf('day').toUTC().toISO();
}

export function standing(
  { validFrom, validUntil }: { validFrom: string | null; validUntil: string | null },
  now: string,
): 'running' | 'coming' | 'over' {
  if (validUntil !== null && Date.parse(validUntil) < Date.parse(now)) return 'over';
  return validFrom !== null && Date.parse(validFrom) > Date.parse(now) ? 'coming' : 'running';
}
