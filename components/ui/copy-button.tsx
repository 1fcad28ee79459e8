'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button';
import { IconButton, type WordFrom } from './icon-button';
import { toast } from './toast';

export interface CopyButtonProps {
  /** The text, or a function that returns it when it is needed. */
  text: string | (() => string);
  /** Names what is copied: "Copy output". */
  label?: string;
  /** Shows the word beside the icon. */
  withText?: boolean;
  size?: 'sm' | 'md';
  /** Of a button with the word; `primary` where copying is what the dialog is for. */
  variant?: 'primary' | 'secondary';
  /** Where "Copy" stands beside the icon; absent: nowhere. */
  wordFrom?: WordFrom | undefined;
  disabled?: boolean;
  className?: string;
}

export function CopyButton({
  text,
  label = 'Copy',
  withText = false,
  size = 'sm',
  variant = 'secondary',
  wordFrom,
  ...rest
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const done = await copyText(typeof text === 'function' ? text() : text);
    if (!done) return toast(COPYING_BLOCKED, { tone: 'bad' });
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1500);
  };

  const icon = copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />;
  return (
    <>
      {withText ? (
        <Button {...rest} size={size} variant={variant} onClick={copy}>
          <span className="inline-flex [&_svg]:size-3.5">{icon}</span>
          {copied ? 'Copied' : label}
        </Button>
      ) : (
        <IconButton
          {...rest}
          size={size}
          label={copied ? 'Copied' : label}
          word={wordFrom && 'Copy'}
          wordFrom={wordFrom}
          onClick={copy}
        >
          {icon}
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}

export const COPYING_BLOCKED = 'Your browser blocked copying. Select the text instead.';

/**
 * Copies text to the clipboard; false when the browser refuses. The clipboard API is missing on plain-http
 * networks.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused (no focus, no permission): the old way may still work.
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
