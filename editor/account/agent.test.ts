import { expect, test } from 'vitest';
import { agentOf } from '#editor/account/agent.ts';

test('a session is told by browser and system, and a program by neither', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36';
  expect(agentOf(chrome)).toEqual({ browser: 'Chrome', system: 'Linux' });
  expect(agentOf(`${chrome} Edg/141.0`)).toEqual({ browser: 'Edge', system: 'Linux' });
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1';
  expect(agentOf(phone)).toEqual({ browser: 'Safari', system: 'iOS' });
  expect(agentOf('curl/8.5.0')).toEqual({ browser: '', system: '' });
});
