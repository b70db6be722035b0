/** The gallery: chains ready to be used, tried and taken apart. Each is a graph document as the editor would save it. */

import appointment from '#chains/appointment.json' with { type: 'json' };
import basket from '#chains/basket.json' with { type: 'json' };
import classic from '#chains/classic.json' with { type: 'json' };
import letters from '#chains/letters.json' with { type: 'json' };
import signup from '#chains/signup.json' with { type: 'json' };
import { type Graph, readGraph } from '#core/graph.ts';

const documents = { classic, signup, basket, letters, appointment };

export type GalleryName = keyof typeof documents;

export const galleryNames = Object.keys(documents) as GalleryName[];

export function galleryGraph(name: GalleryName): Graph {
  const read = readGraph(documents[name]);
  if ('problems' in read) {
    throw new Error(`Gallery chain ${name}: ${read.problems.map((p) => p.message).join(' ')}`);
  }
  return read.graph;
}
