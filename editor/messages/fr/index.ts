/** All words of the editor in this language: a file a room. */
import canvas from '#editor/messages/fr/canvas.json' with { type: 'json' };
import chain from '#editor/messages/fr/chain.json' with { type: 'json' };
import chains from '#editor/messages/fr/chains.json' with { type: 'json' };
import contents from '#editor/messages/fr/contents.json' with { type: 'json' };
import desk from '#editor/messages/fr/desk.json' with { type: 'json' };
import door from '#editor/messages/fr/door.json' with { type: 'json' };
import panels from '#editor/messages/fr/panels.json' with { type: 'json' };
import policy from '#editor/messages/fr/policy.json' with { type: 'json' };
import publish from '#editor/messages/fr/publish.json' with { type: 'json' };
import results from '#editor/messages/fr/results.json' with { type: 'json' };
import tryout from '#editor/messages/fr/tryout.json' with { type: 'json' };

export default { canvas, chain, chains, contents, desk, door, panels, policy, publish, results, tryout };
