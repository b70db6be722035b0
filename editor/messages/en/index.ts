/** All words of the editor in this language: a file a room. */
import desk from '#editor/messages/en/desk.json' with { type: 'json' };

export default { desk };
