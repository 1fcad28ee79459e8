'use client';

import { CirclePause, CirclePlay, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { Slider } from '@/components/ui/slider';
import { paceOfShared } from '@/lib/links/model/shared-cell-runs';
import type { Pace } from '@/lib/runs/model/pace';
import { formatMs } from '@/lib/runs/model/run-figures';
import { shownTexts } from '../shown-text';
import { useShared } from '../use-shared';
import { createReplayClock, type ReplayClock } from './replay-clock';

const SPEEDS = [0.5, 1, 2, 4];
/** With reduced motion, text that advances twice a second replaces the flow. */
const CALM_STEP_MS = 500;

/** Replays all texts together at their recorded pace, in place; the controls stay at the lower edge. */
export function Player({ slug, onClose }: { slug: string; onClose: () => void }) {
  const shared = useShared(slug, onClose);
  const [clock, setClock] = useState<ReplayClock | null>(null);

  useEffect(() => {
    const pace = shared ? paceOfShared(shared) : [];
    if (pace.length === 0) return;
    const made = openClock(pace);
    setClock(made);
    made.play();
    return () => {
      made.dispose();
      for (const { container } of shownTexts()) release(container);
    };
  }, [shared]);

  return clock && <Controls clock={clock} onClose={onClose} />;
}

/** The outputs keep their height during the replay, so that the page does not move. */
function openClock(pace: Pace): ReplayClock {
  const texts = shownTexts();
  for (const { container } of texts) container.style.minHeight = `${container.offsetHeight}px`;
  const byIndex = new Map(texts.map((text) => [text.index, text]));
  return createReplayClock({
    pace,
    indexes: texts.map(({ index }) => index),
    stepMs: matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM_STEP_MS : 0,
    show: (index, length) => {
      const text = byIndex.get(index);
      if (!text) return;
      text.showUpTo(Math.min(length ?? text.full.length, text.full.length));
      text.container.toggleAttribute('data-live', length !== null);
    },
  });
}

function release(container: HTMLElement): void {
  container.style.minHeight = '';
  container.removeAttribute('data-live');
}

function Controls({ clock, onClose }: { clock: ReplayClock; onClose: () => void }) {
  const { at, playing, speed } = useStore(clock.states);
  const ended = at >= clock.duration;
  return (
    <section
      aria-label="Replay"
      className="fixed inset-x-0 bottom-0 z-30 border-t bg-surface px-3 pb-[env(safe-area-inset-bottom)] print:hidden"
    >
      <div className="mx-auto flex h-12 max-w-[1088px] items-center gap-2 sm:gap-3">
        <IconButton
          label={playing ? 'Pause' : ended ? 'Play again' : 'Play'}
          onClick={() => (playing ? clock.pause() : clock.play())}
          ref={focusOnce}
        >
          {playing ? <CirclePause aria-hidden="true" /> : <CirclePlay aria-hidden="true" />}
        </IconButton>
        <Slider
          aria-label="Position in the run"
          value={Math.round(at)}
          min={0}
          max={Math.max(1, clock.duration)}
          step={Math.max(1, Math.round(clock.duration / 100))}
          valueText={`${formatMs(at)} of ${formatMs(clock.duration)}`}
          onValueChange={clock.seek}
          className="min-w-16 flex-1"
        />
        <span
          className="shrink-0 text-right font-mono text-xs whitespace-nowrap text-ink-2"
          aria-hidden="true"
        >
          {formatMs(at)}
          <span className="max-sm:hidden text-ink-3"> / {formatMs(clock.duration)}</span>
        </span>
        <Select
          size="sm"
          aria-label="Speed"
          value={speed}
          onChange={(event) => clock.setSpeed(Number(event.target.value))}
          className="w-17 shrink-0"
        >
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </Select>
        <IconButton label="Close replay" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <div role="status" className="sr-only">
        {playing ? `Playing at ${speed}×` : ended ? 'Replay ended, full text shown' : 'Paused'}
      </div>
    </section>
  );
}

/** The reader has just opened the controls. */
function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus({ preventScroll: true });
}
