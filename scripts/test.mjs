// `npm test`
import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
// Imported only now: an old Node could not even read the rest.
import('./lib/suite.mjs').then(({ runSuite }) => runSuite());
