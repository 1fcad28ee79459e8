// `npm run test:clients`
import { runCompatibility } from './lib/compatibility.mjs';

runCompatibility('e2e/compatibility/clients/run.ts');
