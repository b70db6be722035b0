import { describe, expect, it } from 'vitest';
import { isHoliday } from '#core/holidays.ts';

function holidaysOf(country: string, year: number): string[] {
  const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i)).toISOString().slice(0, 10));
  return days.filter((day) => day.startsWith(String(year)) && isHoliday(country, day));
}

describe('public holidays', () => {
  it('of France are the eleven of the labour code (L3133-1), no more and no less', () => {
    expect(holidaysOf('FR', 2026)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
    expect(holidaysOf('FR', 2027)).toHaveLength(11);
  });

  it('of Moselle add Good Friday and the day after Christmas', () => {
    expect(holidaysOf('FR-57', 2026)).toHaveLength(13);
    expect(isHoliday('FR-57', '2026-04-03')).toBe(true);
    expect(isHoliday('FR', '2026-04-03')).toBe(false);
  });

  it('of the United States include Thanksgiving', () => {
    expect(isHoliday('US', '2026-11-26')).toBe(true);
    expect(isHoliday('us', '2026-07-04')).toBe(true);
  });

  it('that last several days count on each whole day, not on their eve', () => {
    expect(holidaysOf('TR', 2025)).toEqual(expect.arrayContaining(['2025-03-30', '2025-03-31', '2025-04-01']));
    expect(isHoliday('TR', '2025-04-02')).toBe(false);
  });

  it('are none in a country nobody knows', () => {
    expect(holidaysOf('ZZ', 2026)).toEqual([]);
    expect(holidaysOf('', 2026)).toEqual([]);
    expect(holidaysOf('FR-XX', 2026)).toHaveLength(11);
  });
});
