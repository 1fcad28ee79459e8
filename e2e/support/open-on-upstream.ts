import { expect } from '@playwright/test';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { type Guest, startGuest } from './guest';
import type { Playground } from './playground';

/** Opens the page for a new guest whose default connection is this server, with its only model chosen. */
export async function openOnUpstream(playground: Playground, upstream: MisbehavingServer): Promise<Guest> {
  const guest = await startGuest(playground.page.request);
  upstream.alwaysModels(answers.models(['test-model']));
  await guest.addConnection({ name: 'Local server', baseUrl: upstream.url, isDefault: true });
  await playground.open();
  await expect(playground.page.getByRole('button', { name: 'Model: test-model' })).toBeVisible();
  return guest;
}

/** A run of “Once” that stands in mid-stream at “ upon”: what comes next is up to the test. */
export async function openMidStream(playground: Playground, upstream: MisbehavingServer) {
  await openOnUpstream(playground, upstream);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.prompt.fill('Once');
  await playground.run();
  await stream.begun;
  stream.text(' upon');
  await expect(playground.completion).toHaveText('upon');
  return stream;
}
