/** Requests one call at the next good moment to paint; returns a function that cancels it. */
export type FrameRequest = (callback: () => void) => () => void;

/** A hidden tab has no frames, and a frame requested just before hiding may never come. */
const LATEST_MS = 250;

/** The next animation frame, or a timer when frames do not come, whichever is first. */
export const nextFrame: FrameRequest = (callback) => {
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, LATEST_MS);
  return cancel;
};
