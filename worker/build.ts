/** Builds the workflow bundle ahead of the first start: a step of the container's build. */
import { workflowBundle } from '#worker/bundle.ts';

const { codePath } = await workflowBundle();
process.stdout.write(`workflow bundle at ${codePath}\n`);
