/** The commands: demo, start, test (= check), build, key, owner, recover, bench, worker, api. */
import { runInFront } from '#setup/part.ts';
import { Refusal } from '#setup/refusal.ts';

type Command = (args: string[]) => Promise<number>;

const COMMANDS: Record<string, Command> = {
  demo: async () => (await import('#setup/demo.ts')).demo(),
  start: async () => (await import('#setup/start.ts')).start(),
  test: async (args) => (await import('#setup/check.ts')).check(args),
  check: async (args) => (await import('#setup/check.ts')).check(args),
  build: async () => {
    await (await import('#setup/editor.ts')).buildEditor(console.log);
    return 0;
  },
  key: async (args) => (await import('#setup/key.ts')).key(args),
  owner: async (args) => (await import('#setup/owner.ts')).owner(args),
  recover: async (args) => (await import('#setup/recover.ts')).recover(args),
  bench: (args) => runInFront('bench/main.ts', args),
  worker: (args) => runInFront('worker/main.ts', args),
  api: (args) => runInFront('setup/serve.ts', args),
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(`There is no command "${name}". Commands: ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(1);
}
try {
  process.exitCode = await command(args);
} catch (problem) {
  // What the user can mend is said in sentences; anything else is a bug and shows its stack.
  console.error(problem instanceof Refusal ? problem.message : problem);
  process.exitCode = 1;
}
