/** Leads to a field of the inspector: the field itself, or what lies nearest around it. */
import { idOf } from '#editor/panels/hands.ts';

export function focusOn(field: string): void {
  const path = field.split('.');
  for (let n = path.length; n > 0; n -= 1) {
    const place = document.getElementById(idOf(path.slice(0, n)));
    if (!place) continue;
    for (let at = place.closest('details'); at; at = at.parentElement?.closest('details') ?? null) at.open = true;
    const control = place.querySelector<HTMLElement>('input, select, textarea, button') ?? place;
    control.scrollIntoView({ block: 'nearest' });
    control.focus();
    return;
  }
}
