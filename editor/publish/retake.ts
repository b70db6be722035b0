/** After a deed of the API's: what the chain is now, its state and its version, while the draft under the hands stays. */
import { readChain } from '#editor/data/chain.ts';
import { useEditor } from '#editor/state/store.ts';

export async function retake(id: string): Promise<void> {
  const chain = await readChain(id);
  if (useEditor.getState().chain?.id === id) useEditor.setState({ chain });
}
