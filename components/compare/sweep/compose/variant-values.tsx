'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { newColumnId, withChanged, withCopy, withoutColumn } from '@/lib/compare/client/column-edits';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { issueOfField } from '@/lib/compare/client/plan-issues';
import { type AxisOf, MAX_COLUMNS, type Variant } from '@/lib/compare/model/plan';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { settingText } from '@/lib/compare/model/settings-table';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { ListedValues } from './listed-values';
import { ModelFields } from './model-fields';

const VariantDialog = lazy(async () => ({ default: (await import('./variant-dialog')).VariantDialog }));

/** The whole settings that an axis varies. */
export function VariantValues({ axis: { variants } }: { axis: AxisOf<'variants'> }) {
  const change = useChangePlan();
  const issue = usePlanPart((plan) => issueOfField(plan, 'model'));
  const [opened, setOpened] = useState<string | null>(null);
  const last = variants.at(-1);
  return (
    <>
      <ListedValues
        noun="variant"
        count={variants.length}
        min={1}
        max={MAX_COLUMNS}
        value={(index) => {
          const variant = variants[index];
          return (
            variant && (
              <div className="flex min-w-0 flex-1 flex-col gap-1">
                <TextField
                  aria-label={`Name of variant ${index + 1}`}
                  placeholder={columnLetter(index)}
                  maxLength={80}
                  value={variant.name ?? ''}
                  onChange={({ currentTarget: { value } }) =>
                    change((plan) =>
                      withChanged(plan, variant.id, (one) => ({
                        ...one,
                        name: value.trim() === '' ? null : value,
                      })),
                    )
                  }
                />
                <ModelFields
                  chosen={variant}
                  number={index + 1}
                  onChoose={(model) =>
                    change((plan) => withChanged(plan, variant.id, (one) => ({ ...one, ...model })))
                  }
                  issue={variant.model === '' ? issue : null}
                />
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Edit settings for ${columnLetter(index)}`}
                  onClick={() => setOpened(variant.id)}
                  className="justify-start"
                >
                  <span className="truncate">{summaryOf(variant)}</span>
                </Button>
              </div>
            )
          );
        }}
        onRemove={(index) => change((plan) => withoutColumn(plan, variants[index]?.id ?? ''))}
        onAdd={() => last && change((plan) => withCopy(plan, last.id, newColumnId()))}
      />
      {opened !== null && (
        <Suspense fallback={null}>
          <VariantDialog id={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}

/** `Temperature 0.2, Max tokens 64`: what is sent, apart from how it is delivered. */
function summaryOf({ settings: { values, sent } }: Variant): string {
  const parts = sent.flatMap((name) => {
    const { group, label } = parameterSpec(name);
    return group === 'delivery' || values[name] === undefined
      ? []
      : [`${label} ${settingText(name, values[name])}`];
  });
  return parts.length === 0 ? 'Settings' : parts.join(', ');
}
