/** The gallery: chains ready to be used, tried and taken apart. Each is told in a language as the editor would save it. */

import afterpurchase from '#chains/afterpurchase.json' with { type: 'json' };
import afterstay from '#chains/afterstay.json' with { type: 'json' };
import appointment from '#chains/appointment.json' with { type: 'json' };
import basket from '#chains/basket.json' with { type: 'json' };
import birthday from '#chains/birthday.json' with { type: 'json' };
import callback from '#chains/callback.json' with { type: 'json' };
import cancellation from '#chains/cancellation.json' with { type: 'json' };
import classic from '#chains/classic.json' with { type: 'json' };
import inaction from '#chains/inaction.json' with { type: 'json' };
import interest from '#chains/interest.json' with { type: 'json' };
import letters from '#chains/letters.json' with { type: 'json' };
import offeragain from '#chains/offeragain.json' with { type: 'json' };
import points from '#chains/points.json' with { type: 'json' };
import prospecting from '#chains/prospecting.json' with { type: 'json' };
import referral from '#chains/referral.json' with { type: 'json' };
import renewal from '#chains/renewal.json' with { type: 'json' };
import reorder from '#chains/reorder.json' with { type: 'json' };
import season from '#chains/season.json' with { type: 'json' };
import signup from '#chains/signup.json' with { type: 'json' };
import { told } from '#chains/telling.ts';
import usage from '#chains/usage.json' with { type: 'json' };
import { type Graph, readGraph } from '#core/graph.ts';
import type { Language } from '#core/wording/index.ts';

const documents = {
  ...{ classic, signup, basket, letters, appointment, interest, inaction, birthday, points, reorder },
  ...{ afterpurchase, afterstay, renewal, prospecting, season, offeragain, cancellation, callback, referral, usage },
};

export type GalleryName = keyof typeof documents;

export const galleryNames = Object.keys(documents) as GalleryName[];

export function galleryGraph(name: GalleryName, language: Language = 'en'): Graph {
  const read = readGraph(told(documents[name], language));
  if ('problems' in read) {
    throw new Error(`Gallery chain ${name}: ${read.problems.map((p) => p.message).join(' ')}`);
  }
  return read.graph;
}
