import { buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';

/** With a border: beside the select it would read as one sentence. */
export const WHAT_IF_SIZE = 'mr-1 px-1.5!';

/** As large as the switch of "What if", where it only comes later: nothing moves for it. */
export function WhatIfPlace() {
  return (
    <span aria-hidden="true" className={cx(buttonStyle('secondary', 'sm'), WHAT_IF_SIZE, 'invisible')}>
      What if
    </span>
  );
}
