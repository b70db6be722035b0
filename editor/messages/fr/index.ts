/** All words of the editor in this language: a file a room. */
import desk from '#editor/messages/fr/desk.json' with { type: 'json' };

export default { desk };
