import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type Answer, DONE, ENVELOPE, SSE_HEADERS } from '@/lib/testing/upstream-wire';

// The upstream of bench/memory/memory.ts, in its own process so that its memory is not counted.

const MIB = 1024 * 1024;

/** 2,000 alternatives a token, no matter how many were requested. */
const manyAlternatives: Answer = async (response) => {
  response.writeHead(200, SSE_HEADERS);
  for (let token = 0; token < 2_000; token += 1) {
    const top = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [` ${token}-${at}`, -0.5 - at / 1_000]),
    );
    const text = ` t${token}`;
    const logprobs = { tokens: [text], token_logprobs: [-0.5], top_logprobs: [top], text_offset: [0] };
    await write(
      response,
      `data: ${JSON.stringify({ ...ENVELOPE, choices: [{ text, index: 0, logprobs }] })}\n\n`,
    );
  }
  response.end(DONE);
};

/** 16 MiB of text, then a proper end. */
const longText: Answer = async (response) => {
  response.writeHead(200, SSE_HEADERS);
  const text = 'word '.repeat(MIB / 5);
  for (let at = 0; at < 19; at += 1) {
    await write(
      response,
      `data: ${JSON.stringify({ ...ENVELOPE, choices: [{ text: text.slice(0, 900_000), index: 0 }] })}\n\n`,
    );
  }
  response.end(DONE);
};

/** 60 MiB of tokens with 20 alternatives each: as much as the limit of a body allows. */
const endless: Answer = async (response) => {
  response.writeHead(200, SSE_HEADERS);
  const top = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [` w${at}`, -at]));
  const logprobs = { tokens: [' w0'], token_logprobs: [-0.5], top_logprobs: [top] };
  const event = `data: ${JSON.stringify({ ...ENVELOPE, choices: [{ text: ' w0', index: 0, logprobs }] })}\n\n`;
  const events = event.repeat(200);
  for (let sent = 0; sent < 60 * MIB; sent += events.length) await write(response, events);
  response.end(DONE);
};

const ANSWERS: Record<string, Answer> = { manyAlternatives, longText, endless };

async function write(response: Parameters<Answer>[0], text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

const server = await startMisbehavingServer();
process.on('message', (name: string) => {
  server.always(ANSWERS[name] ?? longText);
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
process.send?.(server.url);
