import { useEffect, useState } from 'react';

type Layers = typeof import('./layers');

let loaded: Layers | null = null;

/** Null where the script does not come: the next one who has a use for it asks again. */
export async function loadLayers(): Promise<Layers | null> {
  loaded ??= await import('./layers').catch(() => null);
  return loaded;
}

/** The code of the layers, asked for as soon as one is wanted; null until it is here. */
export function useLayers(requested: boolean): Layers | null {
  const [arrived, setArrived] = useState(loaded);
  useEffect(() => {
    if (requested && !arrived) void loadLayers().then(setArrived);
  }, [requested, arrived]);
  return arrived ?? loaded;
}
