import { useEffect, useState } from 'react';

type Layers = typeof import('./layers');

let loaded: Layers | null = null;

/** Null when the script fails to load: the next caller tries again. */
export async function loadLayers(): Promise<Layers | null> {
  loaded ??= await import('./layers').catch(() => null);
  return loaded;
}

/** The code of the layers, loaded as soon as one is needed; null until then. */
export function useLayers(requested: boolean): Layers | null {
  const [arrived, setArrived] = useState(loaded);
  useEffect(() => {
    if (requested && !arrived) void loadLayers().then(setArrived);
  }, [requested, arrived]);
  return arrived ?? loaded;
}
