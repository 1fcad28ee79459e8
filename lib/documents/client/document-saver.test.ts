import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '@/lib/documents/model/document-text';
import { randomChange, randomNumbers } from '@/lib/documents/model/testing/random-changes';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { createDocumentSaver, type SavingState } from './document-saver';
import { createDocumentSession, PAUSE_MS } from './document-session';
import { documentToShow } from './document-to-show';
import { stubBrowser } from './testing/fake-browser';
import { createFakeServer } from './testing/fake-server';
import { type UnsavedSteps, unsavedSteps } from './unsaved-steps';

type Server = ReturnType<typeof createFakeServer>;

const typed = (at: number, text: string): Change => ({ at, removed: [], inserted: [{ text, source: null }] });
let browser: ReturnType<typeof stubBrowser>;

beforeEach(() => {
  vi.useFakeTimers();
  browser = stubBrowser();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that shows the document, until it crashes. */
function openTab(server: Server) {
  let isAlive = true;
  const storage = unsavedSteps('a');
  const stored: UnsavedSteps = {
    put: (nodes) => isAlive && storage.put(nodes),
    putPlace: (place) => isAlive && storage.putPlace(place),
    remove: (nodes) => isAlive && storage.remove(nodes),
    clear: () => isAlive && storage.clear(),
    read: storage.read,
  };
  const shown = documentToShow(server.detail(), storage.read(), undefined);
  const session = createDocumentSession({ ...shown, text: shown.text ?? undefined });
  const states: SavingState[] = [{ saving: 'saved', why: null }];
  const saver = createDocumentSaver({
    session,
    stored,
    send: (save) => (isAlive ? server.send(save) : new Promise(() => undefined)),
    pending: shown.pending,
    revision: shown.detail?.revision ?? 0,
    head: shown.detail?.head ?? null,
    title: () => null,
    onState: (state) => void states.push(state),
    onForeign: () => undefined,
    onOwn: () => undefined,
  });
  return {
    session,
    saver,
    isAlive: () => isAlive,
    text: () => session.view().text.text,
    state: () => states.at(-1),
    write(text: string) {
      session.type([typed(session.view().text.text.length, text)], 0);
      vi.advanceTimersByTime(PAUSE_MS);
    },
    crash() {
      isAlive = false;
    },
  };
}

describe('saving a document', () => {
  it('saves about once a second, and says so', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    tab.write('Once');
    expect(tab.state()).toEqual({ saving: 'saving', why: null });
    await vi.advanceTimersByTimeAsync(1_100);
    expect(tab.state()).toEqual({ saving: 'saved', why: null });
    expect(server.detail()?.text).toBe('Once');
    expect(browser.local.length).toBe(0);
  });

  it('keeps what the server cannot take in this browser, and brings it back after a crash', async () => {
    const server = createFakeServer();
    server.network.isCut = true;
    const tab = openTab(server);
    tab.write('Once');
    tab.write(' upon');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tab.state()?.saving).toBe('local');
    tab.crash();
    const offline = openTab(server);
    expect(offline.text()).toBe('Once upon');
    offline.crash();
    server.network.isCut = false;
    const later = openTab(server);
    await vi.advanceTimersByTimeAsync(100);
    expect(later.state()?.saving).toBe('saved');
    expect(server.detail()?.text).toBe('Once upon');
    expect(browser.local.length).toBe(0);
  });

  it('says when it is safe nowhere, and saves it all the same once it can', async () => {
    const server = createFakeServer();
    server.network.isCut = true;
    browser.local.setCapacity(0);
    const tab = openTab(server);
    tab.write('Once');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(tab.state()?.saving).toBe('full');
    server.network.isCut = false;
    tab.saver.retry();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.detail()?.text).toBe('Once');
  });

  it('says why the server refuses it, and keeps the text', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    const full = new ApiError({ status: 403, code: 'storage_full', message: 'Not enough storage.' });
    vi.spyOn(server, 'send').mockRejectedValue(full);
    tab.write('Once');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(tab.state()).toEqual({ saving: 'refused', why: 'Not enough storage.' });
    tab.crash();
    expect(openTab(server).text()).toBe('Once');
  });

  it('keeps two endings of one generation as two branches', async () => {
    const server = createFakeServer();
    const one = openTab(server);
    const { id } = one.session.generate({ at: 0 });
    one.session.nameRun(id, 'run', 0);
    await vi.advanceTimersByTimeAsync(1_100);
    const two = openTab(server);
    two.session.growTo(id, 'all of it');
    two.session.endGeneration(id);
    await vi.advanceTimersByTimeAsync(1_100);
    one.session.growTo(id, 'all');
    one.session.endGeneration(id);
    one.write('!');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(one.text()).toBe('all!');
    expect(one.state()?.saving).toBe('saved');
    expect(server.detail()?.text).toBe('all!');
    expect([...server.texts()]).toEqual(expect.arrayContaining(['all of it', 'all', 'all!']));
  });

  it('gives back what was typed over a generation whose run is gone', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    const { id } = tab.session.generate({ at: 0 });
    tab.session.nameRun(id, 'run', 0);
    tab.session.grow(id, 'one two');
    tab.session.type([typed(7, '!')], 8);
    await vi.advanceTimersByTimeAsync(1_100);
    tab.crash();
    const later = openTab(server);
    later.session.endGeneration(id);
    expect(later.text()).toBe('one two!');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.detail()?.text).toBe('one two!');
  });

  it('goes on saving after a failed save whose step was undone and done again', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    tab.write('Once');
    await vi.advanceTimersByTimeAsync(1_100);
    server.network.isCut = true;
    tab.session.goTo(null);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(tab.state()?.saving).toBe('local');
    tab.session.goTo([...tab.session.view().tree.nodes.keys()][0] ?? null);
    await vi.advanceTimersByTimeAsync(5_000);
    server.network.isCut = false;
    tab.write(' upon');
    await vi.advanceTimersByTimeAsync(1_100);
    expect(tab.state()?.saving).toBe('saved');
    expect(server.detail()?.text).toBe('Once upon');
  });

  it('saves while steps come faster than once a second', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    for (let count = 0; count < 5; count += 1) {
      tab.write('word ');
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(server.detail()?.text).toMatch(/^(word ){3}/);
  });

  it('saves all of a document that is closed while a save is under way', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    tab.write('Once');
    vi.advanceTimersByTime(1_000);
    for (let count = 0; count < 1_500; count += 1) {
      tab.session.type([typed(tab.text().length, '.')], 0);
      tab.session.seal();
    }
    tab.session.type([typed(tab.text().length, ' upon')], 0);
    const closed = tab.saver.close();
    await vi.advanceTimersByTimeAsync(100);
    await closed;
    expect(server.detail()?.text).toMatch(/^Once\.{1500} upon$/);
    expect(browser.local.length).toBe(0);
  });

  it('saves what a run brings after its document was closed', async () => {
    const server = createFakeServer();
    const tab = openTab(server);
    const { id } = tab.session.generate({ at: 0 });
    tab.session.nameRun(id, 'run', 0);
    await vi.advanceTimersByTimeAsync(1_100);
    await tab.saver.close();
    tab.session.growTo(id, 'one');
    tab.session.endGeneration(id);
    tab.session.addSibling(id, 1, 'two');
    await vi.advanceTimersByTimeAsync(2_000);
    expect([...server.texts()]).toEqual(expect.arrayContaining(['one', 'two']));
  });
});

