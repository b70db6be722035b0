/** All words of the editor in this language: a file a room. */
import account from '#editor/messages/fr/account.json' with { type: 'json' };
import canvas from '#editor/messages/fr/canvas.json' with { type: 'json' };
import chain from '#editor/messages/fr/chain.json' with { type: 'json' };
import chains from '#editor/messages/fr/chains.json' with { type: 'json' };
import condition from '#editor/messages/fr/condition.json' with { type: 'json' };
import consent from '#editor/messages/fr/consent.json' with { type: 'json' };
import contents from '#editor/messages/fr/contents.json' with { type: 'json' };
import customers from '#editor/messages/fr/customers.json' with { type: 'json' };
import demo from '#editor/messages/fr/demo.json' with { type: 'json' };
import desk from '#editor/messages/fr/desk.json' with { type: 'json' };
import door from '#editor/messages/fr/door.json' with { type: 'json' };
import experiment from '#editor/messages/fr/experiment.json' with { type: 'json' };
import first from '#editor/messages/fr/first.json' with { type: 'json' };
import gallery from '#editor/messages/fr/gallery.json' with { type: 'json' };
import home from '#editor/messages/fr/home.json' with { type: 'json' };
import operations from '#editor/messages/fr/operations.json' with { type: 'json' };
import panels from '#editor/messages/fr/panels.json' with { type: 'json' };
import policy from '#editor/messages/fr/policy.json' with { type: 'json' };
import publish from '#editor/messages/fr/publish.json' with { type: 'json' };
import results from '#editor/messages/fr/results.json' with { type: 'json' };
import sentences from '#editor/messages/fr/sentences.json' with { type: 'json' };
import settings from '#editor/messages/fr/settings.json' with { type: 'json' };
import suppression from '#editor/messages/fr/suppression.json' with { type: 'json' };
import tasks from '#editor/messages/fr/tasks.json' with { type: 'json' };
import tryout from '#editor/messages/fr/tryout.json' with { type: 'json' };
import watch from '#editor/messages/fr/watch.json' with { type: 'json' };

export default {
  account,
  canvas,
  chain,
  chains,
  condition,
  consent,
  contents,
  customers,
  demo,
  desk,
  door,
  experiment,
  first,
  gallery,
  home,
  operations,
  panels,
  policy,
  publish,
  results,
  sentences,
  settings,
  suppression,
  tasks,
  tryout,
  watch,
};
