'use client';

import { Link2, Trash2 } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import type { MoreAction } from '@/components/ui/more-items';
import { MoreMenu } from '@/components/ui/more-menu';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { named } from '@/lib/history/model/run-label';
import { MarkedText } from './browse/marked-text';

export interface SavedLineAction extends MoreAction {
  /** Before the name: “Rename The lighthouse”. */
  readonly verb: string;
}

export interface SavedLineProps {
  noun: 'document' | 'comparison';
  href: string;
  item: { readonly title: string | null; readonly links: number; readonly updatedAt: string };
  /** Its first words: the name without a title, and else below it. */
  text: string;
  query: string;
  /** Between the title and the text. */
  detail?: string;
  /** The columns of a wide window. */
  className: string;
  /** What stands in the columns between name and time. */
  children: ReactNode;
  /** Before the deletion. */
  actions?: readonly SavedLineAction[];
  onDelete: () => void;
}

/** One saved thing of a list: its name, what it is about, when it was changed, and what can be done with it. */
export function SavedLine(props: SavedLineProps) {
  const { noun, href, item, text, query, detail = '', className, children } = props;
  const { title, links, updatedAt } = item;
  const name = title ?? text;
  const label = named(name || `the ${noun}`, updatedAt);
  const actions: SavedLineAction[] = [
    ...(props.actions ?? []),
    {
      verb: 'Delete',
      label: `Delete ${noun}`,
      icon: <Trash2 aria-hidden="true" />,
      tone: 'bad',
      onSelect: props.onDelete,
    },
  ];
  const press = ({ tone, onSelect }: MoreAction, { currentTarget }: MouseEvent<HTMLElement>) => {
    const line = currentTarget.closest('li');
    const near = line?.nextElementSibling ?? line?.previousElementSibling;
    // Deleting a line at once moves the focus to its neighbour.
    if (tone === 'bad' && links === 0) near?.querySelector<HTMLElement>('a')?.focus();
    onSelect();
  };
  return (
    <li className="group flex min-h-16 items-stretch border-b pr-2 transition-colors hover:bg-hover">
      <Link
        href={href}
        prefetch={false}
        className={cx(
          'grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-4 py-2 pl-4 -outline-offset-2',
          className,
        )}
      >
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className={cx('truncate text-sm', title !== null && 'font-medium')}>
              {name === '' ? (
                <span className="text-ink-3">Empty {noun === 'document' ? 'document' : 'prompt'}</span>
              ) : (
                <MarkedText text={name} query={query} />
              )}
            </span>
            {links > 0 && (
              <Link2
                role="img"
                aria-label={links === 1 ? '1 shared link' : `${links} shared links`}
                className="size-3.5 shrink-0 text-ink-3"
              />
            )}
          </span>
          {detail !== '' && <span className="block truncate text-xs/5 text-ink-2">{detail}</span>}
          {title !== null && text !== '' && (
            <span className="block truncate font-mono text-xs/5 text-ink-3">
              <MarkedText text={text} query={query} />
            </span>
          )}
        </span>
        {children}
        <span className="self-center text-right text-xs/5 whitespace-nowrap text-ink-3">
          <time dateTime={updatedAt} className="block">
            {timeOfDay(updatedAt)}
          </time>
          <span className="block">{dayLabel(new Date(updatedAt), new Date())}</span>
        </span>
      </Link>
      <span className="flex items-center pl-1">
        {actions.map((action) => (
          <IconButton
            key={action.label}
            size="sm"
            label={`${action.verb} ${label}`}
            tooltip={action.label}
            onClick={(event) => press(action, event)}
            className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
          >
            {action.icon}
          </IconButton>
        ))}
        <MoreMenu label={`More: ${label}`} actions={actions} />
      </span>
    </li>
  );
}
