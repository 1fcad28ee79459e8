// `npm start`
import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
// Imported only now: an old Node could not even read the rest.
import('./lib/launch.mjs').then(({ launch }) => launch('production'));
