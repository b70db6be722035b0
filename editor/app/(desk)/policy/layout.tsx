import type { ReactNode } from 'react';
import { PolicyFrame } from '#editor/policy/frame.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return <PolicyFrame>{children}</PolicyFrame>;
}
