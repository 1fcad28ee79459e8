import { ApiError, messageOf } from '@/lib/platform/client/http/api-error';

export interface TitleOptions {
  /** As the server has it. */
  readonly title: string | null;
  /** The server has the document: its title comes with its first save. */
  readonly isCreated: () => boolean;
  /** Throws `ApiError`. */
  readonly rename: (title: string | null) => Promise<void>;
  readonly onRenamed: (title: string | null) => void;
  readonly onRefused: (why: string) => void;
}

/** Brings a document's title to the server: also one that was given during the first save, or without a network. */
export function keepTitle({ title, isCreated, rename, onRenamed, onRefused }: TitleOptions) {
  let wanted = title;
  /** What the server has; undefined: one of several. */
  let sent: string | null | undefined = title;
  let isCreating = false;
  let isSending = false;

  async function send(): Promise<void> {
    if (isSending || !isCreated() || wanted === sent) return;
    isSending = true;
    const title = wanted;
    let isUnreachable = false;
    try {
      await rename(title);
      sent = title;
      onRenamed(title);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      isUnreachable = status === 0 || status === 429 || status >= 500;
      // It will not be taken the next time either.
      if (!isUnreachable) sent = title;
      onRefused(messageOf(error));
    }
    isSending = false;
    if (!isUnreachable) await send();
    else setTimeout(() => void send(), RETRY_MS);
  }

  return {
    rename(title: string | null) {
      wanted = title;
      void send();
    },
    /** Another page has renamed it. */
    take(title: string | null) {
      wanted = title;
      sent = title;
    },
    /** A save that creates the document is sent with this title. */
    onCreating(title: string | null) {
      // The answer to an earlier one may have been lost: either title may be the one.
      sent = isCreating && sent !== title ? undefined : title;
      isCreating = true;
    },
    /** Sends what is not sent yet, if there is something to send it to. */
    send: () => void send(),
    isUnsent: () => wanted !== sent,
  };
}

const RETRY_MS = 5_000;
