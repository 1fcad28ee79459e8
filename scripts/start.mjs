// `npm start`; `npm run dev` with the argument `development`; `npm run start:built` with `built`
import { refuseOldNode } from './lib/node-version.mjs';

const mode = process.argv[2] === 'development' ? 'development' : 'production';
const isBuilt = process.argv[2] === 'built';
refuseOldNode();
// Imported only now: an old Node could not even parse them.
Promise.all([import('./lib/say.mjs'), import('./lib/serve.mjs')]).then(([{ runScript }, { serve }]) =>
  runScript(() => serve(mode, { isBuilt })),
);
