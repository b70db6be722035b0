import { defineConfig } from 'vitest/config';

const ignore = ['node_modules/**', '.jalon/**', 'editor/.next/**'];

/** Three projects by what they need: nothing, a Postgres, the whole stack; one after another. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['**/*.test.ts'],
          exclude: [...ignore, '**/*.db.test.ts', '**/*.e2e.test.ts'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: ignore,
          globalSetup: ['setup/testing/postgres.global.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: ignore,
          globalSetup: [
            'setup/testing/editor.global.ts',
            'setup/testing/postgres.global.ts',
            'setup/testing/temporal.global.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          fileParallelism: false,
        },
      },
    ],
  },
});
