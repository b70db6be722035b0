'use client';
import {
  Clock,
  Ear,
  Flag,
  GitBranch,
  ListTodo,
  LogIn,
  LogOut,
  type LucideIcon,
  Mail,
  MessageSquare,
  Phone,
  Play,
  Send,
  Split,
  Square,
  Stamp,
} from 'lucide-react';
import type { Family } from '#core/steps/step.ts';
import { cn } from '#editor/ui/class.ts';

const ICONS: Record<string, LucideIcon> = {
  entry: Play,
  contact: Send,
  email: Mail,
  letter: Stamp,
  call: Phone,
  sms: MessageSquare,
  other: ListTodo,
  wait: Clock,
  waitfor: Ear,
  condition: GitBranch,
  split: Split,
  goal: Flag,
  enter: LogIn,
  leave: LogOut,
  end: Square,
};

/** Each family has its own outline, so that colour is never the only thing that tells them apart. */
const SHAPE: Record<Family, string> = {
  entry: 'rounded-full bg-entry-soft text-entry',
  contact: 'rounded-lg bg-contact-soft text-contact',
  wait: 'rounded-t-full rounded-b-md bg-wait-soft text-wait',
  branch: 'rotate-45 scale-90 rounded-md bg-branch-soft text-branch [&>svg]:-rotate-45',
  goal: 'bg-goal-soft text-goal [clip-path:polygon(25%_0,75%_0,100%_50%,75%_100%,25%_100%,0_50%)]',
  flow: 'rounded-none border border-flow/40 bg-flow-soft text-flow',
};

export function Sign({ family, sign, className }: { family: Family; sign: string; className?: string }) {
  const Icon = ICONS[sign] ?? Send;
  return (
    <span aria-hidden className={cn('grid size-8 shrink-0 place-items-center', SHAPE[family], className)}>
      <Icon className="size-4" />
    </span>
  );
}
