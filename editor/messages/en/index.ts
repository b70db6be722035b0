/** All words of the editor in this language: a file a room. */
import canvas from '#editor/messages/en/canvas.json' with { type: 'json' };
import chain from '#editor/messages/en/chain.json' with { type: 'json' };
import chains from '#editor/messages/en/chains.json' with { type: 'json' };
import contents from '#editor/messages/en/contents.json' with { type: 'json' };
import desk from '#editor/messages/en/desk.json' with { type: 'json' };
import door from '#editor/messages/en/door.json' with { type: 'json' };
import panels from '#editor/messages/en/panels.json' with { type: 'json' };
import policy from '#editor/messages/en/policy.json' with { type: 'json' };
import publish from '#editor/messages/en/publish.json' with { type: 'json' };
import results from '#editor/messages/en/results.json' with { type: 'json' };
import tryout from '#editor/messages/en/tryout.json' with { type: 'json' };

export default { canvas, chain, chains, contents, desk, door, panels, policy, publish, results, tryout };
