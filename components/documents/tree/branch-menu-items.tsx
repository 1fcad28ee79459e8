'use client';

import { ArrowRight, Columns3, Copy, Eye, EyeOff, Pencil, Star } from 'lucide-react';
import { COPYING_BLOCKED, copyText } from '@/components/ui/copy-button';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { branchText } from '@/lib/documents/client/branch-actions';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import type { Branch } from '@/lib/documents/model/branches';

export interface BranchItemsProps {
  session: DocumentSession;
  branch: Branch;
  goDisabled: boolean;
  onGo: () => void;
  onName: () => void;
  onStar: () => void;
  onPrune: () => void;
  onCompare: (() => void) | undefined;
}

export function BranchItems(props: BranchItemsProps & LazyMenuParts) {
  const { session, branch, goDisabled, onGo, onName, onStar, onPrune, onCompare, trigger } = props;
  const copy = async () => {
    const done = await copyText(branchText(session.view(), branch).text);
    toast(done ? 'Text copied.' : COPYING_BLOCKED, { tone: done ? 'good' : 'bad' });
  };
  return (
    <Menu label="Branch actions" trigger={trigger} defaultOpen>
      <MenuItem icon={<ArrowRight aria-hidden="true" />} disabled={goDisabled} onSelect={onGo}>
        Go to branch
      </MenuItem>
      <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={onName}>
        {branch.name === null ? 'Name' : 'Rename'}
      </MenuItem>
      <MenuItem icon={<Star aria-hidden="true" />} onSelect={onStar}>
        {branch.starred ? 'Unstar' : 'Star'}
      </MenuItem>
      {onCompare && (
        <MenuItem icon={<Columns3 aria-hidden="true" />} onSelect={onCompare}>
          Compare with the current text
        </MenuItem>
      )}
      <MenuItem icon={<Copy aria-hidden="true" />} onSelect={() => void copy()}>
        Copy text
      </MenuItem>
      <MenuSeparator />
      {branch.pruned ? (
        <MenuItem icon={<Eye aria-hidden="true" />} onSelect={onPrune}>
          Show again
        </MenuItem>
      ) : (
        <MenuItem icon={<EyeOff aria-hidden="true" />} onSelect={onPrune}>
          Hide
        </MenuItem>
      )}
    </Menu>
  );
}
