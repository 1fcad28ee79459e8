import { createStore, type StoreApi } from 'zustand/vanilla';
import { guarded } from './event';

/**
 * State outside React, the same way everywhere: a store, functions that change it, and hooks of the form
 * `useStore(store, selector)`. A selector returns a part of the state or a primitive, never a new object.
 * `setState` takes the fields that change; with `true` it takes a whole new state.
 *
 * `initial` is what the server renders, and the browser until hydration. `read` loads what this browser has
 * stored; it is called at the first use, because only then is it known whose browser this is.
 *
 * A listener that throws does not keep the others from being called, unlike in zustand's own store.
 */
export function createBrowserStore<State>(initial: State, read?: () => State): StoreApi<State> {
  const store = createStore(() => initial);
  let unread = read;
  const opened = () => {
    if (unread && typeof window !== 'undefined') {
      const readOnce = unread;
      unread = undefined;
      store.setState(readOnce(), true);
    }
    return store;
  };
  return {
    get getState() {
      return opened().getState;
    },
    get setState() {
      return opened().setState;
    },
    getInitialState: store.getInitialState,
    subscribe: (listener) => store.subscribe((state, before) => guarded(() => listener(state, before))),
  };
}
