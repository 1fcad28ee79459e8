/**
 * Pages are readable before their script is here: seconds on a slow network. What is pressed meanwhile is taken down, and
 * done as soon as the page works: the last press on a button, and what was written in fields (the prompt takes care of
 * itself). A form that is sent too early would load the page anew and lose what was written. Whoever presses or writes
 * again once the page works has gone on without it.
 */
const TAKE_DOWN = `(function () {
  var works = false, down = null;
  // On the way down: React stops what it cannot deliver yet.
  var kinds = ['pointerdown', 'click', 'keydown', 'input', 'submit'];
  function take(event) {
    if (!event.isTrusted) return;
    var type = event.type, field = event.target;
    if (works) {
      if (type === 'input') early.fields.delete(field);
      else early.press = [];
    } else if (type === 'submit') event.preventDefault();
    else if (type === 'input') {
      if (field instanceof HTMLInputElement) early.fields.add(field);
    } else if (type === 'pointerdown') down = event;
    else if (type === 'click') early.press = down ? [down, event] : [event];
  }
  var early = (window.earlyPresses = {
    press: [],
    fields: new Set(),
    begin: function () { works = true; },
    stop: function () { kinds.forEach(function (kind) { removeEventListener(kind, take, true); }); },
  });
  kinds.forEach(function (kind) { addEventListener(kind, take, true); });
})();`;

export function EarlyPressScript({ nonce }: { nonce: string | undefined }) {
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant text
      dangerouslySetInnerHTML={{ __html: TAKE_DOWN }}
    />
  );
}
