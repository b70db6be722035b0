/** All words of the editor in this language: a file a room. */
import account from '#editor/messages/en/account.json' with { type: 'json' };
import canvas from '#editor/messages/en/canvas.json' with { type: 'json' };
import chain from '#editor/messages/en/chain.json' with { type: 'json' };
import chains from '#editor/messages/en/chains.json' with { type: 'json' };
import condition from '#editor/messages/en/condition.json' with { type: 'json' };
import consent from '#editor/messages/en/consent.json' with { type: 'json' };
import contents from '#editor/messages/en/contents.json' with { type: 'json' };
import customers from '#editor/messages/en/customers.json' with { type: 'json' };
import demo from '#editor/messages/en/demo.json' with { type: 'json' };
import desk from '#editor/messages/en/desk.json' with { type: 'json' };
import door from '#editor/messages/en/door.json' with { type: 'json' };
import experiment from '#editor/messages/en/experiment.json' with { type: 'json' };
import first from '#editor/messages/en/first.json' with { type: 'json' };
import gallery from '#editor/messages/en/gallery.json' with { type: 'json' };
import home from '#editor/messages/en/home.json' with { type: 'json' };
import operations from '#editor/messages/en/operations.json' with { type: 'json' };
import panels from '#editor/messages/en/panels.json' with { type: 'json' };
import policy from '#editor/messages/en/policy.json' with { type: 'json' };
import publish from '#editor/messages/en/publish.json' with { type: 'json' };
import results from '#editor/messages/en/results.json' with { type: 'json' };
import sentences from '#editor/messages/en/sentences.json' with { type: 'json' };
import settings from '#editor/messages/en/settings.json' with { type: 'json' };
import suppression from '#editor/messages/en/suppression.json' with { type: 'json' };
import tasks from '#editor/messages/en/tasks.json' with { type: 'json' };
import tryout from '#editor/messages/en/tryout.json' with { type: 'json' };
import watch from '#editor/messages/en/watch.json' with { type: 'json' };

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
