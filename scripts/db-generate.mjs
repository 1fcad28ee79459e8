import { generateClients } from './lib/generate.mjs';

await generateClients((line) => console.log(line));
