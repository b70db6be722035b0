import type { ReactNode } from 'react';
import { ChainFrame } from '#editor/chain/frame.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return <ChainFrame>{children}</ChainFrame>;
}
