/**
 * What may import what: the layers of the house, as CONTRIBUTING.md draws them. `npm run lint` checks every
 * import.
 *
 * A feature imports only those below it, so imports never form a circle. Features side by side meet in `app`,
 * which passes one feature's part to another as a slot.
 */

/** From the top down. `platform`, `practice` and `protocol` are the base. */
export const FEATURES = [
  'public-api',
  'palette',
  'links',
  'compare',
  'documents',
  'history',
  'playground',
  'texts',
  'runs',
  'connections',
  'accounts',
  'platform',
  'practice',
  'protocol',
];

/** They may import anything, and only tests may import them. */
const TEST = /\.test\.tsx?$|(^|\/)(testing|fixtures)(\/|\.ts$)|\/test-support\.ts$/;
const PURE = /^lib\/(protocol|practice|[^/]+\/model)\//;
const BROWSER = /^components\/|^lib\/[^/]+\/client\//;

/**
 * @typedef {object} ImportRule
 * @property {string} reason shown to somebody who breaks it
 * @property {RegExp} from paths of files, from the root of the project
 * @property {RegExp} to paths of files, names of packages, `node:…`
 * @property {RegExp} [except] of `to`
 */

/** @type {ImportRule[]} */
const SIDES = [
  {
    reason: 'Test helpers are for tests only.',
    from: /^(app|components|lib)\//,
    to: TEST,
  },
  {
    reason: 'app routes and composes. Nothing below may import it.',
    from: /^(components|lib)\/(?!boot\.ts)/,
    to: /^app\/|^lib\/boot\.ts$/,
  },
  {
    reason: 'lib renders nothing. What is on screen belongs in components.',
    from: /^lib\//,
    to: /^components\//,
  },
  {
    reason: 'Pure code: it runs in the browser, on the server and in tests.',
    from: PURE,
    to: /^node:|^(react|react-dom|next|next-auth|@prisma)(\/|$)|^lib\/[^/]+\/(db|server|client)\/|^lib\/platform\/env\//,
  },
  {
    reason: 'Everything may import the environment, so it imports none of our code.',
    from: /^lib\/platform\/env\//,
    to: /^(lib|components|app)\//,
    except: /^lib\/platform\/env\//,
  },
  {
    reason:
      'db turns rows into types: it takes a userId and knows nothing about sessions, requests or screens.',
    from: /^lib\/[^/]+\/db\//,
    to: /^lib\/[^/]+\/(server|client)\/|^lib\/practice\/|^(react|next|next-auth)(\/|$)/,
  },
  {
    reason: "Only a feature's db/ may query the database.",
    from: /^(app|components|lib)\/(?![^/]+\/db\/)/,
    to: /^@prisma\/|^lib\/platform\/db\/generated\//,
  },
  {
    reason: 'The server half never imports the browser half.',
    from: /^lib\/[^/]+\/server\//,
    to: BROWSER,
  },
  {
    reason: 'The browser half talks to the server over HTTP only.',
    from: BROWSER,
    to: /^lib\/[^/]+\/(db|server)\/|^lib\/platform\/env\/|^node:/,
  },
  {
    reason: 'ui has parts for any app. They get what they need as props.',
    from: /^components\/ui\//,
    to: /^lib\/|^components\/(?!ui\/)/,
    except: /^lib\/platform\/numbers\//,
  },
  {
    reason: 'shell is the frame of every page. Features pass their parts in as slots.',
    from: /^components\/shell\//,
    to: /^lib\/(?!platform\/)|^components\/(?!ui\/|shell\/)/,
  },
  {
    reason: "Routes and pages go through a feature's server/, so none can bypass the session check.",
    from: /^app\//,
    to: /^lib\/[^/]+\/db\//,
  },
];

/**
 * Within components/compare: below the views of a comparison are parts that only draw.
 * @type {ImportRule[]}
 */
const COMPARE = [
  {
    reason: 'It only renders, also on shared pages. It gets what it needs from a comparison as props.',
    from: /^components\/compare\/(table|grid|charts|verdicts)\//,
    to: /^components\/compare\/(cells|columns|sweep|judging|header|checks|export|list|prompt)\/|^components\/compare\/view-state\.|^lib\/compare\/client\/(compare-context|plan-actions|is-under-way)\./,
  },
];

/** @type {ImportRule[]} */
const ORDER = FEATURES.slice(1).map((feature, at) => {
  const above = FEATURES.slice(0, at + 1);
  return {
    reason: `${feature} is below ${above.join(', ')}. It gets what it needs from them as an argument or a slot.`,
    from: new RegExp(`^(lib|components)/${feature}/`),
    to: new RegExp(`^(lib|components)/(${above.join('|')})/`),
  };
});

export const RULES = [...SIDES, ...COMPARE, ...ORDER];

/**
 * Why this import is not allowed; null where it is.
 * @param {string} from path of a file, from the root of the project
 * @param {string} to path of a file, name of a package or `node:…`
 */
export function refuseImport(from, to) {
  if (TEST.test(from)) return null;
  const broken = RULES.find((rule) => rule.from.test(from) && rule.to.test(to) && !rule.except?.test(to));
  return broken?.reason ?? null;
}