describe('cuts, crashes and two tabs', () => {
  const SEEDS = 20;

  it('lose no text that was a step', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      browser = stubBrowser();
      const random = randomNumbers(seed);
      const server = createFakeServer();
      const runs = new Map<string, string>();
      const sealed = new Set<string>();
      const open = () => {
        const tab = openTab(server);
        tab.session.onSteps(() => {
          if (tab.isAlive() && !tab.session.view().generating) sealed.add(tab.text());
        });
        // Completes what is open, as the page does from the run.
        for (const { open: isOpen, id } of tab.session.view().tree.nodes.values()) {
          if (!isOpen) continue;
          const text = runs.get(id) ?? '';
          if (tab.session.view().generating === id) {
            tab.session.growTo(id, text);
            tab.session.endGeneration(id);
          } else tab.session.fill(id, text);
        }
        return tab;
      };
      const tabs = [open(), open()];
      const actions = [
        (tab: ReturnType<typeof open>) => {
          tab.session.type([randomChange(tab.session.view().text, random)], 0);
          if (random() < 0.7) vi.advanceTimersByTime(PAUSE_MS);
        },
        ({ session }: ReturnType<typeof open>) => {
          const { id } = session.generate({
            at: Math.floor(random() * (session.view().text.text.length + 1)),
          });
          session.nameRun(id, id, 0);
          runs.set(id, 'a run’s text '.slice(0, Math.floor(random() * 14)));
          session.growTo(id, (runs.get(id) ?? '').slice(0, Math.floor(random() * 14)));
        },
        ({ session }: ReturnType<typeof open>) => {
          const id = session.view().generating;
          if (id === null) return;
          if (random() < 0.7) session.growTo(id, runs.get(id) ?? '');
          session.endGeneration(id);
        },
        ({ session }: ReturnType<typeof open>) => {
          const places = [null, ...session.view().tree.nodes.keys()];
          session.goTo(places[Math.floor(random() * places.length)] ?? null);
        },
      ];
      for (let count = 0; count < 60; count += 1) {
        const which = random() < 0.7 ? 0 : 1;
        const tab = tabs[which] ?? open();
        actions[Math.floor(random() * actions.length)]?.(tab);
        server.network.isCut = random() < 0.4;
        server.network.losesAnswers = random() < 0.2;
        if (random() < 0.5) await vi.advanceTimersByTimeAsync(Math.floor(random() * 3_000));
        if (random() < 0.1) {
          tab.crash();
          tabs[which] = open();
        }
      }
      server.network.isCut = false;
      server.network.losesAnswers = false;
      for (const tab of tabs) {
        const id = tab.session.view().generating;
        if (id !== null) tab.session.endGeneration(id);
        tab.session.seal();
        tab.saver.retry();
      }
      await vi.advanceTimersByTimeAsync(60_000);
      // One that was opened last, and had nothing to save, has not said anything.
      for (const tab of tabs) expect(tab.state()?.saving ?? 'saved', `seed ${seed}`).toBe('saved');
      const texts = server.texts();
      expect(
        [...sealed].filter((text) => !texts.has(text)),
        `seed ${seed}`,
      ).toEqual([]);
      for (const tab of tabs) tab.crash();
      // Opened again, it has all of it without this browser's storage, which is empty after a day.
      vi.setSystemTime(Date.now() + 25 * 60 * 60_000);
      const last = openTab(server);
      last.write('.');
      await vi.advanceTimersByTimeAsync(3_000);
      expect(last.state()?.saving, `seed ${seed}`).toBe('saved');
      expect(browser.local.length, `seed ${seed}`).toBe(0);
      last.crash();
      vi.clearAllTimers();
    }
  });
});
