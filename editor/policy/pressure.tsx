'use client';
import { Rules } from '#editor/policy/rules.tsx';

export function Pressure() {
  return <Rules kinds={['cap', 'situation', 'alternation']} />;
}
