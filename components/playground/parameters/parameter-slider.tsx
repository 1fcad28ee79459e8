'use client';

import { useState } from 'react';
import type { SliderProps } from '@/components/ui/slider';
import { StillSlider } from '@/components/ui/still-slider';
import { onDemand, useOnDemand } from '@/lib/platform/client/on-demand';

const SLIDER = onDemand(async () => (await import('@/components/ui/slider')).Slider);
const MOVED = {};

/** Loads the slider: it is about to be used. */
export const requestSlider = SLIDER.request;

/** The slider of a parameter: a picture of it until it is near, used, or its parameter is sent. */
export function ParameterSlider(props: SliderProps) {
  const [held, setHeld] = useState(false);
  const Slider = useOnDemand(SLIDER, held || !props.muted ? MOVED : null);
  return Slider ? <Slider {...props} takesFocus={held} /> : <StillSlider {...props} onHeld={setHeld} />;
}
