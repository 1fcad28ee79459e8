// `npm test`
import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
// Imported only now: an old Node could not even parse it.
import('./lib/suite.mjs').then(({ runSuite }) => runSuite());
