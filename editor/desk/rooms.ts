/** The seven pages of the rail, in order, with who sees them. */
import { BookOpen, ChartNoAxesGantt, House, ListTodo, type LucideIcon, Radio, ShieldCheck, Users } from 'lucide-react';
import type { Scope } from '#api/access.ts';

export type Room = { name: string; href: string; icon: LucideIcon; needs: Scope };

export const ROOMS: readonly Room[] = [
  { name: 'home', href: '/', icon: House, needs: 'chains:read' },
  { name: 'chains', href: '/chains', icon: ChartNoAxesGantt, needs: 'chains:read' },
  { name: 'customers', href: '/customers', icon: Users, needs: 'customers:read' },
  { name: 'contents', href: '/contents', icon: BookOpen, needs: 'chains:read' },
  { name: 'tasks', href: '/tasks', icon: ListTodo, needs: 'tasks:own' },
  { name: 'policy', href: '/policy', icon: ShieldCheck, needs: 'chains:read' },
  { name: 'operations', href: '/operations', icon: Radio, needs: 'touches:read' },
];

/** The room an address belongs to; undefined: it is everybody's, as the account is. */
export function roomAt(path: string): Room | undefined {
  return ROOMS.find(({ href }) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)));
}
