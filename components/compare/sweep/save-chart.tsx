'use client';

import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { fileSlug, saveFile } from '@/lib/platform/client/save-file';
import { pngBlob, svgBlob } from '../charts/chart-file';

/** Saves the chart as a file, in the light theme's colours. */
export function SaveChart({ drawing, name }: { drawing: RefObject<SVGSVGElement | null>; name: string }) {
  const save = async (kind: 'svg' | 'png') => {
    const svg = drawing.current;
    if (!svg) return;
    try {
      saveFile(`${fileSlug(name, 'chart')}.${kind}`, kind === 'svg' ? svgBlob(svg) : await pngBlob(svg));
    } catch {
      toast("Your browser couldn't render the image. Save the SVG instead.", { tone: 'bad' });
    }
  };
  return (
    <>
      <Button size="sm" onClick={() => void save('svg')} icon={Download}>
        SVG
      </Button>
      <Button size="sm" onClick={() => void save('png')} icon={Download}>
        PNG
      </Button>
    </>
  );
}
