import { expect, type Page } from '@playwright/test';
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

/** A new guest with two connections to this server: “With models” lists first-model and second-model, “Without models” none. */
export async function connectTwoLists(page: Page, upstream: MisbehavingServer): Promise<void> {
  const guest = await startGuest(page.request);
  upstream.alwaysModels((response, request) =>
    answers.models(request.path.startsWith('/none') ? [] : ['first-model', 'second-model'])(
      response,
      request,
    ),
  );
  await guest.addConnection({ name: 'With models', baseUrl: `${upstream.url}/some` });
  await guest.addConnection({ name: 'Without models', baseUrl: `${upstream.url}/none` });
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
