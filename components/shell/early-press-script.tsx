/**
 * Pages are readable before their script is here: seconds on a slow network. What is pressed meanwhile is taken down, and
 * done as soon as the page works: the last press on a button, and what was written in fields (the prompt takes care of
 * itself). A form that is sent too early would load the page anew and lose what was written.
 */
const TAKE_DOWN = `(function () {
  // On the way down: React stops what it cannot deliver yet.
  var press = [], fields = new Set(), kinds = ['pointerdown', 'click', 'input', 'submit'];
  function take(event) {
    if (!event.isTrusted) return;
    if (event.type === 'submit') return event.preventDefault();
    if (event.type === 'input') return void (event.target instanceof HTMLInputElement && fields.add(event.target));
    if (event.type === 'pointerdown') press = [];
    press = press.filter(function (one) { return one.type !== event.type; }).concat(event);
    window.earlyPresses.press = press;
  }
  window.earlyPresses = {
    press: press,
    fields: fields,
    stop: function () { kinds.forEach(function (kind) { removeEventListener(kind, take, true); }); },
  };
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
