import type { ReactNode } from 'react';
import { Desk } from '#editor/desk/desk.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return <Desk>{children}</Desk>;
}
