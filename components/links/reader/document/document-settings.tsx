import type { SharedDocument } from '@/lib/links/model/shared-document';
import { OtherForms } from '../other-forms';
import { Fact, Facts } from '../run-facts';
import { settingLines } from '../setting-lines';

/** Settings of so many generations at most: of a long text they may all differ a little. */
const MAX_SHOWN = 20;

/** What the model's text was sampled with, and other forms of the page. */
export function DocumentSettings({ slug, shared }: { slug: string | null; shared: SharedDocument }) {
  const runs = shared.runs.filter(({ model, parameters }) => model !== undefined || parameters !== undefined);
  return (
    <aside aria-label="About this document" className="shared-facts flex min-w-0 flex-col gap-6">
      {runs.slice(0, MAX_SHOWN).map(({ model, parameters = {} }, at) => (
        <Facts
          key={JSON.stringify([model, parameters])}
          title={runs.length === 1 ? 'Settings' : `Settings ${at + 1}`}
        >
          {model !== undefined && (
            <Fact name="Model">
              <span data-shared-text="">{model}</span>
            </Fact>
          )}
          {settingLines(parameters).map(({ name, label, value }) => (
            <Fact key={name} name={label}>
              {value}
            </Fact>
          ))}
        </Facts>
      ))}
      {runs.length > MAX_SHOWN && (
        <p className="text-xs text-ink-3">{runs.length - MAX_SHOWN} more in the JSON.</p>
      )}
      <OtherForms slug={slug} />
    </aside>
  );
}
