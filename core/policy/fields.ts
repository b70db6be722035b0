/** Fields that several kinds of rules share. */
import { z } from 'zod';
import { COUNTED } from '#core/channels/index.ts';

export const ruleId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected a short name in small letters');
/** true: it stays written and is not asked. */
export const off = z.boolean().exactOptional();
export const counted = z.enum(COUNTED as [string, ...string[]]);
export const classes = z.array(z.enum(['service', 'information', 'commercial'])).min(1);
