/** A contact as a sentence, in pieces; a piece with a field is a word that opens it. */
import type { GraphStep } from '#core/graph.ts';

export type Piece = { text: string; field?: string };
type Say = (key: string, values?: Record<string, string | number>) => string;

type Loose = Record<string, unknown>;

/** `say` looks a piece up in the words of the panel. */
export function sentenceOf(step: GraphStep, say: Say): Piece[] {
  if (step.type !== 'contact') return [];
  const { when, channel, content, onExcess } = step.data as Loose;
  const date = (when ?? {}) as Loose;
  const mail = (content ?? {}) as Loose;
  const title = shown(channel === 'email' ? mail.subject : mail.title);
  const pieces: Piece[] = [{ text: say('date', { when: dateOf(date, say) }), field: 'when' }];
  if (date.time !== undefined) pieces.push({ text: say('at', { time: shown(date.time) }), field: 'when-time' });
  if (date.on === 'mon-fri' || date.on === 'mon-sat')
    pieces.push({ text: say(date.on === 'mon-fri' ? 'workingDay' : 'businessDay'), field: 'when-on' });
  const how =
    channel === 'task'
      ? `task.${['letter', 'call', 'sms'].includes(String(mail.kind)) ? mail.kind : 'other'}`
      : 'email';
  const name = channel === 'email' ? 'content-subject' : 'content-title';
  pieces.push({ text: say(how, { title: title || '…' }), field: name });
  pieces.push({ text: say(onExcess === 'skip' ? 'skip' : 'postpone'), field: 'onExcess' });
  return pieces;
}

function dateOf({ anchor, days, hours }: Loose, say: Say): string {
  const kind = String((anchor as Loose | undefined)?.kind ?? 'arrival');
  const from = say(`anchors.${['trigger', 'event', 'profile', 'date', 'step'].includes(kind) ? kind : 'arrival'}`);
  const far = typeof days === 'number' ? days : 0;
  if (typeof days === 'object' && days !== null) return say('paramDays', { days: shown(days), from });
  if (far !== 0) return say(far > 0 ? 'daysAfter' : 'daysBefore', { days: Math.abs(far), from });
  if (typeof hours === 'number' && hours !== 0)
    return say(hours > 0 ? 'hoursAfter' : 'hoursBefore', { hours: Math.abs(hours), from });
  return say('atOnce', { from });
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'param' in value) return String(value.param);
  return value === undefined ? '' : String(value);
}
