// `npm run test:servers`
import { runCompatibility } from './lib/compatibility.mjs';

runCompatibility('e2e/compatibility/servers/run.ts');
