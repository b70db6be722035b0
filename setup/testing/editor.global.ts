/** The editor, built once for a run of tests, and the browser that looks at it. */
import type { TestProject } from 'vitest/node';
import { chromiumProgram } from '#setup/chromium.ts';
import { buildEditor } from '#setup/editor.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', chromiumProgram(console.log));
  await buildEditor(console.log);
}
