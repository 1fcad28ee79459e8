import { createEvent } from './event';

export interface TabChannel<News> {
  /** To all tabs of this browser, this one included. */
  announce(news: News): void;
  /** `elsewhere`: another tab has announced it. */
  listen(listener: (news: News, elsewhere: boolean) => void): () => void;
}

/** Opened at the first use: the server has no tabs. */
export function tabChannel<News>(name: string): TabChannel<News> {
  const announced = createEvent<[news: News, elsewhere: boolean]>();
  let channel: BroadcastChannel | null = null;
  const open = () => {
    if (typeof BroadcastChannel === 'undefined' || channel) return channel;
    channel = new BroadcastChannel(name);
    // Comes from our own pages only.
    channel.onmessage = (event: MessageEvent<News>) => announced.emit(event.data, true);
    return channel;
  };
  return {
    announce(news) {
      open()?.postMessage(news);
      announced.emit(news, false);
    },
    listen(listener) {
      open();
      return announced.listen(listener);
    },
  };
}
